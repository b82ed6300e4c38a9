import { open } from 'node:fs/promises'
import { err, ok } from '../core/result.js'
import type { OpenVideo, VideoWorkshop } from '../core/video/ports.js'
import type { VideoContainer, VideoInfo } from '../core/video/types.js'
import type { DetectorOptions } from './detect/create-face-detector.js'
import { nativePath } from './files/native-path.js'
import { readFlags } from './files/read-flags.js'
import type { CodecChoice } from './video/choose-codec.js'
import { containerOf } from './video/open-input.js'
import { WorkerPool } from './worker/worker-pool.js'
import type { WorkerProcess } from './worker/worker-process.js'

export interface VideoWorkshopOptions {
  /** Handed to the detectors in each worker. */
  readonly detector: DetectorOptions
  /** What videos are read and written with; absent: node-av alone. */
  readonly codec?: CodecChoice
  /** Resident memory of one worker at which its video is given up. */
  readonly memoryLimitBytes?: number
  /** How long a worker may be silent: no frame takes as long, however long the video is. */
  readonly stallLimitMs?: number
}

const defaultMemoryLimitBytes = 1_500_000_000
const defaultStallLimitMs = 120_000

/** A `VideoWorkshop` that gives each video a process of its own, which ends with it. */
export function createVideoWorkshop(options: VideoWorkshopOptions): VideoWorkshop {
  const limitMs = options.stallLimitMs ?? defaultStallLimitMs
  const pool = new WorkerPool({
    memoryLimitBytes: options.memoryLimitBytes ?? defaultMemoryLimitBytes,
    threads: options.detector.threads,
    detector: options.detector,
    ...(options.codec ? { videoCodec: options.codec } : {}),
    // What finds faces in pictures is of no use to videos, which load their own when one is opened.
    preload: false,
    keepIdle: 0,
    idleMs: 0,
  })
  const once: Pick<VideoWorkshop, 'inspect' | 'audit' | 'describe' | 'preview'> = {
    describe: async (signal, source, limits, looks) => {
      const worker = pool.acquire()
      const options = { limitMs, onProgress: () => undefined }
      const result = await worker.call(signal, 'video-describe', { source, limits, looks }, options)
      pool.release(worker)
      return result
    },
    inspect: async (signal, source, limits, thoroughness) => {
      const worker = pool.acquire()
      const result = await worker.call(
        signal,
        'video-inspect',
        { source, limits, thoroughness },
        { limitMs, onProgress: () => undefined },
      )
      pool.release(worker)
      return result
    },
    audit: async (signal, source, limits, thoroughness) => {
      const worker = pool.acquire()
      const result = await worker.call(
        signal,
        'video-audit',
        { source, limits, thoroughness },
        { limitMs, onProgress: () => undefined },
      )
      pool.release(worker)
      return result
    },
    preview: async (signal, source, order) => {
      const worker = pool.acquire()
      const result = await worker.call(signal, 'video-preview', { source, order }, { limitMs })
      pool.release(worker)
      return result
    },
  }
  return {
    recognize: ({ path }) => recognize(path),
    open: async (signal, source, limits, part) => {
      const worker = pool.acquire()
      const opened = await worker.call(signal, 'video-open', { source, limits, part }, { limitMs })
      if (opened.ok) return ok(remoteVideo(pool, worker, opened.value, limitMs))
      pool.release(worker)
      return err(opened.error)
    },
    ...once,
    close: () => pool.close(),
  }
}

/** Looks at the first bytes only; what cannot be read is no video and fails where pictures are opened. */
async function recognize(path: string): Promise<VideoContainer | undefined> {
  try {
    const handle = await open(nativePath(path), readFlags)
    try {
      return (await handle.stat()).isFile() ? await containerOf(handle) : undefined
    } finally {
      await handle.close()
    }
  } catch {
    return undefined
  }
}

/** The parent's side of one open video. */
function remoteVideo(pool: WorkerPool, worker: WorkerProcess, info: VideoInfo, limitMs: number): OpenVideo {
  let closed: Promise<void> | undefined
  return {
    info,
    detect: (signal, thoroughness, onProgress, extent) =>
      worker.call(signal, 'video-detect', { thoroughness, extent }, { limitMs, onProgress }),
    park: (signal) => worker.call(signal, 'video-park', { all: true }, { limitMs }),
    resume: (signal, parked, onProgress) => worker.call(signal, 'video-resume', { parked }, { limitMs, onProgress }),
    tracks: (signal) => worker.call(signal, 'video-tracks', { all: true }, { limitMs }),
    decide: (signal, decision, onProgress) =>
      worker.call(signal, 'video-decide', { decision }, { limitMs, ...(onProgress ? { onProgress } : {}) }),
    recognize: (signal, item, people, onProgress) =>
      worker.call(signal, 'video-recognize', { item, people }, { limitMs, onProgress }),
    write: (signal, cover, target, stagedPath, onProgress) =>
      worker.call(signal, 'video-write', { cover, target, stagedPath }, { limitMs, onProgress }),
    examine: (signal, cover, target, thoroughness, stagedPath, onProgress) =>
      worker.call(signal, 'video-examine', { cover, target, thoroughness, stagedPath }, { limitMs, onProgress }),
    poster: (signal, target, thoroughness, stagedPath, posterPath) =>
      worker.call(signal, 'video-poster', { target, thoroughness, stagedPath, posterPath }, { limitMs }),
    close: () => (closed ??= closeVideo(pool, worker, limitMs)),
  }
}

async function closeVideo(pool: WorkerPool, worker: WorkerProcess, limitMs: number): Promise<void> {
  const result = await worker.call(new AbortController().signal, 'video-close', { forget: true }, { limitMs })
  if (!result.ok) worker.kill(result.error)
  pool.release(worker)
}
