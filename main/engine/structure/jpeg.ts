import { ascii, u16be, u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'
import type { FrameComponent, Scan, ScanComponent, WorkBudget } from './jpeg-scan.js'
import { followScan } from './jpeg-scan.js'
import { BrokenScan, ScanBits } from './jpeg-huffman.js'
import type { JpegTables } from './jpeg-tables.js'
import { createTables, isPlainAdobe, isPlainJfif } from './jpeg-tables.js'

interface Frame {
  readonly progressive: boolean
  readonly components: readonly FrameComponent[]
  readonly mcusWide: number
  readonly mcusHigh: number
}

/** No encoder needs more scans (libjpeg's default script has 10, mozjpeg's searched ones fewer than 20). */
const maxScans = 64
/** Blocks of all scans together; a 12-megapixel progressive picture needs about 3 million. */
const maxBlockVisits = 300_000_000

const start = 0xd8
const end = 0xd9
const startOfScan = 0xda

/**
 * Walks a JPEG (ITU-T T.81): SOI, an optional plain JFIF or Adobe segment, tables that are used, one frame header, scans
 * whose bits are followed to the last block, EOI, nothing else.
 */
export function walkJpeg(bytes: Uint8Array, findings: FindingList): void {
  const walk: Walk = {
    bytes,
    findings,
    tables: createTables(findings),
    budget: { blocksLeft: maxBlockVisits },
    frame: undefined,
    restartInterval: 0,
    scans: 0,
    seenApplication: new Set(),
  }
  let offset = 2
  while (offset < bytes.length) {
    const marker = u8(bytes, offset + 1)
    if (u8(bytes, offset) !== 0xff || marker === 0xff || marker === 0) {
      const next = nextMarker(bytes, offset + 1)
      findings.unaccountedBytes(offset, next - offset)
      offset = next
      continue
    }
    if (marker === end) {
      finish(walk, offset + 2)
      return
    }
    if (marker === start || marker === 1 || (marker >= 0xd0 && marker <= 0xd7)) {
      findings.unexpectedPart(markerName(marker), offset, 2)
      offset += 2
      continue
    }
    const sizeBytes = u16be(bytes, offset + 2)
    if (sizeBytes < 2 || offset + 2 + sizeBytes > bytes.length) {
      findings.malformedPart(markerName(marker), offset)
      return
    }
    offset = walkSegment(walk, marker, offset, offset + 2 + sizeBytes)
  }
  findings.malformedPart('EOI', bytes.length)
}

interface Walk {
  readonly bytes: Uint8Array
  readonly findings: FindingList
  readonly tables: JpegTables
  readonly budget: WorkBudget
  frame: Frame | undefined
  restartInterval: number
  scans: number
  readonly seenApplication: Set<number>
}

function finish(walk: Walk, offset: number): void {
  walk.tables.reportUnused()
  for (const component of walk.frame?.components ?? [])
    if (component.codedDownTo.some((bit) => bit !== 0)) {
      walk.findings.malformedPart('SOS', offset)
      break
    }
  if (!walk.frame) walk.findings.malformedPart('SOF', offset)
  walk.findings.unaccountedBytes(offset, walk.bytes.length - offset)
}

/** Offset of the next marker that is none of entropy-coded data, or of the end. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let offset = from; offset + 1 < bytes.length; offset++) {
    const marker = u8(bytes, offset + 1)
    if (bytes[offset] === 0xff && marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return offset
  }
  return bytes.length
}

/** Judges one segment and returns where the next begins. */
function walkSegment(walk: Walk, marker: number, offset: number, next: number): number {
  const { bytes, findings } = walk
  const payload = bytes.subarray(offset + 4, next)
  if (marker === 0xe0 || marker === 0xee) {
    const plain = marker === 0xe0 ? isPlainJfif(payload) : isPlainAdobe(payload)
    if (!plain || walk.seenApplication.has(marker) || walk.frame)
      findings.unexpectedPart(applicationName(marker, payload), offset, next - offset)
    walk.seenApplication.add(marker)
  } else if (marker === 0xdb) walk.tables.quantization(payload, offset)
  else if (marker === 0xc4) walk.tables.huffman(payload, offset)
  else if (marker === 0xdd) {
    if (payload.length !== 2 || walk.restartInterval !== 0 || walk.scans > 0 || u16be(payload, 0) === 0)
      findings.malformedPart('DRI', offset)
    walk.restartInterval = u16be(payload, 0)
  } else if (marker >= 0xc0 && marker <= 0xc2) walkFrame(walk, marker, payload, offset)
  else if (marker === startOfScan) return walkScan(walk, payload, offset, next)
  else findings.unexpectedPart(applicationName(marker, payload), offset, next - offset)
  return next
}

function walkFrame(walk: Walk, marker: number, payload: Uint8Array, offset: number): void {
  const height = u16be(payload, 1)
  const width = u16be(payload, 3)
  const count = u8(payload, 5)
  const sound = u8(payload, 0) === 8 && width > 0 && height > 0 && [1, 3, 4].includes(count)
  if (!sound || payload.length !== 6 + 3 * count || walk.frame) {
    walk.findings.malformedPart('SOF', offset)
    return
  }
  const frame = readFrame(payload, { width, height, count }, marker === 0xc2, walk.bytes.length)
  if (!frame) {
    walk.findings.malformedPart('SOF', offset)
    return
  }
  walk.frame = frame
  for (const component of frame.components) walk.tables.useQuantization(component.quantization, offset)
}

function readFrame(
  payload: Uint8Array,
  { width, height, count }: { width: number; height: number; count: number },
  progressive: boolean,
  fileBytes: number,
): Frame | undefined {
  const raw = Array.from({ length: count }, (_, index) => ({
    id: u8(payload, 6 + 3 * index),
    horizontal: u8(payload, 7 + 3 * index) >> 4,
    vertical: u8(payload, 7 + 3 * index) & 15,
    quantization: u8(payload, 8 + 3 * index),
  }))
  const legal = raw.every(({ horizontal, vertical }) => [1, 2, 4].includes(horizontal) && [1, 2, 4].includes(vertical))
  if (!legal || new Set(raw.map(({ id }) => id)).size !== count) return undefined
  const maxHorizontal = Math.max(...raw.map(({ horizontal }) => horizontal))
  const maxVertical = Math.max(...raw.map(({ vertical }) => vertical))
  const mcusWide = Math.ceil(width / (8 * maxHorizontal))
  const mcusHigh = Math.ceil(height / (8 * maxVertical))
  const blocks = raw.reduce((sum, { horizontal, vertical }) => sum + horizontal * vertical, 0) * mcusWide * mcusHigh
  // Every block takes at least one bit, so that a frame this small a file cannot fill is not worth memory.
  if (blocks > fileBytes * 8) return undefined
  const components = raw.map((item): FrameComponent => {
    const storedWide = mcusWide * item.horizontal
    const storedHigh = mcusHigh * item.vertical
    return {
      ...item,
      blocksWide: Math.ceil(Math.ceil((width * item.horizontal) / maxHorizontal) / 8),
      blocksHigh: Math.ceil(Math.ceil((height * item.vertical) / maxVertical) / 8),
      storedWide,
      storedHigh,
      nonZero: new Uint32Array(progressive ? storedWide * storedHigh * 2 : 0),
      codedDownTo: new Int8Array(64).fill(-1),
    }
  })
  return { progressive, components, mcusWide, mcusHigh }
}

/** Follows the entropy-coded data of one scan and returns where it ends. */
function walkScan(walk: Walk, header: Uint8Array, offset: number, next: number): number {
  const { bytes, findings, frame } = walk
  const scan = frame && readScan(walk, frame, header)
  if (!frame || !scan || ++walk.scans > maxScans) {
    findings.malformedPart('SOS', offset)
    return nextMarker(bytes, next)
  }
  const bits = new ScanBits(bytes, next)
  try {
    followScan(bits, scan, frame.progressive, frame.mcusWide, frame.mcusHigh, walk.restartInterval, walk.budget)
  } catch (error) {
    if (!(error instanceof BrokenScan)) throw error
    findings.malformedPart('scan', offset)
    return nextMarker(bytes, next)
  }
  if (bits.finish()) return bits.position
  const resumed = nextMarker(bytes, bits.position)
  if (resumed > bits.position) findings.unaccountedBytes(bits.position, resumed - bits.position)
  else findings.malformedPart('scan', bits.position)
  return resumed
}

/** The scan that a header describes, where it is legal and brings something not coded before. */
function readScan(walk: Walk, frame: Frame, header: Uint8Array): Scan | undefined {
  const count = u8(header, 0)
  if (count < 1 || count > 4 || header.length !== 4 + 2 * count) return undefined
  const components: ScanComponent[] = []
  for (let index = 0; index < count; index++) {
    const component = frame.components.find(({ id }) => id === u8(header, 1 + 2 * index))
    if (!component || components.some((item) => item.component === component)) return undefined
    const tables = u8(header, 2 + 2 * index)
    components.push({ component, dc: walk.tables.dc(tables >> 4), ac: walk.tables.ac(tables & 15) })
  }
  const [spectralStart, spectralEnd, approximation] = [
    u8(header, 1 + 2 * count),
    u8(header, 2 + 2 * count),
    u8(header, 3 + 2 * count),
  ]
  const scan = { components, spectralStart, spectralEnd, high: approximation >> 4, low: approximation & 15 }
  return isLegalScan(frame, scan) ? scan : undefined
}

function isLegalScan(frame: Frame, scan: Scan): boolean {
  const { spectralStart, spectralEnd, high, low, components } = scan
  if (!frame.progressive && (spectralStart !== 0 || spectralEnd !== 63 || high !== 0 || low !== 0)) return false
  if (frame.progressive && spectralStart === 0 && spectralEnd !== 0) return false
  if (spectralEnd < spectralStart || spectralEnd > 63 || low > 13 || (high !== 0 && low !== high - 1)) return false
  if (spectralStart > 0 && components.length > 1) return false
  for (const { component } of components)
    for (let coefficient = spectralStart; coefficient <= spectralEnd; coefficient++) {
      const before = component.codedDownTo[coefficient] ?? -1
      if (high === 0 ? before !== -1 : before !== high) return false
      component.codedDownTo[coefficient] = low
    }
  return true
}

function markerName(marker: number): string {
  if (marker >= 0xe0 && marker <= 0xef) return `APP${marker - 0xe0}`
  if (marker === 0xfe) return 'COM'
  if (marker >= 0xc0 && marker <= 0xcf) return `SOF${marker - 0xc0}`
  return (
    { [start]: 'SOI', [startOfScan]: 'SOS', 0xdb: 'DQT', 0xc4: 'DHT', 0xdd: 'DRI', 0xdc: 'DNL' }[marker] ??
    `FF${marker.toString(16).toUpperCase()}`
  )
}

/** `APP1 Exif`, `APP2 MPF`: the marker and the identifier its content begins with. */
function applicationName(marker: number, payload: Uint8Array): string {
  const identifier = /^[\w .:/-]{2,40}/.exec(ascii(payload, 0, 40))?.[0] ?? ''
  const name = markerName(marker)
  return name.startsWith('APP') && identifier ? `${name} ${identifier}` : name
}
