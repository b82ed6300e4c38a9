import type { PlanarLayout, YuvCoding } from '../../core/video/planar.js'
import type { VideoTarget } from '../../core/video/types.js'
import type { VideoFrame } from './video-codec.js'
import { colorRange } from './video-codec.js'

const withAlpha = /^(?:yuva|rgba|bgra|argb|abgr|gbrap|ya\d|ayuv|vuya|uyva)/
const deep = /(?:9|1[0-6]|32)(?:le|be)$|^(?:p0|p2|p4|x2|y2\d\d|xv\d\d|xyz12)/

/** Pixel formats go by FFmpeg's names. */
export const hasAlpha = (format: string): boolean => withAlpha.test(format)

/** Bits of one sample in the finished video: 10 for everything deeper than 8. */
const bitsOf = (format: string): 8 | 10 => (deep.test(format) ? 10 : 8)

const fullChroma = /^(?:yuvj?444|gbrp|rgb|bgr|0rgb|0bgr|x2rgb|x2bgr|xv)/

/**
 * How the samples of a finished video lie. MP4 gets 4:2:0, which every player shows; WebM keeps full chroma where the
 * source has it, for VP9 players show that too.
 */
export const finishedLayout = (
  format: string,
  { format: container, compatible }: Pick<VideoTarget, 'format' | 'compatible'>,
): PlanarLayout => ({
  bits: compatible ? 8 : bitsOf(format),
  chroma: !compatible && container === 'webm' && fullChroma.test(format) ? '444' : '420',
})

/** RGB and grey pictures have no YUV coding of their own and get one. */
const isYuv = (format: string): boolean => /^(?:yuv|nv|p[024]\d\d|y2\d\d|xv\d\d|uyvy|yuyv|yvyu|uyyv|vuy)/.test(format)

export const isFullRange = ({ colors, format }: Pick<VideoFrame, 'colors' | 'format'>): boolean =>
  colors.range === colorRange.full || format.startsWith('yuvj')

/** The matrices of Rec. ITU-T H.273, table 4, that are told apart here. */
export const matrix = { bt709: 1, unspecified: 2, smpte170m: 6, smpte240m: 7, bt2020: 9, bt2020Constant: 10 } as const

/** The matrix a finished video has: the source's own, or the usual one for its size where the source was RGB or grey. */
export function matrixOf({ format, colors, height }: Pick<VideoFrame, 'format' | 'colors' | 'height'>): number {
  if (isYuv(format)) return colors.matrix
  return height >= 720 ? matrix.bt709 : matrix.smpte170m
}

/** How the numbers of a frame stand for colours (Rec. ITU-T H.273, table 4). Players take what is not said as BT.601. */
export function codingOf(frame: Pick<VideoFrame, 'format' | 'colors'>): YuvCoding {
  const fullRange = isFullRange(frame)
  switch (frame.colors.matrix) {
    case matrix.bt709:
      return { redWeight: 0.2126, blueWeight: 0.0722, fullRange }
    case matrix.smpte240m:
      return { redWeight: 0.212, blueWeight: 0.087, fullRange }
    case matrix.bt2020:
    case matrix.bt2020Constant:
      return { redWeight: 0.2627, blueWeight: 0.0593, fullRange }
    default:
      return { redWeight: 0.299, blueWeight: 0.114, fullRange }
  }
}

/** HDR by its transfer function (Rec. ITU-R BT.2100): perceptual quantisation or hybrid log-gamma. */
export const isHdr = ({ colors }: Pick<VideoFrame, 'colors'>): boolean =>
  colors.transfer === 16 || colors.transfer === 18
