import type { PixelSize } from '../../core/geometry/box.js'
import type { Turn } from '../../core/video/turn.js'
import { turnPixels, uprightSize } from '../../core/video/turn.js'
import type { VideoStream } from './describe-stream.js'
import { pixelAspectOf } from './describe-stream.js'
import type { FrameConverter, VideoFrame } from './video-codec.js'

/** What a frame's own numbers do not say of how it is shown. */
export type PictureShape = Pick<VideoStream, 'turn' | 'pixelAspect'>

/** The size of a frame with square pixels. */
function squareSize(frame: VideoFrame, stream: PictureShape): PixelSize {
  const { num, den } = pixelAspectOf(stream, frame)
  const aspect = Math.min(8, Math.max(1 / 8, num / den))
  return { width: frame.width * Math.max(1, aspect), height: frame.height * Math.max(1, 1 / aspect) }
}

/** The longer side of a frame with square pixels. */
export function longerSideOf(frame: VideoFrame, stream: PictureShape): number {
  const { width, height } = squareSize(frame, stream)
  return Math.max(width, height)
}

/** Makes the upright pictures that detectors and the measurement of motion look at, with square pixels. */
class UprightPictures {
  readonly #size: PixelSize
  readonly #turn: Turn
  readonly #converter: FrameConverter
  readonly #channels: number

  protected constructor(first: VideoFrame, stream: PictureShape, scale: number, channels: 1 | 3) {
    const { width, height } = squareSize(first, stream)
    const side = (length: number): number => Math.max(16, Math.round(length * scale))
    this.#size = { width: side(width), height: side(height) }
    this.#turn = stream.turn
    this.#channels = channels
    this.#converter = first.converter(this.#size, channels === 3 ? 'rgb' : 'grey')
  }

  /** Its bytes belong to the caller alone. */
  async imageOf(frame: VideoFrame): Promise<PixelSize & { readonly data: Uint8Array }> {
    const data = turnPixels(await this.#converter.convert(frame), this.#size, this.#channels, this.#turn)
    return { ...uprightSize(this.#size, this.#turn), data }
  }

  free(): void {
    this.#converter.free()
  }
}

/** RGB pictures, no larger than asked for. */
export class UprightImages extends UprightPictures {
  /** `largestEnlargement`: by how much a smaller frame may grow towards `longestSidePx`. */
  constructor(first: VideoFrame, stream: PictureShape, longestSidePx: number, largestEnlargement = 1) {
    super(first, stream, Math.min(largestEnlargement, longestSidePx / longerSideOf(first, stream)), 3)
  }
}

/** Grey pictures, of one byte a pixel. */
export class UprightGreys extends UprightPictures {
  constructor(first: VideoFrame, stream: PictureShape, longestSidePx: number) {
    super(first, stream, Math.min(1, longestSidePx / longerSideOf(first, stream)), 1)
  }
}
