import type { FaceIdentifier } from '../../core/ports.js'
import type { KeepPerson } from '../../core/people/types.js'
import type { Recognition } from '../../core/people/video/video-recognizer.js'
import { VideoRecognizer } from '../../core/people/video/video-recognizer.js'
import type { TrackedPiece } from '../../core/video/tracking/track-faces.js'
import { uprightSize } from '../../core/video/turn.js'
import { throwIfAborted } from '../image/media-failure.js'
import type { DecodeOptions } from './decode-frames.js'
import { decodeFrames, openStream } from './decode-frames.js'
import type { VideoFile } from './open-input.js'
import { UprightImages } from './upright-image.js'
import type { VideoCodec } from './video-codec.js'

/** Who is looked for in which video. */
export interface RecognizeOrder {
  readonly codec: VideoCodec
  readonly file: VideoFile
  readonly options: DecodeOptions
  readonly pieces: () => Iterable<TrackedPiece>
  readonly secondsAt: (frame: number) => number
  /** Names the video among the files it is compared with. */
  readonly item: string
  readonly people: readonly KeepPerson[]
}

/**
 * Decodes the original once more, as far as somebody may be recognised in it, and describes faces in whole frames: the
 * smaller ones that detection looks at would lose what tells people apart.
 */
export async function recognizeInVideo(
  signal: AbortSignal,
  { codec, file, options, pieces, secondsAt, item, people }: RecognizeOrder,
  identifier: () => Promise<FaceIdentifier>,
  onProgress: (share: number) => void,
): Promise<Recognition> {
  const source = await openStream(codec, file, options.limits)
  let images: UprightImages | undefined
  const size = uprightSize(source.stream.size, source.stream.turn)
  const recognizer = new VideoRecognizer(pieces, people, size, secondsAt)
  const { lastFrame } = recognizer
  try {
    if (lastFrame < 0) return recognizer.result(item)
    const networks = await identifier()
    for await (const { frame, index } of decodeFrames(signal, source, options)) {
      if (recognizer.needs(index)) {
        images ??= new UprightImages(frame, source.stream, Number.POSITIVE_INFINITY)
        const image = await images.imageOf(frame)
        await recognizer.look(index, (boxes) => networks.describe(signal, image, boxes))
      }
      throwIfAborted(signal)
      onProgress(Math.min(1, (index + 1) / (lastFrame + 1)))
      if (index >= lastFrame) break
    }
    return recognizer.result(item)
  } finally {
    recognizer.wipe()
    images?.free()
    await source.close()
  }
}
