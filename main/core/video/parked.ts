import type { CoverExtent } from '../people/cover-more.js'
import type { KeptPerson } from '../review/kept-tracks.js'
import type { Thoroughness } from '../detection/types.js'

/** Boxes that a network saw, frame by frame, packed as a `FrameRecord` packs them. */
export interface ParkedLooks {
  /** The frames that were looked at. */
  readonly frames: Uint32Array
  /** Where the numbers of each of them end. */
  readonly ends: Uint32Array
  readonly numbers: Int16Array
}

/** What one pass over all frames recorded, as plain numbers. */
export interface ParkedRecord {
  readonly pixelAspect: { readonly num: number; readonly den: number } | undefined
  /** When each frame is shown, in ticks of the source's time base. */
  readonly ticks: BigInt64Array
  /** How long the last frame is shown, in the same ticks; 0 where the stream does not say. */
  readonly lastDurationTicks: bigint
  /** How the picture moved before each frame: across, down, and 1 for a cut. */
  readonly motions: Float64Array
  readonly frames: ParkedLooks
  /** How many of these were looks in full, and how many glimpses. */
  readonly looks: { readonly full: number; readonly glimpse: number }
  readonly people: ParkedLooks
  readonly bodies: ParkedLooks
}

/**
 * What is known of a video that was looked through and closed until all others of its job were: a process each would
 * take hundreds of megabytes, a second look as long as the first. Times and places alone, no pixel and no descriptor.
 */
export interface ParkedVideo {
  readonly record: ParkedRecord
  readonly thoroughness: Thoroughness
  readonly extent: CoverExtent
  readonly kept: readonly KeptPerson[]
  /** Covered tracks that may be somebody to keep. */
  readonly perhaps: number | undefined
}
