import { suppress } from '../../core/detection/merge.js'
import type { Pass } from '../../core/detection/plan.js'
import { hintedTilePx, tilesOf } from '../../core/detection/plan.js'
import { hintsOf, isCentredIn } from '../../core/detection/hints.js'
import type { PassProposals, PixelBox, Proposal } from '../../core/detection/proposal.js'
import type { RgbImage } from '../../core/ports.js'
import type { Network } from './network.js'
import type { PlaneMemory, Tile } from './planes.js'
import { backToPicture, planesOf, scaled, withPlaneMemory } from './planes.js'

/** Answers below this are noise. The decision is not made here. */
export const proposalScore = 0.003

function tilesOfPicture({ width, height }: RgbImage, longestWidthPx?: number, longestHeightPx?: number): Tile[] {
  const columns = tilesOf(width, longestWidthPx)
  return tilesOf(height, longestHeightPx).flatMap((rows) => columns.map((span) => ({ columns: span, rows })))
}

/** The tile as a part of the picture, in the picture's pixels. */
const windowOf = ({ columns, rows }: Tile, { scale, stretch = 1 }: Pass): PixelBox => ({
  left: columns.start / scale / stretch,
  top: rows.start / scale,
  right: (columns.start + columns.length) / scale / stretch,
  bottom: (rows.start + rows.length) / scale,
})

async function runPass(
  signal: AbortSignal,
  network: Network,
  image: RgbImage,
  source: RgbImage,
  pass: Pass,
  tiles: readonly Tile[],
  minScore: number,
  memory: PlaneMemory,
  onTile: (pixels: number) => void,
): Promise<Proposal[]> {
  const found: Proposal[] = []
  const scaleX = source.width / image.width
  const scaleY = source.height / image.height
  for (const tile of tiles) {
    signal.throwIfAborted()
    const planes = planesOf(image, tile, pass, network.head.input, network.fixedInput, memory)
    for (const { box, score } of await network.propose(planes, minScore)) {
      const { left, top, right, bottom } = backToPicture(box, tile, pass)
      found.push({
        box: { left: left * scaleX, top: top * scaleY, right: right * scaleX, bottom: bottom * scaleY },
        score,
      })
    }
    onTile(tile.columns.length * tile.rows.length)
  }
  return suppress(found)
}

/** Looks once at a picture as it is. `memory` is used for one look at a time, so that no look has to wait for new memory. */
export function lookOnce(
  signal: AbortSignal,
  network: Network,
  image: RgbImage,
  mirrored: boolean,
  memory: PlaneMemory,
): Promise<Proposal[]> {
  const { width, height } = network.fixedInput ?? {}
  const pass: Pass = { scale: 1, mirrored, quarterTurns: 0, anchor: true }
  const tiles = tilesOfPicture(image, width, height)
  return runPass(signal, network, image, image, pass, tiles, proposalScore, memory, () => undefined)
}

/** A picture at the scales that were looked at so far, to make further ones of. */
export type ScaledImages = Map<number, RgbImage>

/** Runs the passes over the picture, largest first, each scale made out of a larger one already at hand. */
export async function runPasses(
  signal: AbortSignal,
  network: Network,
  source: RgbImage,
  passes: readonly Pass[],
  minScore: number,
  onProgress: (share: number) => void = () => undefined,
  atHand: ScaledImages = new Map<number, RgbImage>([[1, source]]),
): Promise<PassProposals[]> {
  const work =
    passes.reduce((sum, { scale, stretch = 1 }) => sum + scale * scale * stretch, 0) * source.width * source.height
  let done = 0
  const onTile = (pixels: number): void => onProgress(Math.min(1, (done += pixels) / work))
  const isHinted = (pass: Pass): boolean => pass.hintedBelowPx !== undefined
  const order = passes
    .map((pass, index) => ({ pass, index }))
    .sort((a, b) => Number(isHinted(a.pass)) - Number(isHinted(b.pass)) || b.pass.scale - a.pass.scale)
  const { width, height } = network.fixedInput ?? {}
  return withPlaneMemory(async (memory) => {
    const results: PassProposals[] = []
    for (const { pass, index } of order) {
      signal.throwIfAborted()
      const { hintedBelowPx } = pass
      const hints = hintedBelowPx === undefined ? undefined : hintsOf(results, hintedBelowPx)
      // Where nothing is looked at, the picture need not be brought to this size either.
      const image = hints?.length === 0 ? undefined : await imageAt(atHand, source, pass)
      const tiles = !image
        ? []
        : hints
          ? hintedTiles(image, pass, hints, width, height)
          : tilesOfPicture(image, width, height)
      const proposals = image
        ? await runPass(signal, network, image, source, pass, tiles, minScore, memory, onTile)
        : []
      const windows = tiles.map((tile) => windowOf(tile, pass))
      results.push({ pass: index, proposals, ...(hints ? { windows } : {}) })
    }
    return results
  })
}

/** The picture as a pass sees it, out of the next larger one at hand. */
async function imageAt(atHand: ScaledImages, source: RgbImage, { scale, stretch }: Pass): Promise<RgbImage> {
  if (stretch !== undefined) return scaled(source, scale, stretch)
  const known = atHand.get(scale)
  if (known) return known
  // Halving twice loses nothing against dividing by four; anything in between would.
  const from = Math.min(1, ...[...atHand.keys()].filter((other) => other <= 1 && other >= 2 * scale))
  const image = await scaled(atHand.get(from) ?? source, scale / from)
  atHand.set(scale, image)
  return image
}

/** Tiles in which one of the hints lies. */
function hintedTiles(
  image: RgbImage,
  pass: Pass,
  hints: readonly PixelBox[],
  width = hintedTilePx,
  height = hintedTilePx,
): Tile[] {
  return tilesOfPicture(image, Math.min(width, hintedTilePx), Math.min(height, hintedTilePx)).filter((tile) => {
    const window = windowOf(tile, pass)
    return hints.some((hint) => isCentredIn(hint, window))
  })
}
