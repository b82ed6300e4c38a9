import type { Preview } from './contract/engine.js'
import type { PreviewRequest } from './contract/requests.js'
import type { DetectedFace, FrameFaces, FrameSight, Sight, Thoroughness } from './detection/types.js'
import type { GridOrigin } from './geometry/grid.js'
import type { Box, PixelSize } from './geometry/box.js'
import type { ItemFailure } from './job/reasons.js'
import type { SizeWish } from './media/finished-size.js'
import type { InputFormat, OutputFormat } from './media/formats.js'
import type { PeopleFinder } from './people/ports.js'
import type { FaceDescription } from './people/types.js'
import type { FramePlan, RedactionLook } from './redaction/types.js'
import type { Result } from './result.js'
import type { VideoContainer } from './video/types.js'
import type { Evidence, Verdict } from './verdict/verdict.js'
import type { Finding } from './verdict/finding.js'

/** A file as discovery found it. The fingerprint lets a later read notice that it was exchanged. */
export interface SourceFile {
  /** Absolute path. */
  readonly path: string
  /** Path below the folder it was found in, `/` between parts; only the name for a file given by itself. */
  readonly relativePath: string
  readonly sizeBytes: number
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number
}

/** What may be decoded before a file is refused. */
export interface DecodeLimits {
  /** All frames or pages together. */
  readonly maxPixels: number
  readonly maxFrames: number
  readonly maxFileBytes: number
}

/** What opening a file told of it. */
export interface MediaInfo {
  readonly format: InputFormat
  /** Upright size of the first frame. Further pages may differ. */
  readonly size: PixelSize
  readonly frames: readonly PixelSize[]
  /** True for frames in time, false for the pages of a TIFF. */
  readonly animated: boolean
  readonly hasAlpha: boolean
  readonly grid: GridOrigin
}

/** How the finished picture is written. Encoder settings are fixed per format and no option. */
export interface EncodeTarget extends SizeWish {
  readonly format: OutputFormat
}

/**
 * One picture held open in a process of its own; its pixels never leave that process. Every method may be called more
 * than once; `write` always starts from the original pixels, so that nothing is drawn twice.
 */
export interface OpenMedia extends PeopleFinder {
  readonly info: MediaInfo
  /** Finds the faces of all frames, and the heads without one. `onProgress` gets the share done, 0–1. */
  detect(
    signal: AbortSignal,
    thoroughness: Thoroughness,
    onProgress: (share: number) => void,
  ): Promise<Result<readonly FrameSight[], ItemFailure>>
  /** Redacts and encodes into `stagedPath`, which exists, is empty and is fsynced before this returns. */
  write(
    signal: AbortSignal,
    plan: readonly FramePlan[],
    look: RedactionLook,
    target: EncodeTarget,
    stagedPath: string,
  ): Promise<Result<void, ItemFailure>>
  /**
   * Re-opens the staged file from disk and makes every examination of it. `accepted` are faces that stay visible on
   * purpose: a face in one of their places does not count, every other does. Faces come separately from `evidence.findings`, in coordinates of the upright source, so that they can be redacted.
   */
  examine(
    signal: AbortSignal,
    plan: readonly FramePlan[],
    look: RedactionLook,
    target: EncodeTarget,
    thoroughness: Thoroughness,
    stagedPath: string,
    accepted?: readonly FrameFaces[],
  ): Promise<Result<{ readonly evidence: Evidence; readonly faces: readonly FrameFaces[] }, ItemFailure>>
  /** What the original tells. */
  traces(signal: AbortSignal): Promise<Result<readonly Trace[], ItemFailure>>
  /** Frees the pixels and the process for the next picture. */
  close(): Promise<void>
}

/** One thing a file tells about people, places, devices or times, or something hidden in it. */
export interface Trace {
  readonly kind: TraceKind
  /** The field's own name: `GPSLatitude`, `Artist`, `APP2 MPF`. */
  readonly field: string
  /** Shortened; control characters removed. */
  readonly value: string
}

export const traceKinds = [
  'location',
  'time',
  'device',
  'person',
  'hidden-picture',
  'hidden-video',
  'thumbnail',
  'text',
  'hidden-data',
  'software',
  'history',
  'color',
  'other',
] as const
export type TraceKind = (typeof traceKinds)[number]

/** What one file would tell whoever gets it. */
export interface Inspection {
  readonly format: InputFormat | VideoContainer
  readonly size: PixelSize
  readonly frames: number
  readonly traces: readonly Trace[]
  /** In all frames of a picture together; of a video in that of the sampled frames that shows most. */
  readonly faces: number
}

/** The engine's door to decoding, detection, encoding and examination; every file goes through a replaceable process. */
export interface MediaWorkshop {
  open(signal: AbortSignal, source: SourceFile, limits: DecodeLimits): Promise<Result<OpenMedia, ItemFailure>>
  /** What the file tells. Works on files that `open` refuses as far as their structure can be read. */
  inspect(
    signal: AbortSignal,
    source: SourceFile,
    limits: DecodeLimits,
    thoroughness: Thoroughness,
  ): Promise<Result<Inspection, ItemFailure>>
  /** Examines a file that somebody else made: structure, file attributes, hidden colours, visible faces. */
  audit(
    signal: AbortSignal,
    source: SourceFile,
    limits: DecodeLimits,
    thoroughness: Thoroughness,
  ): Promise<Result<readonly Finding[], ItemFailure>>
  /** A small picture of one frame, as it is or with covers, for a person to look at. */
  preview(signal: AbortSignal, source: SourceFile, order: PreviewOrder): Promise<Result<Preview, ItemFailure>>
  close(): Promise<void>
}

/** Which frame to show, how large, which part of it, and with which covers; see `previewRequestSchema`. */
export type PreviewOrder = Pick<PreviewRequest, 'sidePx' | 'at' | 'part' | 'cover' | 'limits'>

/** A place in the output folder where one file is prepared. */
export interface StagedFile {
  /** Absolute path of a file that only this run knows. */
  readonly path: string
  /**
   * Gives the file its final name below the output folder without ever replacing another; returns the absolute path. Only
   * the bytes that the verdict was given for are released.
   */
  commit(relativePath: string, verdict: Verdict): Promise<Result<string, ItemFailure>>
  /** Removes it. Safe to call after `commit`. */
  discard(): Promise<void>
}

/** The output folder of one job. */
export interface OutputFolder {
  readonly path: string
  /** Room on the disk that staged files are written to; undefined where the system does not tell. */
  freeBytes(): Promise<number | undefined>
  /** Creates an empty staged file. */
  stage(): Promise<Result<StagedFile, ItemFailure>>
  /** Removes what an interrupted run of this job left. */
  close(): Promise<void>
}

/** One entry that discovery met: a file to process, or something refused with its reason. */
export type Discovered =
  | { readonly kind: 'file'; readonly source: SourceFile }
  | {
      readonly kind: 'refused'
      readonly path: string
      readonly failure: ItemFailure
      /** Of a file whose size is known. */
      readonly sizeBytes?: number
    }

export interface DiscoverOptions {
  /** Go into folders below the given ones. */
  readonly recursive: boolean
  /** Also bring what systems keep beside pictures (`Thumbs.db`, hidden folders), which `verify` must not overlook. */
  readonly includeSystemEntries?: boolean
  /** Stay and bring new files, each when it is complete, until the signal aborts. */
  readonly watch: boolean
  /** Absolute path, without links, of a folder that is never entered, however it is reached: the output folder. */
  readonly ignore?: string
}

/** Reads the user's folders; never writes to them. */
export interface SourceFiles {
  discover(signal: AbortSignal, inputs: readonly string[], options: DiscoverOptions): AsyncIterable<Discovered>
}

/** An upright sRGB picture: `width * height * 3` bytes, red, green, blue. */
export interface RgbImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Finds faces in pixels. The models were verified before one of these exists. */
export interface FaceDetector {
  /** Every face to cover, and heads that these leave bare. */
  detect(
    signal: AbortSignal,
    image: RgbImage,
    thoroughness: Thoroughness,
    onProgress: (share: number) => void,
  ): Promise<Sight>
  /** The release gate's look at a finished picture: configured differently, it returns faces that are still visible. */
  detectRemaining(signal: AbortSignal, image: RgbImage, thoroughness: Thoroughness): Promise<readonly DetectedFace[]>
  close(): Promise<void>
}

/**
 * Tells faces of different people apart. Its accuracy (docs/people.md): the networks of face-api, alone, take one pair
 * of strangers in about a thousand for one person at the distance that is usually recommended, 0.6; the distances and
 * the other conditions of `core/people/policy` are chosen for far fewer.
 */
export interface FaceIdentifier {
  /** For each box, in shares of the image, what the face in it looks like; undefined where it is too small to tell. */
  describe(
    signal: AbortSignal,
    image: RgbImage,
    boxes: readonly Box[],
  ): Promise<readonly (FaceDescription | undefined)[]>
}

/** Finds people as a whole, from the back as well: those whose face no detector can see. */
export interface PersonDetector {
  detectPeople(signal: AbortSignal, image: RgbImage): Promise<readonly DetectedFace[]>
  close(): Promise<void>
}
