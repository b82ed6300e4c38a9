import {
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AV_FRAME_FLAG_INTERLACED,
  AV_FRAME_FLAG_TOP_FIELD_FIRST,
  AV_PIX_FMT_BGR24,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUV444P10LE,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ444P,
} from 'node-av/constants'
import type { AVColorSpace, AVPixelFormat } from 'node-av/constants'
import { Frame, SoftwareScaleContext } from 'node-av/lib'
import type { PixelSize } from '../../../core/geometry/box.js'
import type { PlanarLayout } from '../../../core/video/planar.js'
import { isFullRange, matrixOf } from '../pixel-format.js'
import type { VideoFrame } from '../video-codec.js'
import { expectOk } from './av.js'

/** FFmpeg's number of a layout. */
export function formatOfLayout({ bits, chroma }: PlanarLayout): AVPixelFormat {
  if (chroma === '444') return bits === 8 ? AV_PIX_FMT_YUV444P : AV_PIX_FMT_YUV444P10LE
  return bits === 8 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV420P10LE
}

/** Turns decoded frames into other sizes and formats; keeps its buffers from frame to frame. */
export class ScaledFrames {
  readonly #scaler = new SoftwareScaleContext()
  readonly #target = new Frame()
  readonly #size: PixelSize
  readonly #format: AVPixelFormat
  #isReady = false

  constructor(size: PixelSize, format: AVPixelFormat) {
    this.#size = size
    this.#format = format
    this.#scaler.allocContext()
    this.#target.alloc()
  }

  /** The converted pixels, tightly packed. `told` is what the frame says of itself. */
  async convert(frame: Frame, told: VideoFrame): Promise<Buffer> {
    const wanted = this.#format
    const isSameSize = frame.width === this.#size.width && frame.height === this.#size.height
    if (isSameSize && isSameLayout(frame.format as AVPixelFormat, wanted)) return frame.toBuffer()
    if (!this.#isReady) this.#prepare(told)
    // The scaler would treat the fields apart; finished frames are whole, as players show them.
    frame.clearFlags(AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST)
    expectOk(await this.#scaler.scaleFrame(this.#target, frame), 'scale')
    const pixels = this.#target.toBuffer()
    if (this.#format === AV_PIX_FMT_RGB24) swapFirstAndThird(pixels)
    return pixels
  }

  free(): void {
    this.#target.free()
    this.#scaler.freeContext()
  }

  #prepare(told: VideoFrame): void {
    const target = this.#target
    const isLook = this.#format === AV_PIX_FMT_RGB24 || this.#format === AV_PIX_FMT_GRAY8
    // What is published is rounded exactly; looks need not be, which takes half the time.
    expectOk(this.#scaler.setOption('sws_flags', isLook ? 'bicubic' : 'bicubic+accurate_rnd'), 'scaler')
    target.format = this.#format === AV_PIX_FMT_RGB24 ? AV_PIX_FMT_BGR24 : this.#format
    target.width = this.#size.width
    target.height = this.#size.height
    if (!isLook) {
      target.colorRange = isFullRange(told) ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
      target.colorSpace = matrixOf(told) as AVColorSpace
    }
    expectOk(target.getBuffer(0), 'frame buffer')
    this.#isReady = true
  }
}

/** The scaler has quick ways to write blue, green and red, and none for the other order. */
function swapFirstAndThird(pixels: Buffer): void {
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const first = pixels[at] ?? 0
    pixels[at] = pixels[at + 2] ?? 0
    pixels[at + 2] = first
  }
}

const isSameLayout = (format: AVPixelFormat, wanted: AVPixelFormat): boolean =>
  format === wanted ||
  (format === AV_PIX_FMT_YUVJ420P && wanted === AV_PIX_FMT_YUV420P) ||
  (format === AV_PIX_FMT_YUVJ444P && wanted === AV_PIX_FMT_YUV444P)
