import {
  AVCHROMA_LOC_LEFT,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
} from 'node-av/constants'
import type { AVPixelFormat } from 'node-av/constants'
import { Frame } from 'node-av/lib'
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
import { FrameConverter, PlanarConverter, spaceOf } from './convert-frame.js'
import { codingOf, finishedLayout, formatOfLayout, isFullRange } from './pixel-format.js'
import { ToneMapper, isHdr } from './tone-map.js'
import type { WriterLook } from './video-writer.js'

/** The colours of a finished video. */
export type FinishedColors = Pick<
  WriterLook,
  'colorRange' | 'colorPrimaries' | 'colorTransfer' | 'colorSpace' | 'chromaLocation'
>

export interface PainterOrder {
  readonly cover: VideoCover
  readonly target: VideoTarget
  readonly threads: number
}

/** Covers the faces of each frame and brings it into the finished size. */
export class FramePainter {
  readonly finishedSize: PixelSize
  readonly layout: PlanarLayout
  readonly colors: FinishedColors
  readonly #stored: PixelSize
  readonly #turn: Turn
  readonly #order: PainterOrder
  readonly #color: readonly [number, number, number]
  readonly #toneMapper: ToneMapper | undefined
  readonly #converter: PlanarConverter
  readonly #reducer: FrameConverter | undefined

  private constructor(first: Frame, turn: Turn, order: PainterOrder, toneMapper: ToneMapper | undefined) {
    const { target, cover } = order
    this.#stored = { width: first.width, height: first.height }
    this.#turn = turn
    this.#order = order
    this.#toneMapper = toneMapper
    this.layout = finishedLayout(first.format as AVPixelFormat, target)
    this.#converter = new PlanarConverter(this.#stored, this.layout)
    const coding = toneMapper ? { redWeight: 0.2126, blueWeight: 0.0722, fullRange: false } : codingOf(first)
    this.#color = toYuv(cover.color, coding, this.layout.bits)
    this.colors = toneMapper ? standardColors : colorsOf(first)
    this.finishedSize = finishedSizeOf(this.#stored, target)
    if (isReduced(this.#stored, this.finishedSize))
      this.#reducer = new FrameConverter(this.finishedSize, formatOfLayout(this.layout))
  }

  static async open(first: Frame, turn: Turn, order: PainterOrder): Promise<FramePainter> {
    const isMapped = order.target.compatible && isHdr(first)
    return new FramePainter(first, turn, order, isMapped ? await ToneMapper.open(first, order.threads) : undefined)
  }

  async paint(frame: Frame, faces: readonly DetectedFace[]): Promise<PlanarPicture> {
    const picture = this.#toneMapper
      ? { ...this.#stored, ...this.layout, data: await this.#toneMapper.convert(frame) }
      : await this.#converter.pictureOf(frame)
    fillRects(picture, storedRects(faces, this.#stored, this.#turn, this.#order.cover.growShare), this.#color)
    if (this.#reducer) return this.#reduce(picture, this.#reducer)
    return this.#order.target.format === 'mp4' ? padToEven(picture) : picture
  }

  free(): void {
    this.#reducer?.free()
    this.#converter.free()
    this.#toneMapper?.free()
  }

  /** Only after covering: a reduced face would reach beyond a cover that was reduced with other rounding. */
  async #reduce(picture: PlanarPicture, reducer: FrameConverter): Promise<PlanarPicture> {
    const { data } = picture
    const frame = Frame.fromVideoBuffer(Buffer.from(data.buffer, data.byteOffset, data.byteLength), {
      ...this.#stored,
      format: formatOfLayout(this.layout),
    })
    try {
      frame.colorRange = this.colors.colorRange
      frame.colorSpace = this.colors.colorSpace
      frame.chromaLocation = this.colors.chromaLocation
      return { ...this.finishedSize, ...this.layout, data: await reducer.convert(frame) }
    } finally {
      frame.free()
    }
  }
}

/** What every player takes for granted. */
const standardColors: FinishedColors = {
  colorRange: AVCOL_RANGE_MPEG,
  colorPrimaries: AVCOL_PRI_BT709,
  colorTransfer: AVCOL_TRC_BT709,
  colorSpace: AVCOL_SPC_BT709,
  chromaLocation: AVCHROMA_LOC_LEFT,
}

const colorsOf = (first: Frame): FinishedColors => ({
  colorRange: isFullRange(first) ? AVCOL_RANGE_JPEG : first.colorRange,
  colorPrimaries: first.colorPrimaries,
  colorTransfer: first.colorTrc,
  colorSpace: spaceOf(first),
  chromaLocation: first.chromaLocation,
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
