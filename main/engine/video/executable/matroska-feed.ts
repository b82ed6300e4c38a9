import type { PlanarPicture } from '../../../core/video/planar.js'
import type { OutputLook } from '../video-codec.js'

/**
 * Uncoded pictures with their times, as Matroska on a pipe (RFC 9559): `rawvideo` carries no times. The clock counts
 * nanoseconds, which hold every tick of a finished video's clock exactly enough to be rounded back to it.
 */
export const nanosecondsPerSecond = 1_000_000_000n

/** The pixel formats by the names that FFmpeg knows them under in Matroska. */
const fourCharacters = {
  '420 8': Buffer.from('I420', 'latin1'),
  '420 10': Buffer.from([0x59, 0x33, 11, 10]),
  '444 8': Buffer.from('444P', 'latin1'),
  '444 10': Buffer.from([0x59, 0x33, 0, 10]),
} as const

/** By FFmpeg's numbers, across and down. 1: samples lie at the edge of what they stand for, 2: in its middle. */
const chromaPlaces: readonly (readonly [number, number] | undefined)[] = [undefined, [1, 2], [2, 2], [1, 1], [2, 1]]

/** Everything before the first picture. */
export function matroskaHead(look: OutputLook): Buffer {
  const { width, height, layout, colors, framesPerSecond } = look
  const chroma = chromaPlaces[colors.chromaLocation]
  const color = [
    number(0x55b1, colors.matrix),
    number(0x55b9, colors.range),
    number(0x55ba, colors.transfer),
    number(0x55bb, colors.primaries),
    ...(chroma ? [number(0x55b7, chroma[0]), number(0x55b8, chroma[1])] : []),
  ]
  const video = [
    number(0xb0, width),
    number(0xba, height),
    element(0x2eb524, fourCharacters[`${layout.chroma} ${layout.bits}`]),
    element(0x55b0, ...color),
  ]
  const track = [
    ...[number(0xd7, 1), number(0x73c5, 1), number(0x83, 1), number(0x9c, 0)],
    element(0x86, Buffer.from('V_UNCOMPRESSED', 'latin1')),
    number(0x23e383, Math.round(1e9 / framesPerSecond)),
    element(0xe0, ...video),
  ]
  return Buffer.concat([
    element(
      0x1a45dfa3,
      ...[number(0x4286, 1), number(0x42f7, 1), number(0x42f2, 4), number(0x42f3, 8)],
      ...[element(0x4282, Buffer.from('matroska', 'latin1')), number(0x4287, 4), number(0x4285, 2)],
    ),
    // A segment of open length.
    Buffer.from('1853806701ffffffffffffff', 'hex'),
    element(0x1549a966, number(0x2ad7b1, 1)),
    element(0x1654ae6b, element(0xae, ...track)),
  ])
}

/** What stands before the samples of a picture, and what behind them. */
export function aroundPicture(
  { data }: Pick<PlanarPicture, 'data'>,
  nanoseconds: bigint,
  durationNanoseconds: bigint,
): { readonly before: Buffer; readonly after: Buffer } {
  const time = bigNumber(0xe7, nanoseconds)
  const after = bigNumber(0x9b, durationNanoseconds)
  const blockHead = Buffer.from([0x81, 0, 0, 0])
  const blockBytes = blockHead.length + data.byteLength
  const groupBytes = head(0xa1, blockBytes).length + blockBytes + after.length
  const clusterBytes = time.length + head(0xa0, groupBytes).length + groupBytes
  const before = [head(0x1f43b675, clusterBytes), time, head(0xa0, groupBytes), head(0xa1, blockBytes), blockHead]
  return { before: Buffer.concat(before), after }
}

function head(id: number, length: number): Buffer {
  const idBytes = Buffer.alloc(4)
  idBytes.writeUInt32BE(id)
  const lengthBytes = Buffer.alloc(8)
  lengthBytes.writeBigUInt64BE(BigInt(length) | (1n << 56n))
  return Buffer.concat([idBytes.subarray(idBytes.findIndex((byte) => byte !== 0)), lengthBytes])
}

const element = (id: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([head(id, body.length), body])
}

const number = (id: number, value: number): Buffer => bigNumber(id, BigInt(value))

function bigNumber(id: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return element(id, bytes)
}
