import type { Thoroughness } from '../../core/detection/types.js'
import type { Preview } from '../../core/contract/engine.js'
import type { PreviewOrder, SourceFile } from '../../core/ports.js'
import type { VideoDecision } from '../../core/review/decision.js'
import type { CoverExtent } from '../../core/people/cover-more.js'
import type { FaceDescription, KeepPerson } from '../../core/people/types.js'
import type { TrackLook } from '../../core/people/video/track-looks.js'
import type { FoundTrack } from '../../core/review/found-media.js'
import type {
  PosterExamination,
  VideoCover,
  VideoExamination,
  VideoFaces,
  VideoInspection,
  VideoRecognition,
} from '../../core/video/ports.js'
import type { ParkedVideo } from '../../core/video/parked.js'
import type { VideoInfo, VideoLimits, VideoPart, VideoTarget } from '../../core/video/types.js'
import type { Audit } from '../../core/verdict/audit.js'

interface FileRequest {
  readonly source: SourceFile
  readonly limits: VideoLimits
}

interface WriteRequest {
  readonly cover: VideoCover
  readonly target: VideoTarget
  readonly stagedPath: string
}

/** The calls about videos that a worker answers, beside those about pictures. */
export interface VideoCalls {
  readonly 'video-open': {
    readonly request: FileRequest & { readonly part: VideoPart | undefined }
    readonly value: VideoInfo
  }
  readonly 'video-detect': {
    readonly request: { readonly thoroughness: Thoroughness; readonly extent: CoverExtent | undefined }
    readonly value: VideoFaces
  }
  readonly 'video-park': { readonly request: { readonly all: true }; readonly value: ParkedVideo }
  readonly 'video-resume': { readonly request: { readonly parked: ParkedVideo }; readonly value: VideoFaces }
  readonly 'video-tracks': { readonly request: { readonly all: true }; readonly value: readonly FoundTrack[] }
  readonly 'video-decide': { readonly request: { readonly decision: VideoDecision }; readonly value: VideoFaces }
  readonly 'video-recognize': {
    readonly request: { readonly item: string; readonly people: readonly KeepPerson[] }
    readonly value: VideoRecognition
  }
  readonly 'video-write': { readonly request: WriteRequest; readonly value: undefined }
  readonly 'video-examine': {
    readonly request: WriteRequest & { readonly thoroughness: Thoroughness }
    readonly value: VideoExamination
  }
  readonly 'video-poster': {
    readonly request: Omit<WriteRequest, 'cover'> & {
      readonly thoroughness: Thoroughness
      readonly posterPath: string
    }
    readonly value: PosterExamination
  }
  readonly 'video-preview': {
    readonly request: { readonly source: SourceFile; readonly order: PreviewOrder }
    readonly value: Preview
  }
  readonly 'video-describe': {
    readonly request: FileRequest & { readonly looks: readonly TrackLook[] }
    readonly value: readonly (FaceDescription | undefined)[]
  }
  readonly 'video-close': { readonly request: { readonly forget: true }; readonly value: undefined }
  readonly 'video-inspect': {
    readonly request: FileRequest & { readonly thoroughness: Thoroughness }
    readonly value: VideoInspection
  }
  readonly 'video-audit': {
    readonly request: FileRequest & { readonly thoroughness: Thoroughness }
    readonly value: Audit
  }
}

/** One call with its name, for every name. */
export type AnyVideoCall = {
  [Name in keyof VideoCalls]: { readonly name: Name; readonly request: VideoCalls[Name]['request'] }
}[keyof VideoCalls]

export const isVideoCall = (call: { readonly name: string }): call is AnyVideoCall => call.name.startsWith('video-')
