import { countFaces } from '../core/detection/faces.js'
import type { FrameFaces } from '../core/detection/types.js'
import type { ItemFailure } from '../core/job/reasons.js'
import type { Result } from '../core/result.js'
import { err, ok } from '../core/result.js'
import type { MediaInfo, MediaWorkshop, OpenMedia } from '../core/ports.js'
import type { DetectorOptions } from './detect/create-face-detector.js'
import type { CallName, CallRequest, CallResult, WorkerOptions } from './worker/protocol.js'
import { WorkerPool } from './worker/worker-pool.js'
import type { WorkerProcess } from './worker/worker-process.js'

export interface MediaWorkshopOptions {
  /** Handed to `createFaceDetector` in each worker. */
  readonly detector: DetectorOptions
  /** Pictures worked on at the same time. */
  readonly jobs: number
  /** Resident memory of one worker at which its picture is given up. */
  readonly memoryLimitBytes?: number
  /** How long a worker may be silent while it opens a picture, and its base for everything else. */
  readonly stallLimitMs?: number
  /** An idle worker ends after this time. */
  readonly idleMs?: number
}

const defaultMemoryLimitBytes = 1_200_000_000
const defaultStallLimitMs = 45_000
const defaultIdleMs = 30_000
/** Added to the limit for each million pixels of all frames. */
const stallMsPerMegapixel = 3_000

/** A `MediaWorkshop` that gives each picture a process of its own out of a pool. Starts `jobs` of them at once. */
export function createMediaWorkshop(options: MediaWorkshopOptions): MediaWorkshop {
  const stallLimitMs = options.stallLimitMs ?? defaultStallLimitMs
  const workerOptions: WorkerOptions = {
    memoryLimitBytes: options.memoryLimitBytes ?? defaultMemoryLimitBytes,
    threads: options.detector.threads,
    detector: options.detector,
    preload: true,
  }
  const pool = new WorkerPool({ ...workerOptions, keepIdle: options.jobs, idleMs: options.idleMs ?? defaultIdleMs })
  pool.prewarm(options.jobs)
  // Pictures for a person to look at come from a process of their own, so that they need not wait for detection.
  const previews = new WorkerPool({
    ...workerOptions,
    threads: 1,
    preload: false,
    keepIdle: 1,
    idleMs: options.idleMs ?? defaultIdleMs,
  })

  const once = async <Name extends CallName>(
    signal: AbortSignal,
    name: Name,
    request: CallRequest<Name>,
    limitMs: number,
  ): Promise<CallResult<Name>> => {
    const worker = pool.acquire()
    const result = await worker.call(signal, name, request, { limitMs })
    pool.release(worker)
    return result
  }

  return {
    open: async (signal, source, limits) => {
      const worker = pool.acquire()
      const opened = await worker.call(signal, 'open', { source, limits }, { limitMs: stallLimitMs })
      if (opened.ok) return ok(remoteMedia(pool, worker, opened.value, stallLimitMs))
      pool.release(worker)
      return err(opened.error)
    },
    inspect: (signal, source, limits, thoroughness) =>
      once(signal, 'inspect', { source, limits, thoroughness }, stallLimitMs),
    audit: (signal, source, limits, thoroughness) =>
      once(signal, 'audit', { source, limits, thoroughness }, stallLimitMs),
    preview: async (signal, source, order) => {
      const worker = previews.acquire()
      const result = await worker.call(signal, 'preview', { source, order }, { limitMs: stallLimitMs })
      previews.release(worker)
      return result
    },
    close: async () => {
      await Promise.all([pool.close(), previews.close()])
    },
  }
}

/** A crowd may have a thousand faces, each looked at by itself. */
const msPerFace = 2_000
const describeMs = (found: readonly FrameFaces[]): number => countFaces(found) * msPerFace

/** The parent's side of one open picture. */
function remoteMedia(pool: WorkerPool, worker: WorkerProcess, info: MediaInfo, stallLimitMs: number): OpenMedia {
  const pixels = info.frames.reduce((sum, size) => sum + size.width * size.height, 0)
  const limitMs = Math.round(stallLimitMs + (pixels / 1_000_000) * stallMsPerMegapixel)
  let closed: Promise<void> | undefined
  return {
    info,
    detect: (signal, thoroughness, onProgress) =>
      worker.call(signal, 'detect', { thoroughness }, { limitMs, onProgress }),
    write: (signal, plan, look, target, stagedPath) =>
      worker.call(signal, 'write', { plan, look, target, stagedPath }, { limitMs }),
    examine: (signal, plan, look, target, thoroughness, stagedPath, accepted = []) =>
      worker.call(signal, 'examine', { plan, look, target, thoroughness, stagedPath, accepted }, { limitMs }),
    describe: (signal, found) => worker.call(signal, 'describe', { found }, { limitMs: limitMs + describeMs(found) }),
    detectAround: (signal, visible, thoroughness) =>
      worker.call(signal, 'detect-around', { visible, thoroughness }, { limitMs: limitMs + describeMs(visible) }),
    detectPeople: (signal) => worker.call(signal, 'detect-people', { all: true }, { limitMs }),
    traces: (signal) => worker.call(signal, 'traces', { all: true }, { limitMs }),
    close: () => (closed ??= closePicture(pool, worker, stallLimitMs)),
  }
}

async function closePicture(pool: WorkerPool, worker: WorkerProcess, limitMs: number): Promise<void> {
  const result: Result<void, ItemFailure> = await worker.call(
    new AbortController().signal,
    'close',
    { forget: true },
    { limitMs },
  )
  if (!result.ok) worker.kill(result.error)
  pool.release(worker)
}
