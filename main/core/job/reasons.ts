import type { Finding } from '../verdict/finding.js'

/** Options that only photos follow. */
export type PhotoOption = 'round-size' | 'defeat-fingerprint'

/** What is wrong with an `ffmpeg` program; `encoder` is FFmpeg's name of the one that is missing. */
export type FfmpegProblem =
  | { readonly code: 'missing' }
  | { readonly code: 'not-starting' }
  | { readonly code: 'too-old'; readonly version: string }
  | { readonly code: 'without-encoder'; readonly encoder: string }

/** Why a file is not processed at all: it is not something Zaslona can make safe. */
export type RefusalReason =
  | { readonly code: 'empty-file' }
  /** The content is no picture that Zaslona knows. */
  | { readonly code: 'not-a-picture' }
  /** Known, but not (yet) handled. `format` in its usual spelling: `SVG`, `MP4`, `JPEG, 12 bit`. */
  | { readonly code: 'unsupported-format'; readonly format: string }
  | { readonly code: 'truncated' }
  | { readonly code: 'corrupt' }
  | { readonly code: 'too-many-pixels'; readonly pixels: number; readonly limit: number }
  | { readonly code: 'too-many-frames'; readonly frames: number; readonly limit: number }
  | { readonly code: 'file-too-large'; readonly sizeBytes: number; readonly limitBytes: number }
  /** A FIFO, socket, device … */
  | { readonly code: 'not-a-regular-file' }
  | { readonly code: 'link-loop' }
  | { readonly code: 'unreadable'; readonly systemCode: string }
  | { readonly code: 'vanished' }
  /** The file changed between being listed and being read. */
  | { readonly code: 'changed' }
  /** `.xmp`, `.aae`, `.thm` … beside a picture: never copied, only mentioned. */
  | { readonly code: 'sidecar' }
  /** The request asks for something that cannot be done to a video: it would come out otherwise than was asked. */
  | { readonly code: 'not-for-videos'; readonly option: PhotoOption }
  /** No picture of the video lies in the part that was asked for. */
  | { readonly code: 'nothing-in-part' }
  /** The sound was asked for and cannot be decoded. `codec` is FFmpeg's name of it. */
  | { readonly code: 'unsupported-sound'; readonly codec: string }
  /** Neither FFmpeg's libraries nor an `ffmpeg` program are there. */
  | { readonly code: 'no-video-codec' }
  /** The `ffmpeg` program cannot do the work. */
  | { readonly code: 'ffmpeg-unusable'; readonly problem: FfmpegProblem }
  /** FFmpeg's libraries could do it; with an `ffmpeg` program it cannot be done or proven exactly. `what` as in `format`. */
  | { readonly code: 'beyond-ffmpeg-program'; readonly what: string }
  /** The chosen output format cannot hold this input: an animation as JPEG, say. */
  | { readonly code: 'format-cannot-hold'; readonly format: string; readonly what: 'animation' | 'pages' | 'size' }

/** Why processing broke off although the file may be fine. */
export type FailureReason =
  | { readonly code: 'worker-crashed' }
  | { readonly code: 'timed-out'; readonly limitMs: number }
  | { readonly code: 'out-of-memory'; readonly limitBytes: number }
  | { readonly code: 'disk-full' }
  /** Looked at beforehand, so that an hour of work does not end in `disk-full`. Both numbers are of the output's disk. */
  | { readonly code: 'not-enough-space'; readonly neededBytes: number; readonly freeBytes: number }
  | { readonly code: 'output-unwritable'; readonly systemCode: string }
  | { readonly code: 'output-exists'; readonly name: string }
  | { readonly code: 'encode-failed' }
  /** A defect of Zaslona. `detail` names the place, never a path. */
  | { readonly code: 'internal'; readonly detail: string }

/** Why a finished file is withheld until a person has looked. */
export type ReviewReason =
  | { readonly code: 'verification-failed'; readonly findings: readonly Finding[] }
  | { readonly code: 'faces-remain'; readonly findings: readonly Finding[] }
  /** Somebody would be visible in it who is covered in other items. */
  | { readonly code: 'person-inconsistent'; readonly findings: readonly Finding[] }

/** How an item ended short of a safe file. */
export type ItemFailure =
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'failed'; readonly error: FailureReason }
  | { readonly kind: 'canceled' }

export const refused = (reason: RefusalReason): ItemFailure => ({ kind: 'refused', reason })
export const failed = (error: FailureReason): ItemFailure => ({ kind: 'failed', error })
export const canceled: ItemFailure = { kind: 'canceled' }
