import type { FaceIdentifier } from '../../core/ports.js'
import type { KeepPerson } from '../../core/people/types.js'
import { KeptTrackCheck } from '../../core/people/video/kept-track-check.js'
import type { Recognition } from '../../core/people/video/video-recognizer.js'
import { VideoRecognizer } from '../../core/people/video/video-recognizer.js'
import type { KeptPerson } from '../../core/review/kept-tracks.js'
import type { TrackedPiece } from '../../core/video/tracking/track-faces.js'
import type { LookedVideo } from './look-again.js'
import { lookAgain } from './look-again.js'

/** A video in which everybody was followed. */
interface FollowedOrder extends LookedVideo {
  readonly pieces: () => Iterable<TrackedPiece>
  readonly secondsAt: (frame: number) => number
}

/** Who is looked for in which video. */
export interface RecognizeOrder extends FollowedOrder {
  /** Names the video among the files it is compared with. */
  readonly item: string
  readonly people: readonly KeepPerson[]
}

/** Looks for people in the original, as far as somebody may be recognised in it. */
export const recognizeInVideo = (
  signal: AbortSignal,
  { pieces, secondsAt, item, people, ...video }: RecognizeOrder,
  identifier: () => Promise<FaceIdentifier>,
  onProgress: (share: number) => void,
): Promise<Recognition> =>
  lookAgain(
    signal,
    video,
    {
      lookerFor: (size) => new VideoRecognizer(pieces, people, size, secondsAt),
      resultOf: (recognizer) => recognizer.result(item),
    },
    identifier,
    onProgress,
  )

/** Looks once more at those whom a person left visible, and returns them as long as each is surely one and the same. */
export const checkInVideo = (
  signal: AbortSignal,
  { pieces, secondsAt, kept, ...video }: FollowedOrder & { readonly kept: readonly KeptPerson[] },
  identifier: () => Promise<FaceIdentifier>,
  onProgress: (share: number) => void,
): Promise<readonly KeptPerson[]> =>
  lookAgain(
    signal,
    video,
    {
      lookerFor: (size) => new KeptTrackCheck(kept, pieces(), size, secondsAt),
      resultOf: (check) => check.result(),
    },
    identifier,
    onProgress,
  )
