import type { Trace, TraceKind } from '../../core/ports.js'
import { ascii, u16be, u32be, u8 } from '../structure/bytes.js'
import { utf8 } from './part.js'

export interface IptcField {
  readonly record: number
  readonly dataset: number
  readonly data: Uint8Array
}

/** The datasets of an IPTC-IIM block. */
export function readIptc(block: Uint8Array): readonly IptcField[] {
  const fields: IptcField[] = []
  let at = block.indexOf(0x1c)
  while (at >= 0 && at + 5 <= block.length && u8(block, at) === 0x1c && fields.length < 1_000) {
    const sizeBytes = u16be(block, at + 3)
    fields.push({
      record: u8(block, at + 1),
      dataset: u8(block, at + 2),
      data: block.subarray(at + 5, at + 5 + sizeBytes),
    })
    at += 5 + sizeBytes
  }
  return fields
}

const datasets: Readonly<Record<number, readonly [string, TraceKind]>> = {
  5: ['ObjectName', 'text'],
  25: ['Keywords', 'text'],
  55: ['DateCreated', 'time'],
  60: ['TimeCreated', 'time'],
  65: ['OriginatingProgram', 'software'],
  80: ['By-line', 'person'],
  85: ['By-lineTitle', 'person'],
  90: ['City', 'location'],
  92: ['Sub-location', 'location'],
  95: ['Province-State', 'location'],
  101: ['Country', 'location'],
  105: ['Headline', 'text'],
  110: ['Credit', 'person'],
  115: ['Source', 'person'],
  116: ['CopyrightNotice', 'person'],
  118: ['Contact', 'person'],
  120: ['Caption-Abstract', 'text'],
  122: ['Writer-Editor', 'person'],
}

export function iptcTrace({ record, dataset, data }: IptcField): Trace {
  const [name, kind] = (record === 2 ? datasets[dataset] : undefined) ?? [`${record}:${dataset}`, 'other']
  return { kind, field: `IPTC ${name}`, value: utf8(data) }
}

export interface IccText {
  readonly tag: string
  readonly data: Uint8Array
}

/** The tags of an ICC profile that hold text: description, copyright, device maker and whatever is private. */
export function readIccTexts(profile: Uint8Array): readonly IccText[] {
  const texts: IccText[] = []
  const count = Math.min(u32be(profile, 128), 100)
  for (let index = 0; index < count; index++) {
    const entry = 132 + 12 * index
    const start = u32be(profile, entry + 4)
    const data = profile.subarray(start + 8, start + Math.min(u32be(profile, entry + 8), 2_000))
    if (['desc', 'text', 'mluc'].includes(ascii(profile, start, 4))) texts.push({ tag: ascii(profile, entry, 4), data })
  }
  return texts
}
