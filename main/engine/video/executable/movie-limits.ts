import type { ByteSource } from '../../structure/byte-source.js'
import { ascii, u32be } from '../../structure/bytes.js'
import type { Box } from '../../structure/iso-boxes.js'
import { readBoxes } from '../../structure/iso-boxes.js'
import { readMovie } from '../movie-extent.js'
import { beyondProgram } from './beyond.js'

/**
 * Boxes that a description of coded pictures may hold: what the decoder needs, shapes, colours, rates, and HDR numbers,
 * which the copy loses by either way. Not `clap`, which crops, nor `lhvC`, whose second layer may be transparency: old
 * versions of FFmpeg pass over them in silence.
 */
const harmlessBoxes = new Set(
  [
    'avcC',
    'hvcC',
    'vpcC',
    'av1C',
    'esds',
    'pasp',
    'colr',
    'btrt',
    'fiel',
    'gama',
    'clli',
    'mdcv',
    'SmDm',
    'CoLL',
  ].concat(['dvcC', 'dvvC', 'amve', 'chrm', 'uuid', 'free']),
)

/** Bytes of a `VisualSampleEntry` before its boxes (ISO/IEC 14496-12, 12.1.3.2). */
const entryBytes = 86

/**
 * What decides which pictures of a movie are shown and how, and is read by FFmpeg in ways that differ by version, is read
 * here; what is not plain is refused. Returns how many pictures the track holds; undefined where fragments hold them.
 */
export async function checkMovie(source: ByteSource): Promise<number | undefined> {
  const movie = await readMovie(source)
  if (!movie) throw beyondProgram('a movie without tables at its own level')
  const { boxes } = readBoxes(movie, 8, movie.length)
  const tracks = boxes.filter(({ type }) => type === 'trak').map((track) => new Track(movie, track))
  const [track, ...others] = tracks.filter(({ handler }) => handler === 'vide')
  if (!track || others.length > 0) throw beyondProgram('a movie that has not exactly one track of pictures')
  checkEntry(movie, track)
  const isFragmented = boxes.some(({ type }) => type === 'mvex')
  checkEdits(movie, track, isFragmented)
  if (isFragmented) return undefined
  const sizes = track.inside('mdia', 'minf', 'stbl', 'stsz')
  if (!sizes) throw beyondProgram('a movie without a table of sizes')
  return u32be(movie, sizes.body + 8)
}

class Track {
  readonly #bytes: Uint8Array
  readonly #box: Box

  constructor(bytes: Uint8Array, box: Box) {
    this.#bytes = bytes
    this.#box = box
  }

  get handler(): string {
    const box = this.inside('mdia', 'hdlr')
    return box ? ascii(this.#bytes, box.body + 8, 4) : ''
  }

  inside(...types: readonly string[]): Box | undefined {
    let box: Box | undefined = this.#box
    for (const wanted of types) {
      if (!box) return undefined
      box = readBoxes(this.#bytes, box.body, box.end).boxes.find(({ type }) => type === wanted)
    }
    return box
  }
}

function checkEntry(bytes: Uint8Array, track: Track): void {
  const descriptions = track.inside('mdia', 'minf', 'stbl', 'stsd')
  const [entry, ...others] = descriptions ? readBoxes(bytes, descriptions.body + 8, descriptions.end).boxes : []
  if (!entry || others.length > 0) throw beyondProgram('a track whose coding changes')
  // Four zeros may end the list (QuickTime).
  for (const { type } of readBoxes(bytes, entry.start + entryBytes, entry.end).boxes)
    if (!harmlessBoxes.has(type)) throw beyondProgram(`a track described by ${type}`)
}

/** Plain is a pause at the beginning, then the whole track at its own speed (ISO/IEC 14496-12, 8.6.6). */
function checkEdits(bytes: Uint8Array, track: Track, isFragmented: boolean): void {
  const box = track.inside('edts', 'elst')
  if (!box) return
  const isLong = bytes[box.body] === 1
  const size = isLong ? 20 : 12
  const count = u32be(bytes, box.body + 4)
  let shown = 0
  for (let index = 0; index < count; index++) {
    const at = box.body + 8 + index * size
    if (at + size > box.end) throw beyondProgram('an edit list without end')
    const isPause = u32be(bytes, at + (isLong ? 8 : 4)) === 0xffffffff
    const hasOwnSpeed = u32be(bytes, at + size - 4) === 0x10000
    if (isPause ? shown > 0 : !hasOwnSpeed || ++shown > 1) throw beyondProgram('an edit list that rearranges pictures')
    const isOpen = u32be(bytes, at) === 0 && (!isLong || u32be(bytes, at + 4) === 0)
    if (isFragmented && !isPause && !isOpen) throw beyondProgram('an edit list over fragments')
  }
}
