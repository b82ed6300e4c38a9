import type { Trace } from '../../core/ports.js'
import { walkStructure } from '../structure/walk-structure.js'
import { cleanValue } from './clean-value.js'
import { exifTraces } from './exif-traces.js'
import { iptcTrace, readIccTexts, readIptc } from './iptc-icc.js'
import type { MetadataPart } from './part.js'
import { sizeText, sizeValue, utf8 } from './part.js'
import { readPhotoshop } from './parts-jpeg.js'
import { readParts } from './read-parts.js'
import { readTiffFields } from './tiff-fields.js'
import { readXmp, xmpTrace } from './xmp.js'

const maxTraces = 500

/**
 * What a file tells beside its picture: JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC, JPEG XL, DNG. Values are shortened and
 * free of control characters; a damaged file gives what can be read of it. Never throws.
 */
export async function inspectMetadata(bytes: Uint8Array): Promise<readonly Trace[]> {
  const traces: Trace[] = []
  const parts = readParts(bytes)
  for (const part of parts) {
    if (traces.length >= maxTraces) break
    if (!part.toldElsewhere) traces.push(...(await partTraces(part)))
  }
  traces.push(...unreferenced(bytes, parts))
  const seen = new Set<string>()
  return traces.slice(0, maxTraces).flatMap((trace) => {
    const clean = { kind: trace.kind, field: cleanValue(trace.field), value: cleanValue(trace.value) }
    const key = `${clean.field}\0${clean.value}`
    if (clean.value === '' || seen.has(key)) return []
    seen.add(key)
    return [clean]
  })
}

/**
 * Bytes that no part of the file refers to and no other trace speaks of; only in formats whose parts the walker knows
 * completely.
 */
function unreferenced(bytes: Uint8Array, parts: readonly MetadataPart[]): Trace[] {
  const { format, findings } = walkStructure(bytes)
  if (format === undefined || format === 'tiff') return []
  const sizeBytes = findings.reduce((sum, found) => sum + (found.code === 'unaccounted-bytes' ? found.sizeBytes : 0), 0)
  const untold = sizeBytes - looseBytes(parts)
  return untold > 0 ? [{ kind: 'hidden-data', field: 'unreferenced bytes', value: sizeText(untold) }] : []
}

/** How many bytes the parts that belong to no structure take; those inside an earlier one count once. */
function looseBytes(parts: readonly MetadataPart[]): number {
  let total = 0
  let end = 0
  for (const { field, data } of parts) {
    if (!looseFields.has(field) || data.byteOffset < end) continue
    total += data.length
    end = data.byteOffset + data.length
  }
  return total
}

const looseFields: ReadonlySet<string> = new Set(['trailing data', 'bytes between segments'])

async function partTraces(part: MetadataPart): Promise<Trace[]> {
  switch (part.content) {
    case 'exif':
      return exifPartTraces(part)
    case 'xmp': {
      const traces = readXmp(part.data).map(xmpTrace)
      return traces.length > 0 ? traces : [{ kind: 'other', field: part.field, value: sizeValue(part.data) }]
    }
    case 'iptc': {
      const traces = readIptc(part.data).map(iptcTrace)
      return traces.length > 0 ? traces : [{ kind: 'other', field: part.field, value: sizeValue(part.data) }]
    }
    case 'icc': {
      const texts = readIccTexts(part.data).join('; ')
      return [{ kind: 'color', field: part.field, value: texts || sizeValue(part.data) }]
    }
    case 'text':
      return [{ kind: part.kind, field: part.field, value: utf8(part.data) || '–' }]
    case 'bytes':
      return [{ kind: part.kind, field: part.field, value: part.value ?? sizeValue(part.data) }]
  }
}

/** An EXIF block, or a whole TIFF file with the XMP, IPTC, ICC and Photoshop blocks in its tags. */
async function exifPartTraces(part: MetadataPart): Promise<Trace[]> {
  const isFile = part.field === 'TIFF'
  const traces = await exifTraces(part.data, isFile)
  if (!isFile) return traces.length > 0 ? traces : [{ kind: 'other', field: part.field, value: sizeValue(part.data) }]
  for (const inner of tiffParts(part.data)) traces.push(...(await partTraces(inner)))
  return traces
}

/** The blocks that a TIFF file carries in tags of its own. */
export function tiffParts(block: Uint8Array): MetadataPart[] {
  return readTiffFields(block).flatMap(({ tag, data }): MetadataPart[] => {
    if (tag === 700) return [{ field: 'XMP', kind: 'other', content: 'xmp', data }]
    if (tag === 33723) return [{ field: 'IPTC', kind: 'other', content: 'iptc', data }]
    if (tag === 34675) return [{ field: 'ICC', kind: 'color', content: 'icc', data }]
    return tag === 34377 ? readPhotoshop(data) : []
  })
}
