import { keepFloor } from '../../../main/core/people/policy.js'
import type { Descriptor, FaceDescription, FaceQuality } from '../../../main/core/people/types.js'
import { descriptorLength } from '../../../main/core/people/types.js'

/** A descriptor at a place on the first two axes: distances in tests are those of the plane. */
export const descriptorAt = (x: number, y = 0): Descriptor => {
  const descriptor = new Float32Array(descriptorLength)
  descriptor[0] = x
  descriptor[1] = y
  return descriptor
}

export const goodQuality: FaceQuality = { sizePx: 200, turn: 0, sharpness: 1, misfit: 0, unsteadiness: 0 }

export const described = (x: number, quality: Partial<FaceQuality> = {}): FaceDescription => ({
  descriptor: descriptorAt(x),
  quality: { ...goodQuality, ...quality },
})

/** One quality each below what is good enough. */
export const poorQualities: readonly Partial<FaceQuality>[] = [
  { sizePx: keepFloor.sizePx - 1 },
  { turn: keepFloor.turn + 0.01 },
  { sharpness: keepFloor.sharpness - 0.01 },
  { misfit: keepFloor.misfit + 0.01 },
  { unsteadiness: keepFloor.unsteadiness + 0.01 },
]
