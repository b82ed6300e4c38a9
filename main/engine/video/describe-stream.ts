import type { PixelSize } from '../../core/geometry/box.js'
import type { Turn } from '../../core/video/turn.js'

/** The one video stream that people see, as its headers describe it. */
export interface VideoStream {
  readonly index: number
  /** FFmpeg's name of the coding. */
  readonly codec: string
  /** As stored, before turning. */
  readonly size: PixelSize
  readonly turn: Turn
  /** Of one stored pixel, as the container says; players follow it whatever the coded picture says. */
  readonly pixelAspect: PixelAspect | undefined
  /** Seconds of one tick: `num / den`. */
  readonly timeBase: { readonly num: number; readonly den: number }
  readonly framesPerSecond: number
  /** 0 where the container does not say. */
  readonly durationSeconds: number
  /** The sound that is heard with it. */
  readonly sound: SoundStream | undefined
}

/** The one stream of sound that players play. */
export interface SoundStream {
  readonly index: number
  /** FFmpeg's name of the coding. */
  readonly codec: string
  readonly channels: number
  readonly samplesPerSecond: number
}

/** Any stream of a container, by what it holds. */
export interface StreamSummary {
  readonly index: number
  /** FFmpeg's name: `video`, `audio`, `subtitle`, `data`, `attachment`. */
  readonly kind: string
  /** The code of its samples as MP4 and QuickTime have it: `gpmd`; other containers have none that means anything. */
  readonly tag: string
  /** A still picture that stands for the whole file. */
  readonly isCoverArt: boolean
}

/** Width by height of one stored pixel: `num / den`. */
export interface PixelAspect {
  readonly num: number
  readonly den: number
}

/** What players show: the container's word, else that of the coded picture, else squares. */
export function pixelAspectOf(
  stream: Pick<VideoStream, 'pixelAspect'>,
  frame: { readonly pixelAspect: PixelAspect | undefined },
): PixelAspect {
  return stream.pixelAspect ?? frame.pixelAspect ?? { num: 1, den: 1 }
}

/** Undefined where nothing is said. */
export const saidAspect = ({ num, den }: PixelAspect): PixelAspect | undefined =>
  num > 0 && den > 0 ? { num, den } : undefined
