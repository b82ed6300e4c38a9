import { canceled } from '../../core/job/reasons.js'
import type { WorkerOptions } from './protocol.js'
import { WorkerProcess } from './worker-process.js'

export interface WorkerPoolOptions extends WorkerOptions {
  /** Idle workers kept at most. */
  readonly keepIdle: number
  /** An idle worker ends after this time. */
  readonly idleMs: number
}

/** Hands out processes, one for each open picture, and replaces those that were lost or have grown. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #idle: { readonly worker: WorkerProcess; readonly timer: NodeJS.Timeout }[] = []
  readonly #all = new Set<WorkerProcess>()
  #closed = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
  }

  /** Starts processes, so that the first pictures need not wait for them. */
  prewarm(count: number): void {
    while (this.#all.size < count) this.release(this.#start())
  }

  acquire(): WorkerProcess {
    for (let entry = this.#idle.pop(); entry; entry = this.#idle.pop()) {
      clearTimeout(entry.timer)
      if (entry.worker.isAlive) return entry.worker
    }
    return this.#start()
  }

  /** Takes back a worker that has no open picture any more. */
  release(worker: WorkerProcess): void {
    const hasGrown = worker.rssBytes > this.#options.memoryLimitBytes / 2
    if (!worker.isAlive || hasGrown || this.#closed || this.#idle.length >= this.#options.keepIdle) {
      worker.kill(canceled)
      return
    }
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((entry) => entry.worker === worker)
      if (at >= 0) this.#idle.splice(at, 1)
      worker.kill(canceled)
    }, this.#options.idleMs)
    timer.unref()
    this.#idle.push({ worker, timer })
  }

  /** Ends every process and waits until they are gone. */
  async close(): Promise<void> {
    this.#closed = true
    for (const entry of this.#idle.splice(0)) clearTimeout(entry.timer)
    const workers = [...this.#all]
    for (const worker of workers) worker.kill(canceled)
    await Promise.all(workers.map((worker) => worker.exited))
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess(this.#options)
    this.#all.add(worker)
    void worker.exited.then(() => this.#all.delete(worker))
    return worker
  }
}
