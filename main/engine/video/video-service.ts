import type { ItemFailure } from '../../core/job/reasons.js'
import { canceled, failed } from '../../core/job/reasons.js'
import type { FaceIdentifier } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import type { OpenVideo } from '../../core/video/ports.js'
import type { DetectorOptions } from '../detect/create-face-detector.js'
import { MediaFailure, corrupt, settle } from '../image/media-failure.js'
import type { CodecChoice } from './choose-codec.js'
import { builtInAlone, chooseCodec } from './choose-codec.js'
import { describeFaces } from './describe-faces.js'
import { auditVideo, inspectVideo } from './foreign-video.js'
import type { FrameDetector } from './frame-detector.js'
import { createFrameDetector } from './onnx-frame-detector.js'
import type { VideoTools } from './open-video.js'
import { openVideo } from './open-video.js'
import { previewVideo } from './preview-video.js'
import type { AnyVideoCall } from './video-calls.js'
import type { VideoCodec } from './video-codec.js'

/** Answers the calls about videos inside a worker; holds at most one open video. */
export class VideoService {
  readonly #tools: VideoTools
  #open: OpenVideo | undefined

  constructor(
    options: { readonly threads: number; readonly detector: DetectorOptions; readonly videoCodec?: CodecChoice },
    identifier: () => Promise<FaceIdentifier>,
  ) {
    let detector: Promise<FrameDetector> | undefined
    let codec: Promise<VideoCodec> | undefined
    this.#tools = {
      codec: () => (codec ??= chooseCodec(options.videoCodec ?? builtInAlone)),
      detector: () => (detector ??= load(options.detector)),
      identifier,
      threads: options.threads,
    }
  }

  async answer(
    signal: AbortSignal,
    call: AnyVideoCall,
    onProgress: (share: number) => void,
  ): Promise<Result<unknown, ItemFailure>> {
    const tools = this.#tools
    switch (call.name) {
      case 'video-open':
        return this.#openFile(signal, call.request)
      case 'video-close':
        await this.#close()
        return ok(undefined)
      case 'video-inspect':
        return settle(signal, 'inspect', () => inspectVideo(signal, call.request, tools, onProgress))
      case 'video-audit':
        return settle(signal, 'audit', () => auditVideo(signal, call.request, tools, onProgress))
      case 'video-preview':
        return settle(signal, 'preview', () => previewVideo(signal, call.request.source, call.request.order, tools))
      case 'video-describe':
        return settle(signal, 'describe', () => {
          const { identifier } = tools
          if (!identifier) throw corrupt()
          return describeFaces(
            signal,
            call.request,
            { codec: tools.codec, identifier, threads: tools.threads },
            onProgress,
          )
        })
      case 'video-detect':
      case 'video-tracks':
      case 'video-park':
      case 'video-resume':
      case 'video-decide':
      case 'video-recognize':
      case 'video-write':
      case 'video-examine':
      case 'video-poster':
        if (!this.#open) return err(failed({ code: 'internal', detail: 'no open video' }))
        return onOpenVideo(signal, this.#open, call, onProgress)
    }
  }

  async #openFile(
    signal: AbortSignal,
    { source, limits, part }: Extract<AnyVideoCall, { name: 'video-open' }>['request'],
  ): Promise<Result<unknown, ItemFailure>> {
    await this.#close()
    // Loading the networks takes longer than opening the file. A failure shows where they are used.
    this.#tools.detector().catch(() => undefined)
    const opened = await settle(signal, 'open', () => openVideo(source, limits, this.#tools, part))
    if (!opened.ok) return opened
    if (signal.aborted) {
      await opened.value.close()
      return err(canceled)
    }
    this.#open = opened.value
    return ok(opened.value.info)
  }

  async #close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    await open?.close()
  }
}

async function load(options: DetectorOptions): Promise<FrameDetector> {
  const created = await createFrameDetector(options)
  if (created.ok) return created.value
  throw new MediaFailure(failed({ code: 'internal', detail: `detector: ${created.error.code}` }))
}

function onOpenVideo(
  signal: AbortSignal,
  video: OpenVideo,
  call: Exclude<
    AnyVideoCall,
    { name: 'video-open' | 'video-close' | 'video-inspect' | 'video-audit' | 'video-preview' | 'video-describe' }
  >,
  onProgress: (share: number) => void,
): Promise<Result<unknown, ItemFailure>> {
  switch (call.name) {
    case 'video-detect':
      return video.detect(signal, call.request.thoroughness, onProgress, call.request.extent)
    case 'video-park':
      return video.park(signal)
    case 'video-resume':
      return video.resume(signal, call.request.parked, onProgress)
    case 'video-tracks':
      return video.tracks(signal)
    case 'video-decide':
      return video.decide(signal, call.request.decision, onProgress)
    case 'video-recognize': {
      const { item, people } = call.request
      return video.recognize(signal, item, people, onProgress)
    }
    case 'video-write': {
      const { cover, target, stagedPath } = call.request
      return video.write(signal, cover, target, stagedPath, onProgress)
    }
    case 'video-examine': {
      const { cover, target, thoroughness, stagedPath } = call.request
      return video.examine(signal, cover, target, thoroughness, stagedPath, onProgress)
    }
    case 'video-poster': {
      const { target, thoroughness, stagedPath, posterPath } = call.request
      return video.poster(signal, target, thoroughness, stagedPath, posterPath)
    }
  }
}
