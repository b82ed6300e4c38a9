import { open } from 'node:fs/promises'
import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { RgbImage } from '../../core/ports.js'
import type { PosterExamination } from '../../core/video/ports.js'
import type { VideoFormat } from '../../core/video/types.js'
import { nativePath } from '../files/native-path.js'
import { corrupt } from '../image/media-failure.js'
import { examinePicture } from '../image/examine-picture.js'
import type { PictureSource } from '../image/picture-source.js'
import { renderPicture, writeStaged } from '../image/write-picture.js'
import type { MetadataString } from '../metadata/collect-metadata-strings.js'
import { findRemains } from '../metadata/find-remains.js'
import { walkStructure } from '../structure/walk-structure.js'
import { decodeFrames, openStream } from './decode-frames.js'
import type { VideoStream } from './describe-stream.js'
import type { FrameDetector } from './frame-detector.js'
import { standardColors } from './frame-painter.js'
import { isHdr } from './pixel-format.js'
import { UprightImages } from './upright-image.js'
import type { VideoCodec, VideoFrame } from './video-codec.js'

/** A picture out of a finished video, which passed its examination. */
export interface PosterOrder {
  readonly codec: VideoCodec
  readonly stagedPath: string
  readonly posterPath: string
  readonly format: VideoFormat
  /** Which frame; one that the examination looked at. */
  readonly frame: number
  /** The faces in it that a person left visible. */
  readonly accepted: readonly DetectedFace[]
  readonly needles: readonly MetadataString[]
  readonly thoroughness: Thoroughness
  readonly threads: number
}

const limits = { maxFramePixels: Number.MAX_SAFE_INTEGER, maxFrames: Number.MAX_SAFE_INTEGER }

/**
 * Writes a JPEG of one frame and examines it as any finished photo. Nothing of the original is asked: what the video
 * covers is covered in its pixels.
 */
export async function makePoster(
  signal: AbortSignal,
  order: PosterOrder,
  detector: FrameDetector,
): Promise<PosterExamination> {
  const source = pictureOf(await takeFrame(signal, order))
  const look = { style: 'fill', color: { red: 0, green: 0, blue: 0 } } as const
  const target = { format: 'jpeg' } as const
  await writeStaged(order.posterPath, await renderPicture(signal, source, [], look, target))
  const { thoroughness, posterPath: stagedPath, needles } = order
  const pictureLimits = { maxPixels: Number.MAX_SAFE_INTEGER, maxFrames: 1, maxFileBytes: Number.MAX_SAFE_INTEGER }
  const outcome = await examinePicture(
    signal,
    {
      source,
      original: new Uint8Array(),
      plan: [],
      look,
      target,
      thoroughness,
      stagedPath,
      accepted: [{ frame: 0, faces: order.accepted }],
      limits: pictureLimits,
    },
    { walkStructure, findRemains: (_, finished) => findRemains(finished, needles) },
    detector,
  )
  const remaining = outcome.faces.flatMap(({ faces }) =>
    faces.map(({ box, confidence }) => ({ code: 'face-visible' as const, frame: order.frame, box, confidence })),
  )
  return { evidence: outcome.evidence, remaining }
}

/** The frame upright, with square pixels, as SDR. */
async function takeFrame(signal: AbortSignal, order: PosterOrder): Promise<RgbImage> {
  const handle = await open(nativePath(order.stagedPath), 'r')
  try {
    const stream = await openStream(order.codec, { handle, path: order.stagedPath, container: order.format }, limits)
    try {
      for await (const { frame, index } of decodeFrames(signal, stream, { limits, threads: order.threads }))
        if (index === order.frame) return await imageOf(frame, stream.stream, order.threads)
    } finally {
      await stream.close()
    }
    throw corrupt()
  } finally {
    await handle.close()
  }
}

async function imageOf(frame: VideoFrame, stream: VideoStream, threads: number): Promise<RgbImage> {
  if (!isHdr(frame)) return uprightImage(frame, stream)
  const mapper = await frame.toneMapper(threads)
  try {
    const { width, height } = frame
    const picture = { width, height, bits: 8, chroma: '420', data: await mapper.convert(frame) } as const
    const mapped = frame.withPicture(picture, standardColors)
    try {
      return await uprightImage(mapped, stream)
    } finally {
      mapped.free()
    }
  } finally {
    mapper.free()
  }
}

async function uprightImage(frame: VideoFrame, stream: VideoStream): Promise<RgbImage> {
  const images = new UprightImages(frame, stream, Number.POSITIVE_INFINITY)
  try {
    return await images.imageOf(frame)
  } finally {
    images.free()
  }
}

function pictureOf({ width, height, data }: RgbImage): PictureSource {
  const size = { width, height }
  return {
    info: { format: 'jpeg', size, frames: [size], animated: false, hasAlpha: false, grid: gridAtCorner },
    frame: () => Promise.resolve({ ...size, channels: 3, data: Buffer.from(data) }),
  }
}
