import type { Coverage, FinishedState, ItemState, Stage } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { RedactRequest } from '../contract/requests.js'
import type { DecodeLimits, OutputFolder, SourceFile, StagedFile } from '../ports.js'
import type { VideoDecision } from '../review/decision.js'
import type { Thoroughness } from '../detection/types.js'
import { ok } from '../result.js'
import type { Verdict } from '../verdict/verdict.js'
import { judge } from '../verdict/verdict.js'
import type { OpenVideo, VideoCover, VideoFaces, VideoWorkshop } from './ports.js'
import type { VideoFormat, VideoLimits, VideoQuality, VideoTarget } from './types.js'
import { defaultVideoLimits } from './types.js'

/** How often a finished video may be redacted again because faces were found in it; a repeat takes minutes. */
export const maxVideoRepeats = 3

/** What a person may choose for a video. */
export interface VideoRequest {
  readonly thoroughness: Thoroughness
  readonly cover: VideoCover
  /** Undefined: WebM for WebM, MP4 for everything else. */
  readonly format?: VideoFormat
  readonly quality: VideoQuality
  readonly limits: VideoLimits
  readonly dryRun: boolean
}

/** What a request for photos and videos asks of a video. Its style is always the opaque fill, see `VideoCover`. */
export function videoRequestOf(
  request: Pick<
    RedactRequest,
    'thoroughness' | 'color' | 'growShare' | 'videoFormat' | 'videoQuality' | 'dryRun' | 'limits'
  >,
): VideoRequest {
  const { thoroughness, color, growShare, videoFormat, videoQuality, dryRun, limits } = request
  return {
    thoroughness,
    cover: { color, growShare },
    ...(videoFormat === undefined ? {} : { format: videoFormat }),
    quality: videoQuality,
    limits: videoLimitsOf(limits),
    dryRun,
  }
}

/** Of the limits for pictures, the one on pixels holds for each frame of a video too. */
export const videoLimitsOf = ({ maxPixels }: Pick<DecodeLimits, 'maxPixels'>): VideoLimits => ({
  ...defaultVideoLimits,
  maxFramePixels: Math.min(defaultVideoLimits.maxFramePixels, maxPixels),
})

/** What the processing of one video needs around it. */
export interface VideoContext {
  readonly signal: AbortSignal
  readonly request: VideoRequest
  /** What a person decided; without it everybody is covered. */
  readonly decision?: VideoDecision
  readonly workshop: VideoWorkshop
  readonly output: OutputFolder
  /** Gives the file's name below the output folder; asked only for a file that may be released. */
  readonly nameFor: (source: SourceFile, target: VideoTarget) => string
  readonly onState: (state: ItemState) => void
}

/** The share of the work that lies before each stage, measured on 1080p clips at the default setting. */
const startOf: Readonly<Record<Stage, number>> = { read: 0, detect: 0.01, redact: 0.55, verify: 0.8, release: 0.99 }
const nextStage: Readonly<Record<Stage, number>> = { read: 0.01, detect: 0.55, redact: 0.8, verify: 0.99, release: 1 }

/** Takes one video from its original to a released file or a named reason why there is none. */
export async function processVideo(context: VideoContext, source: SourceFile): Promise<FinishedState> {
  report(context, 'read')
  const opened = await context.workshop.open(context.signal, source, context.request.limits)
  if (!opened.ok) return ended(opened.error)
  try {
    return await coverAndRelease(context, source, opened.value)
  } finally {
    await opened.value.close()
  }
}

async function coverAndRelease(context: VideoContext, source: SourceFile, video: OpenVideo): Promise<FinishedState> {
  const { signal, request } = context
  const format = request.format ?? (video.info.container === 'webm' ? 'webm' : 'mp4')
  const target: VideoTarget = { format, quality: request.quality }
  report(context, 'detect')
  const found = await video.detect(signal, request.thoroughness, (share) => report(context, 'detect', share))
  if (!found.ok) return ended(found.error)
  const decided = context.decision ? await video.decide(signal, context.decision) : ok(undefined)
  if (!decided.ok) return ended(decided.error)
  if (request.dryRun) return { status: 'planned', coverage: coverageOf(found.value, 0) }

  const staged = await context.output.stage()
  if (!staged.ok) return ended(staged.error)
  try {
    return await writeUntilClean(context, source, video, target, found.value, staged.value)
  } finally {
    await staged.value.discard()
  }
}

/** Writes and examines; where the examination sees a face, it is followed, covered too, and all starts again. */
async function writeUntilClean(
  context: VideoContext,
  source: SourceFile,
  video: OpenVideo,
  target: VideoTarget,
  found: VideoFaces,
  staged: StagedFile,
): Promise<FinishedState> {
  const { signal, request } = context
  const { cover, thoroughness } = request
  for (let repeats = 0; ; repeats++) {
    report(context, 'redact')
    const onWritten = (share: number): void => report(context, 'redact', share)
    const written = await video.write(signal, cover, target, staged.path, onWritten)
    if (!written.ok) return ended(written.error)
    report(context, 'verify')
    const onExamined = (share: number): void => report(context, 'verify', share)
    const examined = await video.examine(signal, cover, target, thoroughness, staged.path, onExamined)
    if (!examined.ok) return ended(examined.error)
    const coverage = coverageOf(found, repeats)
    const { evidence, remaining } = examined.value
    if (evidence.findings.length > 0)
      return { status: 'needs-review', reason: { code: 'verification-failed', findings: evidence.findings }, coverage }
    if (remaining.length === 0) {
      const verdict = judge(evidence)
      if (verdict.ok) return release(context, source, target, staged, verdict.value, coverage)
      return { status: 'needs-review', reason: { code: 'verification-failed', findings: verdict.error }, coverage }
    }
    if (repeats === maxVideoRepeats)
      return { status: 'needs-review', reason: { code: 'faces-remain', findings: remaining }, coverage }
  }
}

async function release(
  context: VideoContext,
  source: SourceFile,
  target: VideoTarget,
  staged: StagedFile,
  verdict: Verdict,
  coverage: Coverage,
): Promise<FinishedState> {
  if (context.signal.aborted) return { status: 'canceled' }
  report(context, 'release')
  const committed = await staged.commit(context.nameFor(source, target), verdict)
  return committed.ok ? { status: 'safe', output: committed.value, verdict, coverage } : ended(committed.error)
}

const coverageOf = ({ tracks, uncertain }: VideoFaces, repeats: number): Coverage => ({
  faces: tracks,
  uncertain,
  repeats,
})

function report(context: VideoContext, stage: Stage, share = 0): void {
  const progress = startOf[stage] + (nextStage[stage] - startOf[stage]) * Math.min(1, Math.max(0, share))
  context.onState({ status: 'running', stage, progress })
}
