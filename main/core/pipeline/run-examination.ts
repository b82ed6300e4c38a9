import type { InspectedItem, VerifiedItem } from '../contract/engine.js'
import type { InspectRequest, VerifyRequest } from '../contract/requests.js'
import type { ItemFailure } from '../job/reasons.js'
import { failed } from '../job/reasons.js'
import type { DiscoverOptions, Inspection, MediaWorkshop, SourceFile, SourceFiles } from '../ports.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { Audit } from '../verdict/audit.js'
import type { VideoWorkshop } from '../video/ports.js'
import { defaultVideoLimits } from '../video/types.js'

/** Where the files come from and what opens them. */
export interface ExaminationContext {
  readonly signal: AbortSignal
  readonly sources: SourceFiles
  readonly workshop: MediaWorkshop
  readonly videos: VideoWorkshop
}

/** Tells of each file what it would give away. */
export async function runInspection(
  context: ExaminationContext,
  request: InspectRequest,
  onItem: (item: InspectedItem) => void,
): Promise<void> {
  const { signal, workshop } = context
  const options = { recursive: request.recursive, watch: false }
  await forEachFile(context, request.inputs, options, async (input, source) => {
    const result = await attempt(source, async (file) =>
      (await isVideo(context, file))
        ? inspectVideo(context, request, file)
        : workshop.inspect(signal, file, request.limits, request.thoroughness),
    )
    onItem(result.ok ? { input, ok: true, inspection: result.value } : { input, ok: false, failure: result.error })
  })
}

/** Tells of each file what keeps it from being safe to publish. */
export async function runVerification(
  context: ExaminationContext,
  request: VerifyRequest,
  onItem: (item: VerifiedItem) => void,
): Promise<void> {
  const { signal } = context
  // A folder is safe to publish only with all that lies in it, also what a file manager does not show.
  const options = { recursive: true, includeSystemEntries: true, watch: false }
  await forEachFile(context, request.inputs, options, async (input, source) => {
    const result = await attempt(source, async (file) =>
      (await isVideo(context, file))
        ? context.videos.audit(signal, file, defaultVideoLimits, request.thoroughness)
        : auditPicture(context, request, file),
    )
    onItem(result.ok ? { input, ok: true, ...result.value } : { input, ok: false, failure: result.error })
  })
}

const isVideo = async (context: ExaminationContext, file: SourceFile): Promise<boolean> =>
  (await context.videos.recognize(file)) !== undefined

async function inspectVideo(
  context: ExaminationContext,
  request: InspectRequest,
  file: SourceFile,
): Promise<Result<Inspection, ItemFailure>> {
  const told = await context.videos.inspect(context.signal, file, defaultVideoLimits, request.thoroughness)
  if (!told.ok) return told
  const { container, size, frames, traces, mostFaces } = told.value
  return { ok: true, value: { format: container, size, frames, traces, faces: mostFaces } }
}

async function auditPicture(
  { signal, workshop }: ExaminationContext,
  { limits, thoroughness }: VerifyRequest,
  file: SourceFile,
): Promise<Result<Audit, ItemFailure>> {
  const audited = await workshop.audit(signal, file, limits, thoroughness)
  return audited.ok ? ok({ findings: audited.value, remarks: [] }) : audited
}

async function forEachFile(
  context: ExaminationContext,
  inputs: readonly string[],
  options: DiscoverOptions,
  visit: (input: string, source: Result<SourceFile, ItemFailure>) => Promise<void>,
): Promise<void> {
  const { signal, sources } = context
  for await (const entry of sources.discover(signal, inputs, options)) {
    if (signal.aborted) return
    if (entry.kind === 'file') await visit(entry.source.path, { ok: true, value: entry.source })
    else await visit(entry.path, err(entry.failure))
  }
}

/** A defect met in one file must not hide what the others have to tell. */
async function attempt<Value>(
  source: Result<SourceFile, ItemFailure>,
  examine: (source: SourceFile) => Promise<Result<Value, ItemFailure>>,
): Promise<Result<Value, ItemFailure>> {
  if (!source.ok) return source
  try {
    return await examine(source.value)
  } catch (error) {
    return err(failed({ code: 'internal', detail: error instanceof Error ? error.name : 'unknown' }))
  }
}
