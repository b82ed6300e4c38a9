import {
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_SMPTE170M,
  AV_FRAME_FLAG_INTERLACED,
  AV_FRAME_FLAG_TOP_FIELD_FIRST,
  AV_PIX_FMT_BGR24,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ444P,
} from 'node-av/constants'
import type { AVColorSpace, AVPixelFormat } from 'node-av/constants'
import { Frame, SoftwareScaleContext } from 'node-av/lib'
import type { PixelSize } from '../../core/geometry/box.js'
import type { PlanarLayout, PlanarPicture } from '../../core/video/planar.js'
import { expectOk } from './av.js'
import { formatOfLayout, isFullRange, isYuv } from './pixel-format.js'

/** Turns decoded frames into other sizes and formats; keeps its buffers from frame to frame. */
export class FrameConverter {
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

  /** The converted pixels, tightly packed. */
  async convert(frame: Frame): Promise<Buffer> {
    const wanted = this.#format
    const isSameSize = frame.width === this.#size.width && frame.height === this.#size.height
    if (isSameSize && isSameLayout(frame.format as AVPixelFormat, wanted)) return frame.toBuffer()
    if (!this.#isReady) this.#prepare(frame)
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

  #prepare(frame: Frame): void {
    const target = this.#target
    const isLook = this.#format === AV_PIX_FMT_RGB24 || this.#format === AV_PIX_FMT_GRAY8
    // What is published is rounded exactly; looks need not be, which takes half the time.
    expectOk(this.#scaler.setOption('sws_flags', isLook ? 'bicubic' : 'bicubic+accurate_rnd'), 'scaler')
    target.format = this.#format === AV_PIX_FMT_RGB24 ? AV_PIX_FMT_BGR24 : this.#format
    target.width = this.#size.width
    target.height = this.#size.height
    if (!isLook) {
      target.colorRange = isFullRange(frame) ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
      target.colorSpace = spaceOf(frame)
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

/** The matrix a finished video has: the source's own, or the usual one for its size where the source was RGB or grey. */
export function spaceOf(frame: Frame): AVColorSpace {
  if (isYuv(frame.format as AVPixelFormat)) return frame.colorSpace
  return frame.height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M
}

const isSameLayout = (format: AVPixelFormat, wanted: AVPixelFormat): boolean =>
  format === wanted ||
  (format === AV_PIX_FMT_YUVJ420P && wanted === AV_PIX_FMT_YUV420P) ||
  (format === AV_PIX_FMT_YUVJ444P && wanted === AV_PIX_FMT_YUV444P)

/** Turns frames into planar pictures of their own size. */
export class PlanarConverter {
  readonly #converter: FrameConverter
  readonly #size: PixelSize
  readonly layout: PlanarLayout

  constructor(size: PixelSize, layout: PlanarLayout) {
    this.#size = size
    this.layout = layout
    this.#converter = new FrameConverter(size, formatOfLayout(layout))
  }

  async pictureOf(frame: Frame): Promise<PlanarPicture> {
    return { ...this.#size, ...this.layout, data: await this.#converter.convert(frame) }
  }

  free(): void {
    this.#converter.free()
  }
}
