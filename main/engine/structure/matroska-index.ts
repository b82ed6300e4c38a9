import { u16be, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import { cluster, cuePoint, rules, seek, segment, unsigned } from './matroska-rules.js'

/** Where an element of EBML lies; offsets count from the start of the file. */
export interface Element {
  readonly id: number
  readonly start: number
  readonly body: number
  readonly end: number
}

/**
 * The lists of contents of a WebM (SeekHead and Cues, RFC 9559, 22 and 6.3), held against what is there: every entry must
 * point to an element and tell its time, for a list that points nowhere could spell anything.
 */
export interface MatroskaIndex {
  /** An element that the rules allow begins here. */
  begin(element: Element): void
  /** What an element without elements holds. */
  value(element: Element, bytes: Uint8Array): void
  report(): void
}

/** What was read of one entry of a list, by the number of the element. */
interface Entry {
  readonly start: number
  readonly values: Map<number, number>
}

const cueFields = { time: 0xb3, track: 0xf7, clusterPosition: 0xf1, relativePosition: 0xf0 }
const seekFields = { id: 0x53ab, position: 0x53ac }
const keyframe = 0x80

export function createMatroskaIndex(findings: FindingList): MatroskaIndex {
  let segmentBody = 0
  let current: { start: number; body: number; timestamp: number } | undefined
  /** Position in the segment → number of the element there. */
  const contents = new Map<number, number>()
  /** Position in the segment of a cluster and in it of a block that begins a picture by itself → its time. */
  const times = new Map<string, number>()
  const seeks: Entry[] = []
  const cues: Entry[] = []
  let entry: Entry | undefined

  const noteBlock = (element: Element, bytes: Uint8Array) => {
    if (!current || u8(bytes, 0) !== 0x81 || (u8(bytes, 3) & keyframe) === 0) return
    const relative = (u16be(bytes, 1) << 16) >> 16
    times.set(`${current.start} ${element.start - current.body}`, current.timestamp + relative)
  }
  const checkSeeks = () => {
    const named = new Set<number>()
    for (const { start, values } of seeks) {
      const id = values.get(seekFields.id) ?? 0
      if (contents.get(values.get(seekFields.position) ?? -1) !== id || named.has(id))
        findings.malformedPart('Seek', start)
      named.add(id)
    }
  }
  const checkCues = () => {
    const named = new Set<string>()
    for (const { start, values } of cues) {
      const place = `${values.get(cueFields.clusterPosition) ?? -1} ${values.get(cueFields.relativePosition) ?? -1}`
      const isRight = times.has(place) && times.get(place) === values.get(cueFields.time)
      if (!isRight || values.get(cueFields.track) !== 1 || named.has(place)) findings.malformedPart('CuePoint', start)
      named.add(place)
    }
  }

  return {
    begin(element) {
      const { id, start, body } = element
      if (id === segment) segmentBody = body
      else if (rules.get(id)?.parent === segment) contents.set(start - segmentBody, id)
      if (id === cluster) current = { start: start - segmentBody, body, timestamp: 0 }
      if (id !== seek && id !== cuePoint) return
      entry = { start, values: new Map() }
      ;(id === seek ? seeks : cues).push(entry)
    },
    value(element, bytes) {
      if (element.id === 0xe7 && current) current.timestamp = unsigned(bytes)
      else if (element.id === 0xa3) noteBlock(element, bytes)
      else if ([...Object.values(cueFields), ...Object.values(seekFields)].includes(element.id))
        entry?.values.set(element.id, unsigned(bytes))
    },
    report() {
      checkSeeks()
      checkCues()
    },
  }
}
