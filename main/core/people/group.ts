import { distanceBetween } from './distance.js'
import { keepPolicy } from './policy.js'
import type { Descriptor } from './types.js'

/** One appearance of somebody in one frame of one item of a job. */
export interface Appearance {
  /** The item it belongs to. */
  readonly item: string
  /** The frame in it; two faces of one frame are two people. */
  readonly frame: number
  readonly descriptor: Descriptor
}

interface Group {
  readonly members: number[]
  readonly places: Set<string>
  /** Sum of the members' descriptors, and of their squared lengths. */
  readonly sum: Float64Array
  squares: number
}

/**
 * Groups appearances of the same person over a batch; returns the indices of each group's members, largest group first.
 * Nearest pairs are joined first, as long as the mean squared distance between the two groups stays within the limit
 * (average linkage) and no frame would show the person twice: chains through look-alikes do not form.
 */
export function groupAppearances(
  appearances: readonly Appearance[],
  limit: number = keepPolicy.groupDistance,
): readonly (readonly number[])[] {
  const groups: (Group | undefined)[] = appearances.map(({ item, frame, descriptor }, index) => ({
    members: [index],
    places: new Set([`${item}/${frame}`]),
    sum: Float64Array.from(descriptor),
    squares: dot(descriptor, descriptor),
  }))
  const groupOf = appearances.map((_, index) => index)
  for (const { a, b } of pairsWithin(appearances, limit)) {
    const [first, second] = [groupOf[a] ?? a, groupOf[b] ?? b]
    const [into, from] = [groups[first], groups[second]]
    if (first === second || !into || !from) continue
    if (meanSquaredDistance(into, from) > limit * limit || sharesPlace(into, from)) continue
    join(into, from)
    for (const member of from.members) groupOf[member] = first
    groups[second] = undefined
  }
  return groups
    .flatMap((group) => (group ? [group.members.sort((x, y) => x - y)] : []))
    .sort((x, y) => y.length - x.length || (x[0] ?? 0) - (y[0] ?? 0))
}

function pairsWithin(appearances: readonly Appearance[], limit: number): readonly { a: number; b: number }[] {
  const pairs: { a: number; b: number; distance: number }[] = []
  for (const [a, first] of appearances.entries())
    for (let b = a + 1; b < appearances.length; b++) {
      const second = appearances[b]
      if (!second || (second.item === first.item && second.frame === first.frame)) continue
      const distance = distanceBetween(first.descriptor, second.descriptor)
      if (distance <= limit) pairs.push({ a, b, distance })
    }
  return pairs.sort((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b)
}

/** Mean over all pairs between the two groups, without going through them. */
function meanSquaredDistance(one: Group, other: Group): number {
  const [count, otherCount] = [one.members.length, other.members.length]
  return one.squares / count + other.squares / otherCount - (2 * dot(one.sum, other.sum)) / (count * otherCount)
}

function sharesPlace(one: Group, other: Group): boolean {
  for (const place of other.places) if (one.places.has(place)) return true
  return false
}

function join(into: Group, from: Group): void {
  into.members.push(...from.members)
  for (const place of from.places) into.places.add(place)
  for (let index = 0; index < into.sum.length; index++)
    into.sum[index] = (into.sum[index] ?? 0) + (from.sum[index] ?? 0)
  into.squares += from.squares
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}
