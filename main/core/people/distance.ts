import type { Descriptor, KeepPerson } from './types.js'

/** Euclidean distance of two descriptors: 0 for the same picture, about 0.8 between strangers. */
export function distanceBetween(a: Descriptor, b: Descriptor): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    sum += difference * difference
  }
  return Math.sqrt(sum)
}

/**
 * How far a face is from a person: its distance to the middle of the reference pictures. What light, pose and expression
 * add to each picture cancels out in the middle, while strangers stay as far away as they are from one picture; the
 * nearest picture alone would make every further one a chance more for a stranger (measured in docs/people.md).
 */
export const distanceTo = ({ references }: KeepPerson, descriptor: Descriptor): number =>
  references.length === 0 ? Infinity : distanceBetween(middleOf(references), descriptor)

export function middleOf(references: readonly Descriptor[]): Descriptor {
  const middle = new Float32Array(references[0]?.length ?? 0)
  for (const reference of references)
    for (let index = 0; index < middle.length; index++)
      middle[index] = (middle[index] ?? 0) + (reference[index] ?? 0) / references.length
  return middle
}
