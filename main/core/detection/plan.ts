import type { PixelSize } from '../geometry/box.js'
import type { Thoroughness } from './types.js'

/** One look of the network at the whole picture. */
export interface Pass {
  /** Size of what the network sees against the upright picture. */
  readonly scale: number
  readonly mirrored: boolean
  /** Quarter turns clockwise before looking: people who lie down, cameras that were tilted. */
  readonly quarterTurns: 0 | 1 | 3
  /**
   * An anchor is a pass whose confident answers are kept without further evidence, as a plain detector would: no later
   * step may drop them.
   */
  readonly anchor: boolean
  /** Sees the negative of the picture: dark faces against light, as networks know light ones against dark. */
  readonly inverted?: true
  /** How many times wider than high the network sees each pixel; 1 where absent. For faces that narrowed: seen aslant. */
  readonly stretch?: number
  /** Looks only at tiles where a coarser pass suspects a face less high than this, in pixels of the picture; see hints.ts. */
  readonly hintedBelowPx?: number
}

const plain = (scale: number): Pass => ({ scale, mirrored: false, quarterTurns: 0, anchor: false })
const anchor = (scale: number): Pass => ({ ...plain(scale), anchor: true })
const mirrored = (scale: number): Pass => ({ ...plain(scale), mirrored: true })
const turned = (scale: number): Pass[] => [
  { ...plain(scale), quarterTurns: 1 },
  { ...plain(scale), quarterTurns: 3 },
]

/** The side the ranking table was trained at; smaller pictures are enlarged to it, at most twice. */
const trainedSidePx = 1024
/** Above this many pixels the looks at a picture are chosen by their cost, not by its size alone. */
const largePx = 2_600_000
/** No pass shrinks a picture below this: a face that fills it is still 200 px there. */
const smallestSidePx = 250

/** Halves of a large picture: 1, 1/2, 1/4 … down to `smallestSidePx`. */
function halves(side: number, first: number): number[] {
  const scales: number[] = []
  for (let scale = first; side * scale >= smallestSidePx; scale /= 2) scales.push(scale)
  return scales
}

function smallPicturePasses(scale: number, thoroughness: Thoroughness): Pass[] {
  const fast = [anchor(scale), anchor(0.625 * scale), plain(0.3125 * scale)]
  if (thoroughness === 'fast') return fast
  const balanced = [...fast, plain(0.8 * scale), plain(1.25 * scale), mirrored(scale), mirrored(0.625 * scale)]
  return thoroughness === 'balanced'
    ? balanced
    : [...balanced, plain(1.5 * scale), mirrored(1.25 * scale), ...turned(0.625 * scale)]
}

/** Network pixels that `fast` and the other levels spend on a large picture's first look. */
const fastPixels = 500_000
const surveyPixels = 1_250_000
/** Where small faces are suspected, `balanced` looks at this size as well: between the first look and full size lie two octaves. */
const betweenScale = 0.5
/**
 * A hint calls for a closer look where the first one sees it less high than this. In pictures of up to 12 megapixels faces below 32 and
 * 40 px are meant; larger ones are reduced further for the first look, so that in their pixels larger faces are.
 */
const hintedInSurveyPx = { full: 10.3, between: 12.9 } as const
const hintedLeastPx = { full: 32, between: 40 } as const
const areaOf = ({ width, height }: PixelSize): number => width * height

export const isLarge = (size: PixelSize): boolean => areaOf(size) > largePx

/** What a picture is enlarged by before it is looked at. */
export const enlargementOf = ({ width, height }: PixelSize): number =>
  Math.min(2, Math.max(1, trainedSidePx / Math.max(width, height)))

/**
 * Whole at a size of bounded cost, and at halves from there; at full size and half of it, more than all other work together, only where
 * the coarser looks saw a hint of small faces.
 */
function largePicturePasses(size: PixelSize, thoroughness: Thoroughness): Pass[] {
  const side = Math.max(size.width, size.height)
  if (thoroughness === 'fast') {
    const scale = Math.min(0.5, Math.sqrt(fastPixels / areaOf(size)))
    return [anchor(scale), anchor(scale / 2)]
  }
  const survey = thoroughness === 'thorough' ? 0.5 : Math.min(0.5, Math.sqrt(surveyPixels / areaOf(size)))
  const passes: Pass[] = [
    ...finePasses(survey, thoroughness),
    ...halves(side, survey).map((scale) => (scale === survey ? anchor(scale) : plain(scale))),
    mirrored(survey / 2),
    plain(0.3125 * survey),
  ]
  return thoroughness === 'balanced'
    ? passes
    : [...passes, mirrored(1), plain(0.7), mirrored(0.5), ...turned(survey / 2)]
}

/** The looks that see the smallest faces. */
function finePasses(survey: number, thoroughness: Thoroughness): readonly Pass[] {
  if (thoroughness === 'thorough') return [anchor(1)]
  const below = (look: 'full' | 'between'): number => Math.max(hintedLeastPx[look], hintedInSurveyPx[look] / survey)
  const full: Pass = { ...anchor(1), hintedBelowPx: below('full') }
  return survey > 0.9 * betweenScale ? [full] : [full, { ...plain(betweenScale), hintedBelowPx: below('between') }]
}

/** The passes of the first detection over a picture of this size. */
export function detectionPlan(size: PixelSize, thoroughness: Thoroughness): readonly Pass[] {
  return isLarge(size) ? largePicturePasses(size, thoroughness) : smallPicturePasses(enlargementOf(size), thoroughness)
}

/** Network pixels of the gate's first look at a large picture. */
const gatePixels: Readonly<Record<Thoroughness, number>> = {
  fast: fastPixels / 3,
  balanced: 450_000,
  thorough: 550_000,
}

/**
 * The passes of the release gate over a finished picture: mirrored, and at sizes the first detection did not use, so
 * that the two do not fail alike.
 */
export function verificationPlan(size: PixelSize, thoroughness: Thoroughness): readonly Pass[] {
  const large = isLarge(size)
  const first = large ? Math.min(0.45, Math.sqrt(gatePixels[thoroughness] / areaOf(size))) : 0.9 * enlargementOf(size)
  const passes = thoroughness === 'fast' ? [mirrored(first)] : [mirrored(first), mirrored(0.45 * first)]
  return thoroughness === 'thorough' ? [...passes, plain(0.7 * first), ...turned(0.5 * first)] : passes
}

/** The passes of a model that the user added: whole, and as large as one look allows. */
export function addedModelPlan(size: PixelSize, longestPx = tilePx): readonly Pass[] {
  const side = Math.max(size.width, size.height)
  const whole = Math.min(1, longestPx / side)
  const fine = Math.min(1, tilePx / side)
  return fine > 1.2 * whole ? [plain(whole), plain(fine)] : [plain(whole)]
}

/** A stretch of a side, in pixels of the scaled picture. */
export interface Span {
  readonly start: number
  readonly length: number
}

/** Longest side of what one run of the network sees; bounds its memory at about 2.5 megapixels. */
const tilePx = 1600
/** Longest side of a tile that is looked at only on a hint: small, so that little is looked at for nothing. */
export const hintedTilePx = 768
/** Overlap of neighbouring tiles; a face up to this size lies whole in one. Larger ones are seen at a smaller scale. */
const overlapPx = 96
/** The network's coarsest stride. */
const stridePx = 32

/** Cuts a side into overlapping tiles of equal length, a multiple of the network's stride. */
export function tilesOf(sidePx: number, longestPx = tilePx): readonly Span[] {
  if (sidePx <= longestPx) return [{ start: 0, length: sidePx }]
  const count = Math.ceil((sidePx - overlapPx) / (longestPx - overlapPx))
  const length = Math.min(longestPx, Math.ceil((sidePx + (count - 1) * overlapPx) / count / stridePx) * stridePx)
  return Array.from({ length: count }, (_, index) => ({
    start: Math.round((index * (sidePx - length)) / (count - 1)),
    length,
  }))
}
