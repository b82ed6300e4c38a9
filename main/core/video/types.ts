import { z } from 'zod'
import type { PixelSize } from '../geometry/box.js'
import type { Trace } from '../ports.js'

/** Containers that Zaslona writes videos into, named by their usual extension. */
export const videoFormatSchema = z.enum(['mp4', 'webm'])
export type VideoFormat = z.infer<typeof videoFormatSchema>

/** Containers of videos that Zaslona recognises by content. */
export const videoContainers = ['mp4', 'mov', '3gp', 'matroska', 'webm', 'avi', 'mpegts'] as const
export type VideoContainer = (typeof videoContainers)[number]

export const videoExtensionOf: Readonly<Record<VideoFormat, string>> = { mp4: '.mp4', webm: '.webm' }

/** Whether a released file is a video; its name says what it holds. */
export const isVideoName = (name: string): boolean =>
  Object.values(videoExtensionOf).some((extension) => name.endsWith(extension))

/** How much of the picture's detail the encoder keeps; each stands for fixed encoder settings. */
export const videoQualitySchema = z.enum(['small', 'standard', 'high'])
export type VideoQuality = z.infer<typeof videoQualitySchema>

/**
 * What becomes of the sound. Voices identify people as faces do, so it is removed unless somebody asks for it; `distort`
 * changes pitch and formants by parameters that vary at random, which experts may partly undo.
 */
export const videoSoundSchema = z.enum(['remove', 'keep', 'distort'])
export type VideoSound = z.infer<typeof videoSoundSchema>

/** How the finished video is written. */
export interface VideoTarget {
  readonly format: VideoFormat
  readonly quality: VideoQuality
  readonly sound: VideoSound
  /** Pixels of the longer side; larger videos are reduced after redaction. */
  readonly maxLongSidePx?: number
  /** Pixels of the shorter side, the `720` of `720p`. */
  readonly maxShortSidePx?: number
  /** 8 bits and SDR for every player: what is deeper is reduced, HDR is tone-mapped. */
  readonly compatible: boolean
}

/** The part of a video that is worked on, in seconds from the first moment that a player shows. */
export interface VideoPart {
  readonly startSeconds: number
  /** The first moment that is left out; undefined: up to the end. */
  readonly endSeconds?: number | undefined
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
  /** Of the part that is worked on, as the container announces it; 0 where it does not. Only decoding tells how many frames there are. */
  readonly durationSeconds: number
  readonly framesPerSecond: number
  readonly hasSound: boolean
  /** What its container tells. */
  readonly traces: readonly Trace[]
}
