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
 * How far a face is from a person: the mean of its distances to the reference pictures. The nearest alone would make
 * every further picture of a person one more chance for a stranger.
 */
export function distanceTo(person: KeepPerson, descriptor: Descriptor): number {
  const distances = person.references.map((reference) => distanceBetween(reference, descriptor))
  return distances.length === 0 ? Infinity : distances.reduce((sum, value) => sum + value, 0) / distances.length
}
