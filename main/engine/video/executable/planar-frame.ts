import type { PixelSize } from '../../../core/geometry/box.js'
import type { PlanarLayout, PlanarPicture, YuvCoding } from '../../../core/video/planar.js'
import type { PixelAspect } from '../describe-stream.js'
import { codingOf } from '../pixel-format.js'
import type { FrameColors, FrameConverter, OwnFrame, PictureKind, VideoFrame } from '../video-codec.js'
import { beyondProgram } from './beyond.js'
import type { SamplePlane } from './resample.js'
import { Resampler } from './resample.js'

/** How the samples of a pixel format lie: full planes without padding, of 8 or 10 bits. */
interface Samples {
  readonly bits: 8 | 10
  /** How many luma samples share one of chroma, across and down. */
  readonly shareX: 1 | 2
  readonly shareY: 1 | 2
}

function samplesOf(format: string): Samples {
  const [, chroma, depth] = /^yuvj?(420|422|444)p(10le)?$/.exec(format) ?? []
  if (chroma === undefined) throw beyondProgram(`pictures of the format ${format}`)
  return { bits: depth === undefined ? 8 : 10, shareX: chroma === '444' ? 1 : 2, shareY: chroma === '420' ? 2 : 1 }
}

/** Bytes of a frame as FFmpeg's `rawvideo` writes it. Throws `MediaFailure` where frames of this format are not read. */
export function frameBytes(format: string, { width, height }: PixelSize): number {
  const { bits, shareX, shareY } = samplesOf(format)
  return (width * height + 2 * Math.ceil(width / shareX) * Math.ceil(height / shareY)) * (bits > 8 ? 2 : 1)
}

/** A frame whose planes lie in this process's own memory. */
export class PlanarFrame implements OwnFrame {
  readonly width: number
  readonly height: number
  readonly format: string
  readonly colors: FrameColors
  readonly pixelAspect: PixelAspect | undefined
  readonly data: Buffer

  constructor(told: Pick<VideoFrame, 'width' | 'height' | 'format' | 'colors' | 'pixelAspect'>, data: Buffer) {
    this.width = told.width
    this.height = told.height
    this.format = told.format
    this.colors = told.colors
    this.pixelAspect = told.pixelAspect
    this.data = data
  }

  converter(size: PixelSize, kind: PictureKind): FrameConverter {
    const convert = typeof kind === 'string' ? lookConverter(this, size, kind) : planarConverter(this, size, kind)
    // A promise that fails, not a call that throws: what is refused is refused where it is waited for.
    return { convert: (frame) => Promise.resolve(frame).then((given) => convert(planarOf(given))), free: nothing }
  }

  toneMapper(): Promise<FrameConverter> {
    return Promise.reject(beyondProgram('HDR brought to SDR'))
  }

  withPicture({ width, height, bits, chroma, data }: PlanarPicture, colors: FrameColors): PlanarFrame {
    const format = `yuv${chroma}p${bits > 8 ? '10le' : ''}`
    const { pixelAspect } = this
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    return new PlanarFrame({ width, height, format, colors, pixelAspect }, bytes)
  }

  free(): void {
    // Its memory is this process's own.
  }
}

const nothing = (): void => undefined

function planarOf(frame: VideoFrame): PlanarFrame {
  if (frame instanceof PlanarFrame) return frame
  throw new TypeError('frame of another codec')
}

type Planes = readonly [SamplePlane, SamplePlane, SamplePlane]

function planesOf({ width, height, format, data }: PlanarFrame): Planes {
  const { bits, shareX, shareY } = samplesOf(format)
  const samples = bits > 8 ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data
  const chroma = { width: Math.ceil(width / shareX), height: Math.ceil(height / shareY) }
  const luma = width * height
  const chromaSamples = chroma.width * chroma.height
  return [
    { width, height, samples: samples.subarray(0, luma) },
    { ...chroma, samples: samples.subarray(luma, luma + chromaSamples) },
    { ...chroma, samples: samples.subarray(luma + chromaSamples, luma + 2 * chromaSamples) },
  ]
}

/** Planes of another layout or size. Deeper samples are rounded, never the other way round. */
function planarConverter(first: PlanarFrame, size: PixelSize, layout: PlanarLayout): (frame: PlanarFrame) => Buffer {
  const { bits, shareX, shareY } = samplesOf(first.format)
  const share = layout.chroma === '420' ? 2 : 1
  const isSame =
    size.width === first.width &&
    size.height === first.height &&
    bits === layout.bits &&
    shareX === share &&
    shareY === share
  if (isSame) return ({ data }) => Buffer.from(data)
  const [luma, chroma] = planesOf(first)
  const chromaSize = { width: Math.ceil(size.width / share), height: Math.ceil(size.height / share) }
  const resamplers = [luma, chroma, chroma].map((plane, index) => new Resampler(plane, index === 0 ? size : chromaSize))
  const scale = 2 ** (layout.bits - bits)
  const largest = 2 ** layout.bits - 1
  const samples = size.width * size.height + 2 * chromaSize.width * chromaSize.height
  return (frame) => {
    const data = Buffer.allocUnsafeSlow(samples * (layout.bits > 8 ? 2 : 1))
    const target = layout.bits > 8 ? new Uint16Array(data.buffer) : data
    let at = 0
    for (const [index, plane] of planesOf(frame).entries())
      for (const sample of resamplers[index]?.resample(plane) ?? [])
        target[at++] = Math.max(0, Math.min(largest, Math.round(sample * scale)))
    return data
  }
}

/** Packed RGB, or grey, of full range and 8 bits. */
function lookConverter(first: PlanarFrame, size: PixelSize, kind: 'rgb' | 'grey'): (frame: PlanarFrame) => Buffer {
  const [luma, chroma] = planesOf(first)
  const lumas = new Resampler(luma, size)
  const coding = codingOf(first)
  const scale = samplesOf(first.format).bits > 8 ? 1 / 4 : 1
  const [lumaBase, lumaScale, chromaScale] = coding.fullRange
    ? [0, scale, scale]
    : [16, (scale * 255) / 219, (scale * 255) / 224]
  const base = lumaBase / scale
  if (kind === 'grey') {
    return (frame) => {
      const brightness = lumas.resample(planesOf(frame)[0])
      const data = Buffer.allocUnsafeSlow(brightness.length)
      for (let at = 0; at < data.length; at++) data[at] = byteOf(((brightness[at] ?? 0) - base) * lumaScale)
      return data
    }
  }
  const chromas = new Resampler(chroma, size)
  return (frame) => {
    const [y, blue, red] = planesOf(frame)
    const planes = [lumas.resample(y), chromas.resample(blue), chromas.resample(red)] as const
    return toRgb(planes, coding, { base, lumaScale, middle: 128 / scale, chromaScale })
  }
}

interface Scales {
  readonly base: number
  readonly lumaScale: number
  readonly middle: number
  readonly chromaScale: number
}

/** The inverse of `toYuv` (Rec. ITU-T H.273, equations 38 to 40). */
function toRgb(
  [lumas, blues, reds]: readonly [Float32Array, Float32Array, Float32Array],
  { redWeight, blueWeight }: YuvCoding,
  { base, lumaScale, middle, chromaScale }: Scales,
): Buffer {
  const data = Buffer.allocUnsafeSlow(lumas.length * 3)
  const toRed = 2 * (1 - redWeight) * chromaScale
  const toBlue = 2 * (1 - blueWeight) * chromaScale
  const greenWeight = 1 - redWeight - blueWeight
  for (let index = 0, at = 0; index < lumas.length; index++) {
    const luma = ((lumas[index] ?? 0) - base) * lumaScale
    const red = ((reds[index] ?? 0) - middle) * toRed
    const blue = ((blues[index] ?? 0) - middle) * toBlue
    data[at++] = byteOf(luma + red)
    data[at++] = byteOf(luma - (redWeight * red + blueWeight * blue) / greenWeight)
    data[at++] = byteOf(luma + blue)
  }
  return data
}

const byteOf = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0)
