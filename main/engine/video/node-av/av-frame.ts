import { AV_PIX_FMT_GRAY8, AV_PIX_FMT_RGB24 } from 'node-av/constants'
import type {
  AVChromaLocation,
  AVColorPrimaries,
  AVColorRange,
  AVColorSpace,
  AVColorTransferCharacteristic,
} from 'node-av/constants'
import { avGetPixFmtName, Frame } from 'node-av/lib'
import { failed } from '../../../core/job/reasons.js'
import type { PixelSize } from '../../../core/geometry/box.js'
import type { PlanarPicture } from '../../../core/video/planar.js'
import { MediaFailure } from '../../image/media-failure.js'
import type { PixelAspect } from '../describe-stream.js'
import { saidAspect } from '../describe-stream.js'
import type { ColorRange, FrameColors, FrameConverter, OwnFrame, PictureKind, VideoFrame } from '../video-codec.js'
import { formatOfLayout, ScaledFrames } from './convert-frame.js'
import { ToneMapper } from './tone-map.js'

/** A frame in FFmpeg's own memory. Its numbers for colours are those of H.273. */
export class AvFrame implements OwnFrame {
  readonly native: Frame

  constructor(native: Frame) {
    this.native = native
  }

  get width(): number {
    return this.native.width
  }

  get height(): number {
    return this.native.height
  }

  get format(): string {
    return avGetPixFmtName(this.native.format as Parameters<typeof avGetPixFmtName>[0]) ?? 'unknown'
  }

  get colors(): FrameColors {
    const { colorRange, colorPrimaries, colorTrc, colorSpace, chromaLocation } = this.native
    return {
      range: colorRange as ColorRange,
      primaries: colorPrimaries,
      transfer: colorTrc,
      matrix: colorSpace,
      chromaLocation,
    }
  }

  get pixelAspect(): PixelAspect | undefined {
    return saidAspect(this.native.sampleAspectRatio)
  }

  converter(size: PixelSize, kind: PictureKind): FrameConverter {
    const format = kind === 'rgb' ? AV_PIX_FMT_RGB24 : kind === 'grey' ? AV_PIX_FMT_GRAY8 : formatOfLayout(kind)
    const scaled = new ScaledFrames(size, format)
    return { convert: (frame) => scaled.convert(nativeOf(frame), frame), free: () => scaled.free() }
  }

  async toneMapper(threads: number): Promise<FrameConverter> {
    const mapper = await ToneMapper.open(this.native, threads)
    return { convert: (frame) => mapper.convert(nativeOf(frame)), free: () => mapper.free() }
  }

  withPicture(picture: PlanarPicture, colors: FrameColors): AvFrame {
    const { width, height, data } = picture
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const made = Frame.fromVideoBuffer(bytes, { width, height, format: formatOfLayout(picture) })
    made.sampleAspectRatio = this.native.sampleAspectRatio
    setColors(made, colors)
    return new AvFrame(made)
  }

  free(): void {
    this.native.free()
  }
}

export function setColors(frame: Frame, colors: FrameColors): void {
  frame.colorRange = colors.range as AVColorRange
  frame.colorPrimaries = colors.primaries as AVColorPrimaries
  frame.colorTrc = colors.transfer as AVColorTransferCharacteristic
  frame.colorSpace = colors.matrix as AVColorSpace
  frame.chromaLocation = colors.chromaLocation as AVChromaLocation
}

function nativeOf(frame: VideoFrame): Frame {
  if (frame instanceof AvFrame) return frame.native
  throw new MediaFailure(failed({ code: 'internal', detail: 'frame of another codec' }))
}
