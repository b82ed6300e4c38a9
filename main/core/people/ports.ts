import type { FrameFaces, Thoroughness } from '../detection/types.js'
import type { ItemFailure } from '../job/reasons.js'
import type { Result } from '../result.js'
import type { FrameDescriptions, FramePeople } from './types.js'

/** What can be asked of an open picture about the people in it. Each question loads its networks when first asked. */
export interface PeopleFinder {
  /** What the given faces look like, frame by frame. */
  describe(
    signal: AbortSignal,
    found: readonly FrameFaces[],
  ): Promise<Result<readonly FrameDescriptions[], ItemFailure>>
  /**
   * Looks once more around faces that will stay visible, with these painted out: a neighbour of whom only the cover of
   * the visible face was known to hide him must be found by himself. Brings faces other than the given ones.
   */
  detectAround(
    signal: AbortSignal,
    visible: readonly FrameFaces[],
    thoroughness: Thoroughness,
  ): Promise<Result<readonly FrameFaces[], ItemFailure>>
  /** People as a whole, in every frame. */
  detectPeople(signal: AbortSignal): Promise<Result<readonly FramePeople[], ItemFailure>>
}
