import { z } from 'zod'
import type { PixelSize } from '../geometry/box.js'
import type { Trace } from '../ports.js'

/** Containers that Zaslona writes videos into, named by their usual extension. */
export const videoFormatSchema = z.enum(['mp4', 'webm'])
export type VideoFormat = z.infer<typeof videoFormatSchema>

/** Containers of videos that Zaslona recognises by content. */
export type VideoContainer = 'mp4' | 'mov' | '3gp' | 'matroska' | 'webm' | 'avi' | 'mpegts'

export const videoExtensionOf: Readonly<Record<VideoFormat, string>> = { mp4: '.mp4', webm: '.webm' }

/** Whether a released file is a video; its name says what it holds. */
export const isVideoName = (name: string): boolean =>
  Object.values(videoExtensionOf).some((extension) => name.endsWith(extension))

/** How much of the picture's detail the encoder keeps; each stands for fixed encoder settings. */
export const videoQualitySchema = z.enum(['small', 'standard', 'high'])
export type VideoQuality = z.infer<typeof videoQualitySchema>

/** How the finished video is written: always without sound, for voices identify people as faces do. */
export interface VideoTarget {
  readonly format: VideoFormat
  readonly quality: VideoQuality
}

/** What may be decoded before a video is refused. */
export interface VideoLimits {
  /** Width times height of one frame. */
  readonly maxFramePixels: number
  readonly maxFrames: number
  readonly maxFileBytes: number
}

/** An 8K frame, ten hours at 30 frames a second, and what fits on a large memory card. */
export const defaultVideoLimits: VideoLimits = {
  maxFramePixels: 8192 * 4320,
  maxFrames: 1_100_000,
  maxFileBytes: 256_000_000_000,
}

/** What opening a video told of it. */
export interface VideoInfo {
  readonly container: VideoContainer
  /** Size of the upright picture in stored pixels (which may not be square). */
  readonly size: PixelSize
  /** As the container announces it; 0 where it does not. Only decoding tells how many frames there are. */
  readonly durationSeconds: number
  readonly framesPerSecond: number
  readonly hasSound: boolean
  /** What its container tells. */
  readonly traces: readonly Trace[]
}
