import type { PixelSize } from '../../core/geometry/box.js'
import type { Describe } from '../../core/people/video/recognizer.js'
import type { FaceIdentifier } from '../../core/ports.js'
import { uprightSize } from '../../core/video/turn.js'
import { refuse, throwIfAborted } from '../image/media-failure.js'
import type { DecodeOptions } from './decode-frames.js'
import { decodeFrames, openStream } from './decode-frames.js'
import type { VideoFile } from './open-input.js'
import { UprightImages } from './upright-image.js'
import type { VideoCodec } from './video-codec.js'

/** The video that is looked at again. */
export interface LookedVideo {
  readonly codec: VideoCodec
  readonly file: VideoFile
  readonly options: DecodeOptions
}

/** What wants to see faces of a video, frame by frame, in order. */
interface FaceLooker {
  /** The last frame that is of interest, -1 for none. */
  readonly lastFrame: number
  /** Whether the frame is needed, after all that was seen before it. */
  needs(frame: number): boolean
  look(frame: number, describe: Describe): Promise<void>
  /** Overwrites all that identifies somebody, but what was given out. */
  wipe(): void
}

/**
 * Decodes the original once more, as far as the looker asks for, and describes faces in whole frames: the smaller ones that
 * detection looks at would lose what tells people apart. `lookerFor` is told the size of the upright picture.
 */
export async function lookAgain<Looker extends FaceLooker, Outcome>(
  signal: AbortSignal,
  { codec, file, options }: LookedVideo,
  { lookerFor, resultOf }: { lookerFor: (size: PixelSize) => Looker; resultOf: (looker: Looker) => Outcome },
  identifier: () => Promise<FaceIdentifier>,
  onProgress: (share: number) => void,
): Promise<Outcome> {
  const source = await openStream(codec, file, options.limits)
  let images: UprightImages | undefined
  const looker = lookerFor(uprightSize(source.stream.size, source.stream.turn))
  const { lastFrame } = looker
  try {
    if (lastFrame < 0) return resultOf(looker)
    const networks = await identifier()
    let seen = -1
    for await (const { frame, index } of decodeFrames(signal, source, options)) {
      if (looker.needs(index)) {
        images ??= new UprightImages(frame, source.stream, Number.POSITIVE_INFINITY)
        const image = await images.imageOf(frame)
        await looker.look(index, (boxes) => networks.describe(signal, image, boxes))
      }
      throwIfAborted(signal)
      onProgress(Math.min(1, (index + 1) / (lastFrame + 1)))
      seen = index
      if (index >= lastFrame) break
    }
    // Faces were found in frames that are not there any more.
    if (seen < lastFrame) throw refuse({ code: 'changed' })
    return resultOf(looker)
  } finally {
    looker.wipe()
    images?.free()
    await source.close()
  }
}
