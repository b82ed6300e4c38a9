import {
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT2020_CL,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT709,
  AVCOL_SPC_SMPTE240M,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUV444P10LE,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ422P,
  AV_PIX_FMT_YUVJ440P,
  AV_PIX_FMT_YUVJ411P,
  AV_PIX_FMT_YUVJ444P,
} from 'node-av/constants'
import type { AVPixelFormat } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import { avGetPixFmtName } from 'node-av/lib'
import type { PlanarLayout, YuvCoding } from '../../core/video/planar.js'
import type { VideoTarget } from '../../core/video/types.js'

const withAlpha = /^(?:yuva|rgba|bgra|argb|abgr|gbrap|ya\d|ayuv|vuya|uyva)/
const deep = /(?:9|1[0-6]|32)(?:le|be)$|^(?:p0|p2|p4|x2|y2\d\d|xv\d\d|xyz12)/

export const hasAlpha = (format: AVPixelFormat): boolean => withAlpha.test(avGetPixFmtName(format) ?? '')

/** Bits of one sample in the finished video: 10 for everything deeper than 8. */
const bitsOf = (format: AVPixelFormat): 8 | 10 => (deep.test(avGetPixFmtName(format) ?? '') ? 10 : 8)

const fullChroma = /^(?:yuvj?444|gbrp|rgb|bgr|0rgb|0bgr|x2rgb|x2bgr|xv)/

/**
 * How the samples of a finished video lie. MP4 gets 4:2:0, which every player shows; WebM keeps full chroma where the
 * source has it, for VP9 players show that too.
 */
export const finishedLayout = (
  format: AVPixelFormat,
  { format: container, compatible }: Pick<VideoTarget, 'format' | 'compatible'>,
): PlanarLayout => ({
  bits: compatible ? 8 : bitsOf(format),
  chroma: !compatible && container === 'webm' && fullChroma.test(avGetPixFmtName(format) ?? '') ? '444' : '420',
})

/** FFmpeg's name of a layout. */
export function formatOfLayout({ bits, chroma }: PlanarLayout): AVPixelFormat {
  if (chroma === '444') return bits === 8 ? AV_PIX_FMT_YUV444P : AV_PIX_FMT_YUV444P10LE
  return bits === 8 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV420P10LE
}

const oldFullRange: ReadonlySet<number> = new Set<number>([
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ422P,
  AV_PIX_FMT_YUVJ440P,
  AV_PIX_FMT_YUVJ411P,
  AV_PIX_FMT_YUVJ444P,
])

/** RGB and grey pictures have no YUV coding of their own and get one. */
export const isYuv = (format: AVPixelFormat): boolean =>
  /^(?:yuv|nv|p[024]\d\d|y2\d\d|xv\d\d|uyvy|yuyv|yvyu|uyyv|vuy)/.test(avGetPixFmtName(format) ?? '')

export const isFullRange = (frame: Frame): boolean =>
  frame.colorRange === AVCOL_RANGE_JPEG || oldFullRange.has(frame.format)

/** How the numbers of a frame stand for colours (Rec. ITU-T H.273, table 4). Players take what is not said as BT.601. */
export function codingOf(frame: Frame): YuvCoding {
  const fullRange = isFullRange(frame)
  switch (frame.colorSpace) {
    case AVCOL_SPC_BT709:
      return { redWeight: 0.2126, blueWeight: 0.0722, fullRange }
    case AVCOL_SPC_SMPTE240M:
      return { redWeight: 0.212, blueWeight: 0.087, fullRange }
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return { redWeight: 0.2627, blueWeight: 0.0593, fullRange }
    default:
      return { redWeight: 0.299, blueWeight: 0.114, fullRange }
  }
}
