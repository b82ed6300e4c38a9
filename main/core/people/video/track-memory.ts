import { distanceTo } from '../distance.js'
import { isGoodEnough, keepPolicy } from '../policy.js'
import type { Descriptor, FaceDescription, KeepPerson } from '../types.js'

/** A face counts for others of its frame as it was last described, if that is no longer ago: a stranger, and one who is near somebody to keep. */
const farSeconds = 1
const closeSeconds = 0.1

/** Descriptors of one track that are good enough to be compared, summed up. */
interface Sum {
  readonly descriptor: Descriptor
  count: number
}

/** What the faces of a video look like: in memory, from the first look to `wipe`. Tracks go by their index. */
export class TrackMemory {
  readonly #people: readonly KeepPerson[]
  readonly #last = new Map<number, { readonly seconds: number; readonly description: FaceDescription | undefined }>()
  readonly #sure = new Map<number, Sum>()
  readonly #others = new Map<number, Sum>()

  constructor(people: readonly KeepPerson[]) {
    this.#people = people
  }

  /** The last look at a track. */
  note(track: number, seconds: number, description: FaceDescription | undefined): void {
    this.#last.get(track)?.description?.descriptor.fill(0)
    this.#last.set(track, { seconds, description })
  }

  descriptionOf(track: number): FaceDescription | undefined {
    return this.#last.get(track)?.description
  }

  /** Whether a track need not be described again for the sake of others in its frame. */
  isFresh(track: number, seconds: number): boolean {
    const last = this.#last.get(track)
    if (!last) return false
    const isFar = !last.description || this.#distance(last.description.descriptor) > keepPolicy.perhapsDistance
    return seconds - last.seconds < (isFar ? farSeconds : closeSeconds)
  }

  /** Remembers a face for the comparison with other files, where its picture is good enough. */
  add(track: number, { descriptor, quality }: FaceDescription, isSure: boolean): void {
    if (!isGoodEnough(quality)) return
    const sums = isSure ? this.#sure : this.#others
    const sum = sums.get(track) ?? { descriptor: new Float32Array(descriptor.length), count: 0 }
    for (let index = 0; index < descriptor.length; index++)
      sum.descriptor[index] = (sum.descriptor[index] ?? 0) + (descriptor[index] ?? 0)
    sum.count++
    sums.set(track, sum)
  }

  /** The mean of what was surely a person to keep in these tracks. */
  sureIn(tracks: readonly number[]): Descriptor | undefined {
    return meanOf(tracks.flatMap((track) => this.#sure.get(track) ?? []))
  }

  /** The mean of all that was seen well enough of a track. */
  seenIn(track: number): Descriptor | undefined {
    return meanOf([this.#sure, this.#others].flatMap((sums) => sums.get(track) ?? []))
  }

  /** Overwrites all of it. */
  wipe(): void {
    for (const { description } of this.#last.values()) description?.descriptor.fill(0)
    for (const { descriptor } of [...this.#sure.values(), ...this.#others.values()]) descriptor.fill(0)
  }

  #distance(descriptor: Descriptor): number {
    return Math.min(...this.#people.map((person) => distanceTo(person, descriptor)))
  }
}

function meanOf(sums: readonly Sum[]): Descriptor | undefined {
  const count = sums.reduce((total, sum) => total + sum.count, 0)
  const [first] = sums
  if (!first || count === 0) return undefined
  return first.descriptor.map(
    (_, index) => sums.reduce((total, sum) => total + (sum.descriptor[index] ?? 0), 0) / count,
  )
}
