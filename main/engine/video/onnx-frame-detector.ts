import { Worker } from 'node:worker_threads'
import type { ModelError } from '../../core/contract/engine.js'
import { failed } from '../../core/job/reasons.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import type { ModelFolders } from '../detect/model-files.js'
import { readModels, readPeopleModel } from '../detect/model-files.js'
import { MediaFailure, throwIfAborted } from '../image/media-failure.js'
import type { FrameDetector, ScoredBox } from './frame-detector.js'
import { maxLooksAtOnce } from './frame-detector.js'
import type { LookReply, LookRequest, LookThreadData } from './look-thread.js'

/** A detector for frames over the verified models, at most `threads` looks at once. */
export async function createFrameDetector(
  options: ModelFolders & { readonly threads: number },
): Promise<Result<FrameDetector, ModelError>> {
  const models = await readModels(options)
  if (!models.ok) return models
  const people = await readPeopleModel(options.modelsFolder)
  if (!people.ok) return people
  const data: LookThreadData = { models: models.value, people: people.value }
  const count = Math.max(1, Math.min(maxLooksAtOnce, options.threads))
  const opened = await Promise.all(Array.from({ length: count }, () => LookThread.open(data)))
  const threads: LookThread[] = []
  let refused: ModelError | undefined
  for (const result of opened) {
    if (result.ok) threads.push(result.value)
    else refused = result.error
  }
  const close = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.close()))
  }
  if (refused) {
    await close()
    return err(refused)
  }
  const look: LookThread['look'] = (request, given) =>
    threads.reduce((best, thread) => (thread.waiting < best.waiting ? thread : best)).look(request, given)
  return ok({
    propose: (signal, views) => {
      throwIfAborted(signal)
      return look(
        { kind: 'propose', views },
        views.map(({ image: { data } }) => data.buffer),
      )
    },
    ...(people.value && {
      // Always the same thread, so that only one of them loads that network.
      findPeople: async (signal, image) => {
        throwIfAborted(signal)
        return threads.at(-1)?.look({ kind: 'people', image }, [image.data.buffer]) ?? []
      },
    }),
    detectRemaining: async (signal, image, thoroughness) => {
      throwIfAborted(signal)
      const seen = await look({ kind: 'remaining', image, thoroughness })
      return seen.map(({ box, score }) => ({ box, confidence: score, uncertain: false }))
    },
    close,
  })
}

interface Waiting {
  readonly resolve: (boxes: readonly ScoredBox[]) => void
  readonly reject: (error: unknown) => void
}

/** The near side of one thread, see [Note: Threads that look]. */
class LookThread {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #hasEnded = false

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (reply: LookReply) => this.#answer(reply))
    worker.on('error', () => this.#fail('thread'))
    worker.on('exit', () => this.#fail('thread ended'))
    // The thread keeps the process alive only while somebody waits for it.
    worker.unref()
  }

  static open(workerData: LookThreadData): Promise<Result<LookThread, ModelError>> {
    const { models } = workerData
    const worker = new Worker(new URL('./look-thread.js', import.meta.url), { workerData, execArgv: [] })
    return new Promise((resolve) => {
      const unusable = (file: string): void => resolve(err({ code: 'model-unusable', file, detail: 'load' }))
      worker.once('message', (reply: LookReply) => {
        worker.removeAllListeners('error')
        if (reply.type === 'ready') resolve(ok(new LookThread(worker)))
        else unusable(reply.type === 'unusable' ? reply.file : '')
      })
      worker.once('error', () => unusable(models[0]?.entry.file ?? ''))
    })
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** The memory in `given` is handed over, which spares copying it. */
  look(request: LookRequest, given: readonly ArrayBufferLike[] = []): Promise<readonly ScoredBox[]> {
    if (this.#hasEnded) return Promise.reject(lookFailed('thread ended'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage(
        request,
        given.filter((memory) => memory instanceof ArrayBuffer),
      )
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #answer(reply: LookReply): void {
    const waiting = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#worker.unref()
    if (reply.type === 'seen') waiting?.resolve(reply.boxes)
    else waiting?.reject(lookFailed(reply.type === 'failed' ? reply.detail : reply.type))
  }

  #fail(detail: string): void {
    this.#hasEnded = true
    for (const { reject } of this.#waiting.splice(0)) reject(lookFailed(detail))
  }
}

const lookFailed = (detail: string): MediaFailure =>
  new MediaFailure(failed({ code: 'internal', detail: `look: ${detail}` }))
