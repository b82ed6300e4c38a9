import type { TrackLook } from '../../core/people/video/track-looks.js'
import type { FaceDescription } from '../../core/people/types.js'
import type { FaceIdentifier, SourceFile } from '../../core/ports.js'
import type { VideoLimits } from '../../core/video/types.js'
import { refuse, throwIfAborted } from '../image/media-failure.js'
import { decodeFrames, openStream } from './decode-frames.js'
import { openVideoFile } from './open-input.js'
import { UprightImages } from './upright-image.js'
import type { VideoCodec } from './video-codec.js'

export interface DescribeOrder {
  readonly source: SourceFile
  readonly limits: VideoLimits
  readonly looks: readonly TrackLook[]
}

/** What describing takes beside the file. */
export interface DescribeTools {
  readonly codec: () => Promise<VideoCodec>
  readonly identifier: () => Promise<FaceIdentifier>
  readonly threads: number
}

/** Times went through numbers of seconds and back. */
const sameSeconds = 1e-4

/** What faces look like at the moments at which they were found, in the order of the looks, in whole original frames. */
export async function describeFaces(
  signal: AbortSignal,
  { source, limits, looks }: DescribeOrder,
  { codec, identifier, threads }: DescribeTools,
  onProgress: (share: number) => void,
): Promise<readonly (FaceDescription | undefined)[]> {
  const described = new Map<number, FaceDescription | undefined>()
  const left = looks.map((look, index) => ({ ...look, index })).sort((a, b) => a.seconds - b.seconds)
  const count = left.length
  const file = await openVideoFile(source, limits)
  try {
    const opened = await openStream(await codec(), file, limits)
    const { num, den } = opened.stream.timeBase
    let images: UprightImages | undefined
    try {
      for await (const { frame, ticks } of decodeFrames(signal, opened, { limits, threads })) {
        if (left.length === 0) break
        const seconds = (Number(ticks) * num) / den
        const due = left.filter((look) => look.seconds <= seconds + sameSeconds)
        left.splice(0, due.length)
        const here = due.filter((look) => look.seconds >= seconds - sameSeconds)
        if (here.length > 0) {
          const networks = await identifier()
          images ??= new UprightImages(frame, opened.stream, Number.POSITIVE_INFINITY)
          const boxes = here.map(({ box }) => box)
          const faces = await networks.describe(signal, await images.imageOf(frame), boxes)
          here.forEach(({ index }, at) => described.set(index, faces[at]))
        }
        throwIfAborted(signal)
        onProgress(1 - left.length / Math.max(1, count))
      }
    } finally {
      images?.free()
      await opened.close()
    }
    // A look at a moment of no frame was found in another file: that nobody was seen there would say nothing.
    if (described.size < count) throw refuse({ code: 'changed' })
    return looks.map((_, index) => described.get(index))
  } catch (error) {
    for (const face of described.values()) face?.descriptor.fill(0)
    throw error
  } finally {
    await file.handle.close()
  }
}
