import { addFaces, countFaces, countUncertain } from '../detection/faces.js'
import type { FrameFaces } from '../detection/types.js'
import type { RedactRequest } from '../contract/requests.js'
import type { Coverage, FinishedState, ItemState, Stage } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import { targetFormat } from '../media/target-format.js'
import type { EncodeTarget, MediaWorkshop, OpenMedia, OutputFolder, SourceFile, StagedFile } from '../ports.js'
import type { MoreCover } from '../people/cover-more.js'
import { findMoreCover, regionsFor, stillVisible } from '../people/cover-more.js'
import type { PhotoDecision } from '../people/keep-photo.js'
import { keptFrames } from '../people/types.js'
import { planFrames } from '../redaction/plan-regions.js'
import type { FramePlan, RedactionLook } from '../redaction/types.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { Finding } from '../verdict/finding.js'
import type { Verdict } from '../verdict/verdict.js'
import { judge } from '../verdict/verdict.js'

/**
 * How often a finished file may be redacted again because faces were found in it. Every repeat covers more, so it ends
 * by itself; a picture that still shows faces after these is one a person has to look at.
 */
export const maxRepeats = 4

/** What the processing of one photo needs around it. */
export interface PhotoContext {
  readonly signal: AbortSignal
  readonly request: RedactRequest
  readonly workshop: MediaWorkshop
  readonly output: OutputFolder
  /** Gives the file's name below the output folder; asked only for a file that may be released. */
  readonly nameFor: (source: SourceFile, target: EncodeTarget) => string
  readonly onState: (state: ItemState) => void
  /** Where somebody stays visible: what was decided of this photo's faces before anything is written. */
  readonly decision?: PhotoDecision
}

/** The share of the work that lies before each stage, measured on 12-MP photos at the default setting. */
const startOf: Readonly<Record<Stage, number>> = { read: 0, detect: 0.08, redact: 0.6, verify: 0.7, release: 0.99 }

/** Takes one photo from its original to a released file or a named reason why there is none. */
export async function processPhoto(context: PhotoContext, source: SourceFile): Promise<FinishedState> {
  if (!context.decision) report(context, 'read')
  const opened = await context.workshop.open(context.signal, source, context.request.limits)
  if (!opened.ok) return ended(opened.error)
  try {
    return await coverAndRelease(context, source, opened.value)
  } finally {
    await opened.value.close()
  }
}

async function coverAndRelease(context: PhotoContext, source: SourceFile, media: OpenMedia): Promise<FinishedState> {
  const { signal, request } = context
  const format = targetFormat(media.info, request.format, request.maxSizePx)
  if (!format.ok) return ended(format.error)
  const target: EncodeTarget = {
    format: format.value,
    ...(request.maxSizePx === undefined ? {} : { maxSizePx: request.maxSizePx }),
  }
  const found = await facesOf(context, media)
  if (!found.ok) return ended(found.error)
  const { covered, kept } = found.value
  const more = await findMoreCover(signal, media, request, covered, kept)
  if (!more.ok) return ended(more.error)
  const cover: Cover = { ...found.value, ...more.value }
  if (request.dryRun)
    return { status: 'planned', coverage: coverageOf(context, cover, planOf(context, media, cover, covered), media, 0) }

  const staged = await context.output.stage()
  if (!staged.ok) return ended(staged.error)
  try {
    return await writeUntilClean(context, source, media, target, cover, staged.value)
  } finally {
    await staged.value.discard()
  }
}

/** What is known of one photo's faces and people before it is written. */
type Cover = PhotoDecision & MoreCover

/** The faces as they were decided on before, or as they are found now; then everybody is covered. */
async function facesOf(context: PhotoContext, media: OpenMedia): Promise<Result<PhotoDecision, ItemFailure>> {
  const { signal, request, decision } = context
  report(context, 'detect', decision ? 1 : 0)
  if (decision) return ok(decision)
  const found = await media.detect(signal, request.thoroughness, (share) => report(context, 'detect', share))
  return found.ok ? ok({ covered: found.value, kept: [], perhaps: 0 }) : found
}

const planOf = (
  { request }: PhotoContext,
  { info }: OpenMedia,
  { regions }: Cover,
  faces: readonly FrameFaces[],
): readonly FramePlan[] =>
  planFrames(addFaces(regionsFor(request, faces), regions), info.frames, info.grid, request.growShare)

/** Writes and examines; where the examination sees a face, covers it too and starts again from the original pixels. */
async function writeUntilClean(
  context: PhotoContext,
  source: SourceFile,
  media: OpenMedia,
  target: EncodeTarget,
  cover: Cover,
  staged: StagedFile,
): Promise<FinishedState> {
  let faces = cover.covered
  for (let repeats = 0; ; repeats++) {
    const plan = planOf(context, media, cover, faces)
    const examined = await writeAndExamine(context, media, target, plan, cover, staged)
    if (!examined.ok) return ended(examined.error)
    const coverage = coverageOf(context, { ...cover, covered: faces }, plan, media, repeats)
    const { verdict, remaining } = examined.value
    if (countFaces(remaining) === 0) {
      if (!verdict.ok)
        return { status: 'needs-review', reason: { code: 'verification-failed', findings: verdict.error }, coverage }
      return release(context, source, target, staged, verdict.value, coverage)
    }
    if (repeats === maxRepeats)
      return {
        status: 'needs-review',
        reason: { code: 'faces-remain', findings: remaining.flatMap(asFindings) },
        coverage,
      }
    faces = addFaces(faces, remaining)
  }
}

interface Examined {
  readonly verdict: Result<Verdict, readonly Finding[]>
  readonly remaining: readonly FrameFaces[]
}

async function writeAndExamine(
  context: PhotoContext,
  media: OpenMedia,
  target: EncodeTarget,
  plan: readonly FramePlan[],
  { kept }: Cover,
  staged: StagedFile,
): Promise<Result<Examined, ItemFailure>> {
  const { signal, request } = context
  const look: RedactionLook = { style: request.style, color: request.color }
  const accepted = keptFrames(kept)
  report(context, 'redact')
  const written = await media.write(signal, plan, look, target, staged.path)
  if (!written.ok) return written
  report(context, 'verify')
  const examined = await media.examine(signal, plan, look, target, request.thoroughness, staged.path, accepted)
  if (!examined.ok) return err(examined.error)
  return ok({ verdict: judge(examined.value.evidence), remaining: examined.value.faces })
}

async function release(
  context: PhotoContext,
  source: SourceFile,
  target: EncodeTarget,
  staged: StagedFile,
  verdict: Verdict,
  coverage: Coverage,
): Promise<FinishedState> {
  if (context.signal.aborted) return { status: 'canceled' }
  report(context, 'release')
  const committed = await staged.commit(context.nameFor(source, target), verdict)
  return committed.ok ? { status: 'safe', output: committed.value, verdict, coverage } : ended(committed.error)
}

const asFindings = ({ frame, faces }: FrameFaces): readonly Finding[] =>
  faces.map(({ box, confidence }) => ({ code: 'face-visible', frame, box, confidence }))

const coverageOf = (
  { request }: PhotoContext,
  { covered, kept, perhaps, bareHeads }: Cover,
  plan: readonly FramePlan[],
  { info }: OpenMedia,
  repeats: number,
): Coverage => ({
  faces: countFaces(covered),
  uncertain: countUncertain(covered),
  repeats,
  ...(request.keep.length === 0 && request.cover === 'faces'
    ? {}
    : { people: { kept: stillVisible(kept, plan, info.frames), perhaps, bareHeads } }),
})

function report(context: PhotoContext, stage: Stage, share = 0): void {
  const next = {
    read: startOf.detect,
    detect: startOf.redact,
    redact: startOf.verify,
    verify: startOf.release,
    release: 1,
  }
  const progress = startOf[stage] + (next[stage] - startOf[stage]) * Math.min(1, Math.max(0, share))
  context.onState({ status: 'running', stage, progress })
}
