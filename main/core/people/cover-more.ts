import type { RedactRequest } from '../contract/requests.js'
import type { DetectedFace, FrameFaces } from '../detection/types.js'
import type { Box, PixelRect, PixelSize } from '../geometry/box.js'
import { areaOf, grow, overlapArea } from '../geometry/box.js'
import type { ItemFailure } from '../job/reasons.js'
import type { MediaInfo } from '../ports.js'
import type { PeopleFinder } from './ports.js'
import type { FramePlan } from '../redaction/types.js'
import type { Result } from '../result.js'
import { ok } from '../result.js'
import { asHeads, headOfPerson, isFaceOf, withoutFace } from './head-region.js'
import type { FramePeople, KeptFace } from './types.js'
import { keptFrames } from './types.js'

/** What is covered of everybody who is covered. */
export type CoverExtent = RedactRequest['cover']

/** What is covered beside the boxes of the faces. */
export interface MoreCover {
  readonly regions: readonly FrameFaces[]
  readonly bareHeads: number
}

/** Looks for whole people, where the request covers more than faces. */
export async function findMoreCover(
  signal: AbortSignal,
  media: PeopleFinder & { readonly info: MediaInfo },
  extent: CoverExtent,
  covered: readonly FrameFaces[],
  kept: readonly Pick<KeptFace, 'frame' | 'box'>[],
): Promise<Result<MoreCover, ItemFailure>> {
  if (extent === 'faces') return ok({ regions: [], bareHeads: 0 })
  const found = await media.detectPeople(signal)
  if (!found.ok) return found
  const visible = keptFrames(kept)
  const bare = withoutFace(found.value, [...covered, ...visible])
  const regions =
    extent === 'people'
      ? wholePeople(found.value, covered, visible)
      : bare.map(({ frame, person }) => ({
          frame,
          faces: [{ ...person, box: headOfPerson(person.box, aspectOf(media.info.frames[frame])) }],
        }))
  return ok({ regions, bareHeads: bare.length })
}

const aspectOf = (size: PixelSize | undefined): number => (size ? size.width / size.height : 1)

/** The least growth of a cover is meant for faces: a body's box is taken in first, so that it ends a little larger. */
const bodyGrowth = -0.18

/** All people but those whose only face stays visible. */
function wholePeople(
  found: readonly FramePeople[],
  covered: readonly FrameFaces[],
  visible: readonly FrameFaces[],
): readonly FrameFaces[] {
  const has = (of: readonly FrameFaces[], frame: number, person: DetectedFace): boolean =>
    of.some((entry) => entry.frame === frame && entry.faces.some(({ box }) => isFaceOf(person.box, box)))
  return found.map(({ frame, people }) => ({
    frame,
    faces: people
      .filter((person) => has(covered, frame, person) || !has(visible, frame, person))
      .map((person) => ({ ...person, box: grow(person.box, bodyGrowth) })),
  }))
}

/** What is drawn for a set of covered faces: their boxes, or their heads. */
export const regionsFor = (extent: CoverExtent, faces: readonly FrameFaces[]): readonly FrameFaces[] =>
  extent === 'faces' ? faces : asHeads(faces)

/** A face of which more than this lies under covers cannot be said to be visible. */
const hiddenShare = 0.5

/** The kept faces that the plan leaves to be seen: where a neighbour's cover reaches over one, the cover wins. */
export function stillVisible(
  kept: readonly KeptFace[],
  plan: readonly FramePlan[],
  sizes: readonly PixelSize[],
): readonly KeptFace[] {
  return kept.filter(({ frame, box }) => {
    const size = sizes[frame]
    const parts = plan.find((entry) => entry.frame === frame)?.regions.flatMap((region) => region.parts) ?? []
    return size === undefined || coveredArea(box, parts, size) <= hiddenShare * areaOf(box)
  })
}

/** Area of the box under the parts, which may overlap: summed over the strips between their edges. */
function coveredArea(box: Box, parts: readonly PixelRect[], size: PixelSize): number {
  const boxes = parts
    .map(({ left, top, width, height }) => ({
      x: left / size.width,
      y: top / size.height,
      width: width / size.width,
      height: height / size.height,
    }))
    .filter((part) => overlapArea(part, box) > 0)
  const edges = [...new Set(boxes.flatMap(({ x, width }) => [x, x + width]).concat(box.x, box.x + box.width))]
    .filter((edge) => edge >= box.x && edge <= box.x + box.width)
    .sort((a, b) => a - b)
  let area = 0
  for (const [index, right] of edges.entries()) {
    const left = edges[index - 1]
    if (left === undefined) continue
    const across = boxes.filter(({ x, width }) => x <= left && x + width >= right)
    area += (right - left) * coveredHeight(box, across)
  }
  return area
}

function coveredHeight(box: Box, across: readonly Box[]): number {
  let covered = 0
  let from = box.y
  for (const { y, height } of [...across].sort((a, b) => a.y - b.y)) {
    const to = Math.min(box.y + box.height, y + height)
    covered += Math.max(0, to - Math.max(from, y))
    from = Math.max(from, to)
  }
  return covered
}
