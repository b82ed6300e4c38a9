import { AV_PIX_FMT_RGB24 } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { PixelSize } from '../../core/geometry/box.js'
import type { RgbImage } from '../../core/ports.js'
import type { Turn } from '../../core/video/turn.js'
import { turnPixels, uprightSize } from '../../core/video/turn.js'
import { FrameConverter } from './convert-frame.js'
import type { VideoStream } from './describe-stream.js'
import { pixelAspectOf } from './describe-stream.js'

/** Makes the upright RGB pictures that detectors look at: with square pixels, and no larger than asked for. */
export class UprightImages {
  readonly #size: PixelSize
  readonly #turn: Turn
  readonly #converter: FrameConverter

  constructor(first: Frame, stream: Pick<VideoStream, 'turn' | 'pixelAspect'>, longestSidePx: number) {
    const { num, den } = pixelAspectOf(stream, first)
    const aspect = Math.min(8, Math.max(1 / 8, num / den))
    const width = first.width * Math.max(1, aspect)
    const height = first.height * Math.max(1, 1 / aspect)
    const scale = Math.min(1, longestSidePx / Math.max(width, height))
    const side = (length: number): number => Math.max(16, Math.round(length * scale))
    this.#size = { width: side(width), height: side(height) }
    this.#turn = stream.turn
    this.#converter = new FrameConverter(this.#size, AV_PIX_FMT_RGB24)
  }

  async imageOf(frame: Frame): Promise<RgbImage> {
    const data = turnPixels(await this.#converter.convert(frame), this.#size, 3, this.#turn)
    return { ...uprightSize(this.#size, this.#turn), data }
  }

  free(): void {
    this.#converter.free()
  }
}
