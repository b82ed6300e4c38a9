import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import type { DecodeLimits, FaceDetector, SourceFile } from '../../../main/core/ports.js'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import type { RedactionLook } from '../../../main/core/redaction/types.js'
import { openMedia, type MediaTools } from '../../../main/engine/image/open-media.js'
import { MediaFailure } from '../../../main/engine/image/media-failure.js'
import { collectMetadataStrings } from '../../../main/engine/metadata/collect-metadata-strings.js'
import { findRemains } from '../../../main/engine/metadata/find-remains.js'
import { inspectMetadata } from '../../../main/engine/metadata/inspect-metadata.js'
import { walkStructure } from '../../../main/engine/structure/walk-structure.js'

/** What the ports take for a signal. */
type CoreSignal = Parameters<FaceDetector['detectRemaining']>[0]

export const limits: DecodeLimits = { maxPixels: 150_000_000, maxFrames: 2000, maxFileBytes: 1_000_000_000 }
export const grey: RedactionLook = { style: 'fill', color: { red: 128, green: 128, blue: 128 } }
export const never: CoreSignal = new AbortController().signal

/** Finds no faces: these tests are about pixels and containers. */
export const blindDetector: FaceDetector = {
  detect: () => Promise.resolve({ faces: [], bareHeads: [] }),
  detectRemaining: () => Promise.resolve([]),
  close: () => Promise.resolve(),
}

export const toolsWith = (detector: FaceDetector): MediaTools => ({
  detector: () => Promise.resolve(detector),
  identifier: () => Promise.reject(new Error('not part of this test')),
  personDetector: () => Promise.reject(new Error('not part of this test')),
  examiners: {
    walkStructure,
    findRemains: (original, finished) => findRemains(finished, collectMetadataStrings(original)),
  },
  inspectMetadata,
})

export const open = (bytes: Buffer, detector = blindDetector) => openMedia(bytes, limits, toolsWith(detector))

/** A smooth picture with a different colour in every corner and fine detail all over. */
export function scene(width: number, height: number, seed = 0): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const detail = ((x * 7 + y * 13 + seed * 31) % 5) * 4
      data[at] = Math.min(255, (x / width) * 230 + detail)
      data[at + 1] = Math.min(255, (y / height) * 230 + detail)
      data[at + 2] = Math.min(255, ((seed * 40) % 200) + detail)
    }
  }
  return { width, height, channels: 3, data }
}

export const rawSharp = (pixels: Pixels) =>
  sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: pixels.channels } })

export function meanDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Infinity
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0))
  return sum / a.length
}

/** The reason a file was refused for; anything else is thrown on. */
export async function refusalOf(task: Promise<unknown>): Promise<string> {
  try {
    await task
    return 'not refused'
  } catch (error) {
    if (error instanceof MediaFailure && error.failure.kind === 'refused') return error.failure.reason.code
    throw error
  }
}

export async function withFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-test-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function sourceOf(file: string): Promise<SourceFile> {
  const { size, mtimeMs } = await stat(file)
  return { path: file, relativePath: path.basename(file), sizeBytes: size, modifiedMs: mtimeMs }
}

export async function emptyFile(folder: string, name = 'staged'): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, '')
  return file
}
