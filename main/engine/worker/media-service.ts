import { canceled, failed } from '../../core/job/reasons.js'
import type { Preview } from '../../core/contract/engine.js'
import type { FaceDetector, FaceIdentifier, OpenMedia, PersonDetector } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import type { ItemFailure } from '../../core/job/reasons.js'
import { auditFile, inspectFile } from '../image/foreign-file.js'
import { MediaFailure, settle } from '../image/media-failure.js'
import type { MediaTools } from '../image/open-media.js'
import { openMedia } from '../image/open-media.js'
import { openPicture } from '../image/open-picture.js'
import { renderPreview } from '../image/preview.js'
import { readSource } from '../image/read-source.js'
import { prepareSharp } from '../image/sharp-decode.js'
import { collectMetadataStrings } from '../metadata/collect-metadata-strings.js'
import { findRemains } from '../metadata/find-remains.js'
import { inspectMetadata } from '../metadata/inspect-metadata.js'
import { walkStructure } from '../structure/walk-structure.js'
import type { AnyVideoCall } from '../video/video-calls.js'
import { isVideoCall } from '../video/video-calls.js'
import { VideoService } from '../video/video-service.js'
import type { AnyCall, CallRequest, WorkerOptions } from './protocol.js'

/** Answers calls inside the worker; holds at most one open picture. */
export interface MediaService {
  answer(signal: AbortSignal, call: AnyCall, onProgress: (share: number) => void): Promise<Result<unknown, ItemFailure>>
}

export function createMediaService(options: WorkerOptions): MediaService {
  prepareSharp(options.threads)
  let detector: Promise<FaceDetector> | undefined
  let identifier: Promise<FaceIdentifier> | undefined
  let personDetector: Promise<PersonDetector> | undefined
  const tools: MediaTools = {
    detector: () => (detector ??= loadDetector(options)),
    // Few jobs ask for these; a job that does not pays nothing for them.
    identifier: () => (identifier ??= loadIdentifier(options)),
    personDetector: () => (personDetector ??= loadPersonDetector(options)),
    examiners: {
      walkStructure,
      findRemains: (original, finished) => findRemains(finished, collectMetadataStrings(original)),
    },
    inspectMetadata,
  }
  // Loading the model takes longer than anything else at the start. A failure shows at the first use.
  if (options.preload) tools.detector().catch(() => (detector = undefined))
  const pictures = new PictureService(tools)
  const videos = new VideoService(options, tools.identifier)
  return {
    answer: (signal, call, onProgress) =>
      isVideoCall(call) ? videos.answer(signal, call, onProgress) : pictures.answer(signal, call, onProgress),
  }
}

async function loadDetector(options: WorkerOptions): Promise<FaceDetector> {
  const { createFaceDetector } = await import('../detect/create-face-detector.js')
  const created = await createFaceDetector(options.detector)
  if (created.ok) return created.value
  throw new MediaFailure(failed({ code: 'internal', detail: `detector: ${created.error.code}` }))
}

async function loadIdentifier({ detector }: WorkerOptions): Promise<FaceIdentifier> {
  const { createFaceIdentifier } = await import('../identify/create-face-identifier.js')
  const created = await createFaceIdentifier(detector.modelsFolder)
  if (created.ok) return created.value
  throw new MediaFailure(failed({ code: 'internal', detail: `identifier: ${created.error.code}` }))
}

async function loadPersonDetector({ detector }: WorkerOptions): Promise<PersonDetector> {
  const { createPersonDetector } = await import('../people/create-person-detector.js')
  const created = await createPersonDetector(detector.modelsFolder, detector.threads)
  if (created.ok) return created.value
  throw new MediaFailure(failed({ code: 'internal', detail: `person detector: ${created.error.code}` }))
}

type PictureCall = Exclude<AnyCall, AnyVideoCall>

class PictureService {
  readonly #tools: MediaTools
  #open: OpenMedia | undefined
  /** The present call's. Examinations look often and tell nothing in between: each look is a sign of life. */
  #onLook: () => void = () => undefined

  constructor(tools: MediaTools) {
    this.#tools = { ...tools, detector: async () => this.#alive(await tools.detector()) }
  }

  #alive(detector: FaceDetector): FaceDetector {
    return {
      detect: (...order) => detector.detect(...order),
      detectRemaining: async (...order) => {
        const faces = await detector.detectRemaining(...order)
        this.#onLook()
        return faces
      },
      close: () => detector.close(),
    }
  }

  async answer(
    signal: AbortSignal,
    call: PictureCall,
    onProgress: (share: number) => void,
  ): Promise<Result<unknown, ItemFailure>> {
    switch (call.name) {
      case 'open':
        return this.#openFile(signal, call.request)
      case 'close':
        this.#open = undefined
        return ok(undefined)
      case 'inspect':
        return settle(signal, 'inspect', () => inspectFile(signal, call.request, this.#tools, onProgress))
      case 'audit':
        return settle(signal, 'audit', () => auditFile(signal, call.request, this.#tools, onProgress))
      case 'preview':
        return settle(signal, 'preview', () => this.#preview(call.request))
      case 'detect':
      case 'traces':
      case 'write':
      case 'examine':
      case 'describe':
      case 'detect-around':
      case 'detect-people':
        if (!this.#open) return err(failed({ code: 'internal', detail: 'no open picture' }))
        this.#onLook = call.name === 'examine' ? () => onProgress(0) : () => undefined
        return onOpenPicture(signal, this.#open, call, onProgress)
    }
  }

  async #preview({ source, order }: CallRequest<'preview'>): Promise<Preview> {
    const { at, limits } = order
    const picture = await openPicture(await readSource(source, limits), limits)
    const frame = at.unit === 'frame' ? Math.min(at.frame, picture.info.frames.length - 1) : 0
    return renderPreview(await picture.frame(frame), picture.info.grid, order)
  }

  async #openFile(signal: AbortSignal, request: CallRequest<'open'>): Promise<Result<unknown, ItemFailure>> {
    this.#open = undefined
    const opened = await settle(signal, 'open', async () => {
      const bytes = await readSource(request.source, request.limits)
      return openMedia(bytes, request.limits, this.#tools)
    })
    if (!opened.ok) return opened
    if (signal.aborted) return err(canceled)
    this.#open = opened.value
    return ok(opened.value.info)
  }
}

function onOpenPicture(
  signal: AbortSignal,
  media: OpenMedia,
  call: Extract<
    AnyCall,
    { name: 'detect' | 'traces' | 'write' | 'examine' | 'describe' | 'detect-around' | 'detect-people' }
  >,
  onProgress: (share: number) => void,
): Promise<Result<unknown, ItemFailure>> {
  switch (call.name) {
    case 'detect':
      return media.detect(signal, call.request.thoroughness, onProgress)
    case 'traces':
      return media.traces(signal)
    case 'write': {
      const { plan, look, target, stagedPath } = call.request
      return media.write(signal, plan, look, target, stagedPath)
    }
    case 'examine': {
      const { plan, look, target, thoroughness, stagedPath, accepted } = call.request
      return media.examine(signal, plan, look, target, thoroughness, stagedPath, accepted)
    }
    case 'describe':
      return media.describe(signal, call.request.found)
    case 'detect-around':
      return media.detectAround(signal, call.request.visible, call.request.thoroughness)
    case 'detect-people':
      return media.detectPeople(signal)
  }
}
