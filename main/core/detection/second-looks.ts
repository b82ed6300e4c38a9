import type { PixelSize } from '../geometry/box.js'
import type { Pass } from './plan.js'
import { enlargementOf, isLarge } from './plan.js'
import type { Thoroughness } from './types.js'

/**
 * Looks beside the ranking: what they say is not weighed with the other passes but, where it is clear, stands by
 * itself. They find what all passes of the plan miss alike; see docs/detection.md for what each of them brings.
 */
export interface LoneLook {
  readonly pass: Pass
  /** Score from which an answer is covered in a crowd, and in a picture with no other face. */
  readonly minScore: number
  readonly minScoreAlone: number
  /** Heights it is trusted with, as shares of the picture's longer side. */
  readonly leastShare: number
  readonly highestShare: number
}

const plain = (scale: number): Pass => ({ scale, mirrored: false, quarterTurns: 0, anchor: false })

/** The negative: dark faces, faces against the light, a face guard under a white helmet. */
const inverted = (scale: number): LoneLook => ({
  pass: { ...plain(0.625 * scale), inverted: true },
  minScore: 0.3,
  minScoreAlone: 0.3,
  leastShare: 0,
  highestShare: 0.1,
})

/** Twice as wide: faces aslant, on banners and behind others, of which little more than a strip is seen. */
const stretched = (scale: number): LoneLook => ({
  pass: { ...plain(0.625 * scale), stretch: 2 },
  minScore: 0.2,
  minScoreAlone: 0.5,
  leastShare: 0,
  highestShare: 0.1,
})

/** From far away, where hair, hand and blur no longer hide that something is a head: close-ups, 16 px high there. */
const far = (scale: number): LoneLook => ({
  pass: plain(0.2 * scale),
  minScore: 0.3,
  minScoreAlone: 0.3,
  leastShare: 0.08,
  highestShare: 1,
})

/**
 * The looks of the face network, `before` and `after` people were asked for. A large picture is seen at many more
 * scales as it is, and each further look at it costs more than it finds.
 */
export function loneLooks(
  size: PixelSize,
  thoroughness: Thoroughness,
): { readonly before: readonly LoneLook[]; readonly after: readonly LoneLook[] } {
  if (thoroughness === 'fast' || isLarge(size)) return { before: [], after: [] }
  const scale = enlargementOf(size)
  return { before: [inverted(scale), stretched(scale)], after: [far(scale)] }
}

/** Network pixels of the look for people in a large picture: as many as in a small one. */
const peoplePixels = 270_000

/** The one look for people as a whole; `fast` does without. */
export function peopleLook(size: PixelSize, thoroughness: Thoroughness): Pass | undefined {
  if (thoroughness === 'fast') return undefined
  return plain(isLarge(size) ? Math.sqrt(peoplePixels / (size.width * size.height)) : 0.625 * enlargementOf(size))
}
