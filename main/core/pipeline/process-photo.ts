import type { PixelSize } from '../geometry/box.js'
import { countBareHeads, withoutCover } from '../detection/bare-heads.js'
import { addFaces, countUncertain } from '../detection/faces.js'
import type { FrameFaces, FrameHeads } from '../detection/types.js'
import type { Box } from '../geometry/box.js'
import { grow } from '../geometry/box.js'
import type { RedactRequest } from '../contract/requests.js'
import type { PictureDecision } from '../review/decision.js'
import type { CoverOrder } from '../review/cover-plan.js'
import {
  countCovered,
  coveredFaces,
  keptByDecision,
  keptFaces,
  notDecided,
  planCovers,
  visibleFaces,
  withoutKept,
} from '../review/cover-plan.js'
import type { Coverage, FinishedState, ItemState, Stage } from '../job/item-state.js'
import { ended } from '../job/item-state.js'
import type { ItemFailure } from '../job/reasons.js'
import type { SizeWish } from '../media/finished-size.js'
import { longestSideFor } from '../media/max-size.js'
import { targetFormat } from '../media/target-format.js'
import { isMoving } from '../media/is-moving.js'
import type { EncodeTarget, MediaWorkshop, OpenMedia, OutputFolder, SourceFile, StagedFile } from '../ports.js'
import { lookOf } from '../redaction/style-of.js'
import type { MoreCover } from '../people/cover-more.js'
import { findMoreCover, regionsFor, stillVisible } from '../people/cover-more.js'
import type { PhotoDecision } from '../people/keep-photo.js'
import { keptFrames } from '../people/types.js'
import type { FramePlan } from '../redaction/types.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { Finding } from '../verdict/finding.js'
import type { Attempt, StageStarts } from './release-when-clean.js'
import { releaseWhenClean, runningState } from './release-when-clean.js'

/**
 * How often a finished file may be redacted again because faces were found in it. Every repeat covers more, so it ends
 * by itself; a picture that still shows faces after these is one a person has to look at.
 */
export const maxRepeats = 4

/** What a request asks of a photo. */
export type PhotoRequest = Pick<
  RedactRequest,
  | 'limits'
  | 'format'
  | keyof SizeWish
  | 'maxShortSidePx'
  | 'thoroughness'
  | 'dryRun'
  | 'style'
  | 'color'
  | 'growShare'
  | 'keep'
  | 'cover'
>

/** What the processing of one photo needs around it. */
export interface PhotoContext {
  readonly signal: AbortSignal
  readonly request: PhotoRequest
  /** What a person decided; without it every face that is found is covered. */
  readonly decision?: PictureDecision
  readonly workshop: MediaWorkshop
  readonly output: OutputFolder
  /** Gives the file's name below the output folder; asked only for a file that may be released. */
  readonly nameFor: (source: SourceFile, target: EncodeTarget) => string
  readonly onState: (state: ItemState) => void
  /** Where somebody stays visible: what was decided of this photo's faces before anything is written. */
  readonly surveyed?: PhotoDecision
}

/** The share of the work that lies before each stage, measured on 12-MP photos at the default setting. */
const startOf: StageStarts = { read: 0, detect: 0.01, redact: 0.65, verify: 0.71, release: 0.99 }

/** Takes one photo from its original to a released file or a named reason why there is none. */
export async function processPhoto(context: PhotoContext, source: SourceFile): Promise<FinishedState> {
  if (!context.surveyed) report(context, 'read')
  const opened = await context.workshop.open(context.signal, source, context.request.limits)
  if (!opened.ok) return ended(opened.error)
  try {
    return await coverAndRelease(context, source, opened.value)
  } finally {
    await opened.value.close()
  }
}

async function coverAndRelease(context: PhotoContext, source: SourceFile, media: OpenMedia): Promise<FinishedState> {
  const { request } = context
  const wish = sizeWishOf(request, media.info.size)
  const format = targetFormat(media.info, request.format, wish)
  if (!format.ok) return ended(format.error)
  const target: EncodeTarget = { format: format.value, ...wish }
  const looked = await lookAt(context, media)
  if (!looked.ok) return ended(looked.error)
  const people = await peopleOf(context, media, looked.value.order)
  if (!people.ok) return ended(people.error)
  const cover: Cover = { ...looked.value, people: people.value }
  if (request.dryRun) return { status: 'planned', coverage: coverageOf(context, media, cover, 0) }

  const staged = await context.output.stage()
  if (!staged.ok) return ended(staged.error)
  try {
    return await writeUntilClean(context, source, media, target, cover, staged.value)
  } finally {
    await staged.value.discard()
  }
}

/** What to cover, and the heads that were seen without a face; undefined where nobody looked for people. */
interface Looked {
  readonly order: CoverOrder
  readonly bareHeads: readonly FrameHeads[] | undefined
}

/** What to cover: all that is found, what was decided before anything was written, or what a person decided. */
async function lookAt(context: PhotoContext, media: OpenMedia): Promise<Result<Looked, ItemFailure>> {
  const { signal, request, decision, surveyed } = context
  if (decision) {
    const order = await orderDecided(context, media, decision)
    return order.ok ? ok({ order: order.value, bareHeads: undefined }) : order
  }
  report(context, 'detect', surveyed ? 1 : 0)
  const looksForPeople = request.thoroughness !== 'fast'
  if (surveyed)
    return ok({ order: { faces: surveyed.covered }, bareHeads: looksForPeople ? surveyed.bareHeads : undefined })
  const found = await media.detect(signal, request.thoroughness, (share) => report(context, 'detect', share))
  if (!found.ok) return found
  const faces = found.value.map(({ frame, faces }) => ({ frame, faces }))
  return ok({ order: { faces }, bareHeads: looksForPeople ? found.value : undefined })
}

/** The cover of a face that now stays visible may have been all that hid its neighbours: they are looked for anew. */
async function orderDecided(
  context: PhotoContext,
  media: OpenMedia,
  decision: PictureDecision,
): Promise<Result<CoverOrder, ItemFailure>> {
  const kept = keptByDecision(decision).filter(({ faces }) => faces.length > 0)
  if (kept.length === 0) return ok({ faces: [], decision })
  report(context, 'detect')
  const around = await media.detectAround(context.signal, kept, context.request.thoroughness)
  return around.ok ? ok({ faces: notDecided(around.value, decision), decision }) : around
}

/** Who stays visible, and what is covered beside the faces. */
type People = Pick<PhotoDecision, 'kept' | 'perhaps'> & MoreCover

interface Cover extends Looked {
  readonly people: People
}

async function peopleOf(
  { signal, request, decision, surveyed }: PhotoContext,
  media: OpenMedia,
  { faces }: CoverOrder,
): Promise<Result<People, ItemFailure>> {
  const { kept, perhaps } = surveyed ?? { kept: [], perhaps: 0 }
  const more = decision
    ? await findMoreCover(signal, media, request.cover, addFaces(coveredFaces(decision), faces), visibleFaces(decision))
    : await findMoreCover(signal, media, request.cover, faces, kept)
  return more.ok ? ok({ kept, perhaps, ...more.value }) : more
}

function planOf(
  { request, decision }: PhotoContext,
  { info }: OpenMedia,
  { order, people }: Cover,
): readonly FramePlan[] {
  // What was decided is covered as it was decided; its faces are repeated only to be grown to heads.
  const decided = decision && request.cover !== 'faces' ? coveredFaces(decision) : []
  const faces = addFaces(regionsFor(request.cover, addFaces(decided, order.faces)), people.regions)
  return planCovers({ ...order, faces }, info.frames, info.grid, request.growShare)
}

function writeUntilClean(
  context: PhotoContext,
  source: SourceFile,
  media: OpenMedia,
  target: EncodeTarget,
  wanted: Cover,
  staged: StagedFile,
): Promise<FinishedState> {
  let cover = wanted
  return releaseWhenClean({
    signal: context.signal,
    maxRepeats,
    attempt: async (repeats) => {
      const coverage = coverageOf(context, media, cover, repeats)
      const attempt = await writeAndExamine(context, media, target, cover, staged, coverage)
      if (attempt.ok)
        cover = { ...cover, order: { ...cover.order, faces: addFaces(cover.order.faces, attempt.value.seen) } }
      return attempt
    },
    release: async (verdict, coverage) => {
      report(context, 'release')
      const committed = await staged.commit(context.nameFor(source, target), verdict)
      return committed.ok ? { status: 'safe', output: committed.value, verdict, coverage } : ended(committed.error)
    },
  })
}

async function writeAndExamine(
  context: PhotoContext,
  media: OpenMedia,
  target: EncodeTarget,
  cover: Cover,
  staged: StagedFile,
  coverage: Coverage,
): Promise<Result<Attempt & { readonly seen: readonly FrameFaces[] }, ItemFailure>> {
  const { signal, request } = context
  const { info } = media
  const look = lookOf({ style: request.style, color: request.color }, isMoving(info))
  const plan = planOf(context, media, cover)
  const accepted = keptFrames(cover.people.kept)
  report(context, 'redact')
  const written = await media.write(signal, plan, look, target, staged.path)
  if (!written.ok) return written
  report(context, 'verify')
  const examined = await media.examine(signal, plan, look, target, request.thoroughness, staged.path, accepted)
  if (!examined.ok) return err(examined.error)
  const seen = withoutKept(examined.value.faces, cover.order.decision)
  return ok({ evidence: examined.value.evidence, remaining: seen.flatMap(asFindings), coverage, seen })
}

function sizeWishOf(
  { maxSizePx: maxLongSidePx, maxShortSidePx, roundSize, defeatFingerprint }: PhotoRequest,
  size: PixelSize,
): SizeWish {
  const maxSizePx = longestSideFor(size, { maxLongSidePx, maxShortSidePx })
  return {
    ...(maxSizePx === undefined ? {} : { maxSizePx }),
    ...(roundSize ? { roundSize } : {}),
    ...(defeatFingerprint ? { defeatFingerprint } : {}),
  }
}

const asFindings = ({ frame, faces }: FrameFaces): readonly Finding[] =>
  faces.map(({ box, confidence }) => ({ code: 'face-visible', frame, box, confidence }))

const coverageOf = (context: PhotoContext, media: OpenMedia, cover: Cover, repeats: number): Coverage => ({
  faces: countCovered(cover.order),
  uncertain: countUncertain(cover.order.faces),
  repeats,
  ...headsCoverage(context, media, cover),
  ...peopleCoverage(context, media, cover),
})

/** Heads that are bare in the end: the release gate may have found a face on one. */
function headsCoverage(
  { request }: PhotoContext,
  { info }: OpenMedia,
  { order, bareHeads }: Cover,
): Pick<Coverage, 'bareHeads'> {
  if (!bareHeads || request.cover !== 'faces') return {}
  const coversOf = (frame: number): readonly Box[] =>
    order.faces
      .filter((entry) => entry.frame === frame)
      .flatMap(({ faces }) => faces.map(({ box }) => grow(box, request.growShare)))
  const left = bareHeads.map(({ frame, bareHeads: heads }) => ({
    frame,
    bareHeads: withoutCover(heads, coversOf(frame)),
  }))
  return { bareHeads: countBareHeads(left, isMoving(info)) }
}

function peopleCoverage(context: PhotoContext, media: OpenMedia, cover: Cover): Pick<Coverage, 'people'> {
  const { keep, cover: extent } = context.request
  const shown = context.decision ? keptFaces(context.decision) : cover.people.kept
  if (keep.length === 0 && shown.length === 0 && extent === 'faces') return {}
  const { perhaps, bareHeads } = cover.people
  const kept = stillVisible(shown, planOf(context, media, cover), media.info.frames)
  const nobodyKept = keep.length > 0 && isMoving(media.info) ? ({ nobodyKept: 'moving-picture' } as const) : {}
  return { people: { kept, perhaps, bareHeads, ...nobodyKept } }
}

function report(context: PhotoContext, stage: Stage, share = 0): void {
  context.onState(runningState(startOf, stage, share))
}
