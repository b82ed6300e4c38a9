import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { FrameFaces } from '../../core/detection/types.js'
import type { Box, PixelRect, PixelSize } from '../../core/geometry/box.js'
import { clip, shareUnder } from '../../core/geometry/box.js'
import { finishedSizeOf, isReduced, reducedRect } from '../../core/video/finished-size.js'
import type { RgbImage } from '../../core/ports.js'
import type { PlanarLayout } from '../../core/video/planar.js'
import { isFilled, toYuv } from '../../core/video/planar.js'
import { toUpright, uprightSize } from '../../core/video/turn.js'
import type { Finding } from '../../core/verdict/finding.js'
import type { Evidence, ExaminationName } from '../../core/verdict/verdict.js'
import { nativePath } from '../files/native-path.js'
import { MediaFailure, throwIfAborted } from '../image/media-failure.js'
import type { MetadataString } from '../metadata/collect-metadata-strings.js'
import type { ByteSource } from '../structure/byte-source.js'
import { createByteSource } from '../structure/byte-source.js'
import { createFindingList } from '../structure/finding-list.js'
import { walkMatroska } from '../structure/matroska.js'
import { walkMovie } from '../structure/movie.js'
import type { DecodedFrame } from './decode-frames.js'
import { decodeFrames, openStream } from './decode-frames.js'
import type { PixelAspect, VideoStream } from './describe-stream.js'
import { pixelAspectOf } from './describe-stream.js'
import { examineSound } from './examine-sound.js'
import { storedRects } from './frame-painter.js'
import type { FrameDetector } from './frame-detector.js'
import { lookSidePx, maxLooksAtOnce } from './frame-detector.js'
import { codingOf, finishedLayout } from './pixel-format.js'
import { searchFile } from './source-texts.js'
import { UprightImages } from './upright-image.js'
import type { FrameConverter, OpenStream } from './video-codec.js'
import { WorkInFlight } from './work-in-flight.js'
import type { WriteOrder } from './write-video.js'
import { outputTicksPerSecond, toOutputTicks } from './write-video.js'

export interface ExamineOrder extends WriteOrder {
  /** How the original's stream was described when it was opened. */
  readonly source: Pick<OpenStream, 'stream'>
  readonly needles: readonly MetadataString[]
  /** Whether a frame is looked at again for faces. */
  readonly isSampled: (index: number) => boolean
  /** How much sound was written; undefined for a video that must have none. */
  readonly soundSeconds: number | undefined
}

export interface VideoExaminationOutcome {
  readonly evidence: Evidence
  readonly faces: readonly FrameFaces[]
}

/** Makes every examination of a finished video from its bytes on the disk. What cannot be made is not listed as made. */
export async function examineVideo(
  signal: AbortSignal,
  order: ExamineOrder,
  detector: FrameDetector,
  onProgress: (share: number) => void,
): Promise<VideoExaminationOutcome> {
  const handle = await open(nativePath(order.stagedPath), 'r')
  try {
    const { size: sizeBytes } = await handle.stat()
    const bytes = createByteSource(handle, sizeBytes)
    const structure = createFindingList()
    await (order.target.format === 'mp4' ? walkMovie(bytes, structure) : walkMatroska(bytes, structure))
    const findings: Finding[] = [...structure.findings, ...(await searchFile(bytes, order.needles))]
    const performed: ExaminationName[] = ['structure', 'metadata']
    const looked = await new FrameExamination(order, detector).run(signal, handle, onProgress)
    performed.push(...looked.performed)
    findings.push(...looked.findings)
    const sha256 = await digest(bytes)
    return { evidence: { performed, findings, sha256, sizeBytes }, faces: looked.faces }
  } finally {
    await handle.close()
  }
}

async function digest(source: ByteSource): Promise<string> {
  const hash = createHash('sha256')
  const pieceBytes = 1 << 20
  for (let offset = 0; offset < source.sizeBytes; offset += pieceBytes)
    hash.update(await source.read(offset, Math.min(pieceBytes, source.sizeBytes - offset)))
  return hash.digest('hex')
}

/** More findings than this say nothing new. */
const maxFindings = 100
/**
 * A face of which this share lies under the covers is covered: what is left is a rim. Of somebody behind a covered head
 * the eyes may be free long before that.
 */
const coveredShare = 0.9

interface Looked {
  readonly performed: readonly ExaminationName[]
  readonly findings: readonly Finding[]
  readonly faces: readonly FrameFaces[]
}

/** Decodes a finished video and compares every frame with what it was to show. */
class FrameExamination {
  readonly #order: ExamineOrder
  readonly #detector: FrameDetector
  readonly #findings: Finding[] = []
  readonly #faces: FrameFaces[] = []

  constructor(order: ExamineOrder, detector: FrameDetector) {
    this.#order = order
    this.#detector = detector
  }

  async run(signal: AbortSignal, handle: FileHandle, onProgress: (share: number) => void): Promise<Looked> {
    const { timeline } = this.#order
    let count: number
    try {
      const onFrame = (index: number): void => onProgress((index + 1) / timeline.frames)
      count = await this.#decode(signal, handle, onFrame, () => onProgress(0))
    } catch (error) {
      if (!(error instanceof MediaFailure) || error.failure.kind !== 'refused') throw error
      return { performed: [], findings: [{ code: 'undecodable' }], faces: [] }
    }
    if (count !== timeline.frames) this.#add({ code: 'picture-differs', what: 'frames' })
    // Frames that were looked at side by side end in any order.
    const faces = [...this.#faces].sort((a, b) => a.frame - b.frame)
    return { performed: ['decode', 'coverage', 'faces'], findings: this.#findings, faces }
  }

  async #decode(
    signal: AbortSignal,
    handle: FileHandle,
    onFrame: (index: number) => void,
    onSound: () => void,
  ): Promise<number> {
    const order = this.#order
    const { codec } = order
    const file = { handle, path: order.stagedPath, container: order.target.format }
    const finished = await openStream(codec, file, { maxFramePixels: Number.MAX_SAFE_INTEGER })
    this.#compareStream(finished)
    const sound = { format: order.target.format, seconds: order.soundSeconds }
    for (const finding of await examineSound(signal, codec, file, finished, sound, onSound)) this.#add(finding)
    const limits = { maxFramePixels: Number.MAX_SAFE_INTEGER, maxFrames: order.timeline.frames + 1 }
    let look: FrameLook | undefined
    let count = 0
    // The detector looks at a sampled frame while the next ones are decoded and compared.
    const inFlight = new WorkInFlight(Math.min(maxLooksAtOnce, order.threads))
    try {
      for await (const decoded of decodeFrames(signal, finished, { limits, threads: order.threads })) {
        look ??= this.#look(decoded, finished)
        if (decoded.index < order.timeline.frames) {
          this.#compareTime(decoded, finished)
          for (const rect of await look.uncovered(decoded))
            this.#add({ code: 'region-uncovered', frame: decoded.index, rect })
          if (order.isSampled(decoded.index)) {
            throwIfAborted(signal)
            const { index } = decoded
            const covers = look.covers(index)
            const image = await look.image(decoded)
            await inFlight.start(() => this.#lookForFaces(signal, index, image, covers))
          }
        }
        onFrame(count++)
      }
      await inFlight.end()
    } finally {
      await inFlight.settled()
      look?.free()
      await finished.close()
    }
    return count
  }

  #compareStream(finished: OpenStream): void {
    const { source } = this.#order
    const wanted = finishedSizeOf(source.stream.size, this.#order.target)
    const { size, turn } = finished.stream
    const wantedTurn = source.stream.turn
    const isSame =
      size.width === wanted.width &&
      size.height === wanted.height &&
      turn.a === wantedTurn.a &&
      turn.b === wantedTurn.b &&
      turn.c === wantedTurn.c &&
      turn.d === wantedTurn.d
    if (!isSame) this.#add({ code: 'picture-differs', what: 'size' })
  }

  /** The shape of a pixel is known from the first frame on. WebM says it by the width of the picture, in whole pixels. */
  #look(first: DecodedFrame, { stream }: OpenStream): FrameLook {
    const { timeline } = this.#order
    const widthOf = ({ num, den }: PixelAspect): number => (first.frame.width * num) / den
    const difference = Math.abs(widthOf(pixelAspectOf(stream, first.frame)) - widthOf(timeline.pixelAspect))
    if (difference > 1) this.#add({ code: 'picture-differs', what: 'size' })
    return new FrameLook(first, stream, this.#order)
  }

  /** Every frame is shown when its original is: to the clock's own tick, in WebM to its millisecond. */
  #compareTime(decoded: DecodedFrame, finished: OpenStream): void {
    const { timeline, source } = this.#order
    const wanted = Number(toOutputTicks(timeline.ticksAt(decoded.index), source)) / outputTicksPerSecond(source)
    const { num, den } = finished.stream.timeBase
    const shown = (Number(decoded.ticks) * num) / den
    if (Math.abs(shown - wanted) > num / den / 2 + 1e-6) this.#add({ code: 'picture-differs', what: 'frames' })
  }

  async #lookForFaces(signal: AbortSignal, frame: number, image: RgbImage, covers: readonly Box[]): Promise<void> {
    const seen = await this.#detector.detectRemaining(signal, image, this.#order.thoroughness)
    // Covers end at the picture's border, and so does what can be seen of a face.
    const faces = seen.filter(({ box }) => shareUnder(clip(box) ?? { ...box, width: 0 }, covers) < coveredShare)
    if (faces.length > 0) this.#faces.push({ frame, faces })
  }

  #add(finding: Finding): void {
    if (this.#findings.length < maxFindings) this.#findings.push(finding)
  }
}

/** How the frames of one finished video are looked at. */
class FrameLook {
  readonly #order: ExamineOrder
  readonly #sourceSize: PixelSize
  readonly #converter: FrameConverter
  readonly #layout: PlanarLayout
  readonly #images: UprightImages
  readonly #color: readonly [number, number, number]

  constructor({ frame }: DecodedFrame, stream: VideoStream, order: ExamineOrder) {
    this.#order = order
    const layout = finishedLayout(frame.format, order.target)
    this.#layout = layout
    this.#sourceSize = order.source.stream.size
    this.#converter = frame.converter({ width: frame.width, height: frame.height }, layout)
    this.#images = new UprightImages(frame, stream, lookSidePx[order.thoroughness])
    this.#color = toYuv(order.cover.color, codingOf(frame), layout.bits)
  }

  async uncovered({ frame, index }: DecodedFrame): Promise<readonly PixelRect[]> {
    const finished = { width: frame.width, height: frame.height }
    const stored = this.#sourceSize
    const rects = isReduced(stored, finished)
      ? this.#rects(index).flatMap((rect) => reducedRect(rect, stored, finished) ?? [])
      : this.#rects(index)
    if (rects.length === 0) return []
    const picture = { ...finished, ...this.#layout, data: await this.#converter.convert(frame) }
    return rects.filter((rect) => !isFilled(picture, rect, this.#color))
  }

  image({ frame }: DecodedFrame): ReturnType<UprightImages['imageOf']> {
    return this.#images.imageOf(frame)
  }

  /** What is covered in a frame, in shares of the upright picture. */
  covers(index: number): readonly Box[] {
    const { turn } = this.#order.source.stream
    const upright = uprightSize(this.#sourceSize, turn)
    return this.#rects(index).map((rect) => {
      const { left, top, width, height } = toUpright(rect, this.#sourceSize, turn)
      return {
        x: left / upright.width,
        y: top / upright.height,
        width: width / upright.width,
        height: height / upright.height,
      }
    })
  }

  free(): void {
    this.#converter.free()
    this.#images.free()
  }

  #rects(index: number): readonly PixelRect[] {
    const { timeline, cover, source } = this.#order
    return storedRects(timeline.facesAt(index), this.#sourceSize, source.stream.turn, cover.growShare)
  }
}
