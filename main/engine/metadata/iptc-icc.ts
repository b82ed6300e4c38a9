import type { Trace, TraceKind } from '../../core/ports.js'
import { ascii, u16be, u32be, u8 } from '../structure/bytes.js'
import { latin1, utf8 } from './part.js'

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

const maxIccTags = 100
const maxTextBytes = 2_000

/** The texts of an ICC profile (ICC.1:2022): description, copyright, device maker and whatever is private. */
export function readIccTexts(profile: Uint8Array): readonly string[] {
  const texts = new Set<string>()
  const count = Math.min(u32be(profile, 128), maxIccTags)
  for (let index = 0; index < count; index++) {
    const entry = 132 + 12 * index
    const start = u32be(profile, entry + 4)
    const element = profile.subarray(start, start + Math.min(u32be(profile, entry + 8), maxTextBytes))
    for (const text of textsOf(element)) texts.add(text)
  }
  texts.delete('')
  return [...texts]
}

function textsOf(element: Uint8Array): readonly string[] {
  switch (ascii(element, 0, 4)) {
    case 'desc':
      return [upToZero(latin1(element, 12, 12 + u32be(element, 8)))]
    case 'text':
      return [upToZero(latin1(element, 8))]
    case 'mluc':
      return localizedTexts(element)
    default:
      return []
  }
}

const upToZero = (text: string): string => (text.split('\0', 1)[0] ?? '').trim()

/** `mluc`: records of language, country, size and place of a text in big-endian UTF-16. */
function localizedTexts(element: Uint8Array): readonly string[] {
  const texts: string[] = []
  const recordBytes = Math.max(12, u32be(element, 12))
  for (let at = 16, left = u32be(element, 8); left > 0 && at + 12 <= element.length; left--, at += recordBytes) {
    const start = u32be(element, at + 8)
    const text = element.subarray(start, start + u32be(element, at + 4))
    texts.push(upToZero(utf16be(text)))
  }
  return texts
}

const utf16be = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')
