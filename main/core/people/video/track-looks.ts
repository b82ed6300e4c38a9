import type { Box, PixelSize } from '../../geometry/box.js'
import type { FoundTrack } from '../../review/found-media.js'
import { isGoodEnough } from '../policy.js'
import type { FaceDescription } from '../types.js'
import { isLargeEnough } from './recognizer.js'

/** A face at a moment at which it was seen. */
export interface TrackLook {
  readonly seconds: number
  readonly box: Box
}

/** A track is looked at so often, spread over its life: each look costs as much as a face of a photo. */
const looksPerTrack = 4

/** The moments at which a track says most about who it is: in each quarter of them the one with the largest face. */
export function tellingLooks({ keyframes }: Pick<FoundTrack, 'keyframes'>, size: PixelSize): readonly TrackLook[] {
  const large = keyframes.filter(({ box }) => isLargeEnough(box, size))
  const parts = Math.min(looksPerTrack, large.length)
  return Array.from({ length: parts }, (_, part) =>
    large
      .slice(Math.floor((part * large.length) / parts), Math.floor(((part + 1) * large.length) / parts))
      .reduce((best, look) => (look.box.height > best.box.height ? look : best)),
  )
}

/**
 * What a track looks like on the average of its good looks, or of all where none is good; undefined where nothing was seen. A
 * copy, to be overwritten by whoever asked.
 */
export function descriptionOfTrack(
  looks: readonly (FaceDescription | undefined)[],
): { readonly descriptor: Float32Array; readonly telling: boolean } | undefined {
  const seen = looks.flatMap((look) => look ?? [])
  const good = seen.filter(({ quality }) => isGoodEnough(quality))
  const used = good.length > 0 ? good : seen
  const [first] = used
  if (!first) return undefined
  const mean = (_: number, index: number): number =>
    used.reduce((sum, { descriptor }) => sum + (descriptor[index] ?? 0), 0) / used.length
  return { descriptor: first.descriptor.map(mean), telling: good.length > 0 }
}
