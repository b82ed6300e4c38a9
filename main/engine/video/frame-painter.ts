import type { DetectedFace } from '../../core/detection/types.js'
import type { PixelRect, PixelSize } from '../../core/geometry/box.js'
import { planRegions } from '../../core/redaction/plan-regions.js'
import type { VideoCover } from '../../core/video/ports.js'
import { finishedSizeOf, isReduced } from '../../core/video/finished-size.js'
import type { PlanarLayout, PlanarPicture } from '../../core/video/planar.js'
import { fillRects, padToEven, toYuv } from '../../core/video/planar.js'
import type { Turn } from '../../core/video/turn.js'
import { gridOf, toStored, uprightSize } from '../../core/video/turn.js'
import type { VideoTarget } from '../../core/video/types.js'
import { codingOf, finishedLayout, isFullRange, isHdr, matrix, matrixOf } from './pixel-format.js'
import type { FrameColors, FrameConverter, VideoFrame } from './video-codec.js'
import { colorRange } from './video-codec.js'

export interface PainterOrder {
  readonly cover: VideoCover
  readonly target: VideoTarget
  readonly threads: number
}

/** Covers the faces of each frame and brings it into the finished size. */
export class FramePainter {
  readonly finishedSize: PixelSize
  readonly layout: PlanarLayout
  readonly colors: FrameColors
  readonly #stored: PixelSize
  readonly #turn: Turn
  readonly #order: PainterOrder
  readonly #color: readonly [number, number, number]
  readonly #converter: FrameConverter
  #reducer: FrameConverter | undefined

  private constructor(first: VideoFrame, turn: Turn, order: PainterOrder, toneMapper: FrameConverter | undefined) {
    const { target, cover } = order
    this.#stored = { width: first.width, height: first.height }
    this.#turn = turn
    this.#order = order
    this.layout = finishedLayout(first.format, target)
    this.#converter = toneMapper ?? first.converter(this.#stored, this.layout)
    const coding = toneMapper ? { redWeight: 0.2126, blueWeight: 0.0722, fullRange: false } : codingOf(first)
    this.#color = toYuv(cover.color, coding, this.layout.bits)
    this.colors = toneMapper ? standardColors : colorsOf(first)
    this.finishedSize = finishedSizeOf(this.#stored, target)
  }

  static async open(first: VideoFrame, turn: Turn, order: PainterOrder): Promise<FramePainter> {
    const isMapped = order.target.compatible && isHdr(first)
    return new FramePainter(first, turn, order, isMapped ? await first.toneMapper(order.threads) : undefined)
  }

  async paint(frame: VideoFrame, faces: readonly DetectedFace[]): Promise<PlanarPicture> {
    const picture = { ...this.#stored, ...this.layout, data: await this.#converter.convert(frame) }
    fillRects(picture, storedRects(faces, this.#stored, this.#turn, this.#order.cover.growShare), this.#color)
    if (isReduced(this.#stored, this.finishedSize)) return this.#reduce(frame, picture)
    return this.#order.target.format === 'mp4' ? padToEven(picture) : picture
  }

  free(): void {
    this.#reducer?.free()
    this.#converter.free()
  }

  /** Only after covering: a reduced face would reach beyond a cover that was reduced with other rounding. */
  async #reduce(frame: VideoFrame, picture: PlanarPicture): Promise<PlanarPicture> {
    const covered = frame.withPicture(picture, this.colors)
    try {
      this.#reducer ??= covered.converter(this.finishedSize, this.layout)
      return { ...this.finishedSize, ...this.layout, data: await this.#reducer.convert(covered) }
    } finally {
      covered.free()
    }
  }
}

/** What every player takes for granted. */
export const standardColors: FrameColors = {
  range: colorRange.limited,
  primaries: 1,
  transfer: 1,
  matrix: matrix.bt709,
  chromaLocation: 1,
}

const colorsOf = (first: VideoFrame): FrameColors => ({
  ...first.colors,
  range: isFullRange(first) ? colorRange.full : first.colors.range,
  matrix: matrixOf(first),
})

/** What is covered in a frame, in pixels of the stored picture. */
export function storedRects(
  faces: readonly DetectedFace[],
  stored: PixelSize,
  turn: Turn,
  growShare: number,
): readonly PixelRect[] {
  if (faces.length === 0) return []
  return planRegions(faces, uprightSize(stored, turn), gridOf(stored, turn), growShare).flatMap(({ parts }) =>
    parts.map((part) => toStored(part, stored, turn)),
  )
}
