import type { Trace, TraceKind } from '../../core/ports.js'
import { utf8 } from './part.js'

/** One property of an XMP packet: its qualified name and value. */
export interface XmpProperty {
  readonly name: string
  readonly value: string
}

const maxProperties = 2_000
const maxPacketCharacters = 4_000_000
const element = /<([A-Za-z][\w-]*:[\w.-]+)(?:\s[^<>]*)?>([^<>]{1,100000})<\//g
const attribute = /\s([A-Za-z][\w-]*:[\w.-]+)\s*=\s*(?:"([^"]{1,4000})"|'([^']{1,4000})')/g
const listItem = /^(?:rdf:(?:li|value)|xml:lang|x:xmptk)$/
const syntax = /^(?:xmlns|rdf:(?!li|value)|xml:|x:)/

/**
 * The properties of an XMP packet, found by pattern and not by an XML parser: packets in the wild are cut, nested and
 * badly escaped, and entities must never be expanded.
 */
export function readXmp(packet: Uint8Array): readonly XmpProperty[] {
  const text = utf8(packet.subarray(0, maxPacketCharacters))
  const found: XmpProperty[] = []
  for (const [, name = '', value = ''] of text.matchAll(attribute)) {
    if (found.length >= maxProperties) return found
    if (!syntax.test(name)) found.push({ name, value })
  }
  for (const match of text.matchAll(element)) {
    if (found.length >= maxProperties) return found
    const [, name = '', value = ''] = match
    if (value.trim() === '' || (syntax.test(name) && !listItem.test(name))) continue
    found.push({ name: listItem.test(name) ? enclosing(text, match.index) : name, value: value.trim() })
  }
  return found
}

/** The property that a list item belongs to: the last opened element that is no list syntax. */
function enclosing(text: string, before: number): string {
  const opened = [...text.slice(Math.max(0, before - 400), before).matchAll(/<([A-Za-z][\w-]*:[\w.-]+)/g)]
  return opened.map(([, name = '']) => name).findLast((name) => !name.startsWith('rdf:')) ?? 'rdf:li'
}

const kinds: readonly (readonly [RegExp, TraceKind])[] = [
  // Whether there are rights, not whose.
  [/Rights:Marked$/i, 'other'],
  // The settings of a raw developer and the fonts of a document, whose names sound like titles, places and faces.
  [/^(?:crs|stFnt):(?!RawFileName)/, 'other'],
  // That there is a gain map; how it is applied is of no interest.
  [/^(?:hdrgm|HDRGainMap):(?!\w*Version$)/, 'other'],
  [/GainMap|hdrgm/i, 'hidden-picture'],
  [/GPS|[Ll]ocation|City|:city|[Cc]ountry|State$|Province/, 'location'],
  [/thumbnail|GImg|:image$/i, 'thumbnail'],
  [/GDepth|GImage|depth:/i, 'hidden-picture'],
  // That there is a video, the video itself tells; this may only say that there was one.
  [/MicroVideo|MotionPhoto/i, 'other'],
  [/creator$|author|byline|credit|owner|rights|person|face|Regions/i, 'person'],
  [/history|DocumentID|InstanceID|OriginalDocument|DerivedFrom|stEvt|stRef|c2pa|provenance/i, 'history'],
  [/CreatorTool|software/i, 'software'],
  [/date|(?<!Exposure|Shutter)time/i, 'time'],
  [/Make$|Model$|Serial|Lens|aux:/i, 'device'],
  [/title|description|subject(?!Distance|Area)|caption|headline|label|comment|keywords/i, 'text'],
]

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Values as people read them. Only the five names and the numbers that XML itself knows (4.1 and 4.6), each once. */
const unescaped = (value: string): string =>
  value.replaceAll(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name: string, decimal, hex) => {
    if (name) return entities[name.toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

export const xmpTrace = ({ name, value }: XmpProperty): Trace => ({
  kind: kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'other',
  field: `XMP ${name}`,
  value: unescaped(value),
})
