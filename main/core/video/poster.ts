import type { Thoroughness } from '../detection/types.js'
import type { Coverage, FinishedState } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { OutputFolder, StagedFile } from '../ports.js'
import type { Verdict } from '../verdict/verdict.js'
import { judge } from '../verdict/verdict.js'
import type { OpenVideo } from './ports.js'
import type { VideoTarget } from './types.js'
import { videoExtensionOf } from './types.js'

/** A video that passed its examination and is to be released together with a picture out of it. */
export interface PosterOrder {
  readonly signal: AbortSignal
  readonly video: OpenVideo
  readonly target: VideoTarget
  readonly thoroughness: Thoroughness
  /** The finished video. */
  readonly staged: StagedFile
  readonly verdict: Verdict
  readonly coverage: Coverage
  /** The video's name below the output folder. */
  readonly name: string
  readonly output: OutputFolder
}

/** The name of the video with the picture's extension: the two belong together, and neutral names stay neutral. */
export const posterNameOf = (name: string, { format }: VideoTarget): string =>
  `${name.slice(0, -videoExtensionOf[format].length)}.jpg`

/**
 * Makes a picture out of the finished video, never out of the original, and releases both. The picture is examined as
 * every other file is; where it does not pass, the video is withheld with it. The video gets its name first: a picture
 * out of a video that was not released must never lie there. Should the picture then get none, for a disk that is full
 * or gone, the video is safe all the same and the state says why there is no picture.
 */
export async function commitWithPoster(order: PosterOrder): Promise<FinishedState> {
  const { signal, video, target, thoroughness, staged, verdict, coverage, name, output } = order
  const picture = await output.stage()
  if (!picture.ok) return ended(picture.error)
  try {
    const made = await video.poster(signal, target, thoroughness, staged.path, picture.value.path)
    if (!made.ok) return ended(made.error)
    const { evidence, remaining } = made.value
    if (remaining.length > 0)
      return { status: 'needs-review', reason: { code: 'faces-remain', findings: remaining }, coverage }
    const passed = judge(evidence)
    if (!passed.ok)
      return { status: 'needs-review', reason: { code: 'verification-failed', findings: passed.error }, coverage }
    if (signal.aborted) return { status: 'canceled' }
    const committed = await staged.commit(name, verdict)
    if (!committed.ok) return ended(committed.error)
    const poster = await picture.value.commit(posterNameOf(name, target), passed.value)
    const safe = { status: 'safe', output: committed.value, verdict, coverage } as const
    if (poster.ok) return { ...safe, poster: poster.value }
    return poster.error.kind === 'failed' ? { ...safe, posterProblem: poster.error.error } : safe
  } finally {
    await picture.value.discard()
  }
}
