import { parentPort, workerData } from 'node:worker_threads'
import type { Pass } from '../../core/detection/plan.js'
import { normalise } from '../../core/detection/proposal.js'
import type { Thoroughness } from '../../core/detection/types.js'
import type { RgbImage } from '../../core/ports.js'
import { heads } from '../detect/heads/heads.js'
import type { VerifiedModel } from '../detect/model-files.js'
import type { Network } from '../detect/network.js'
import { networkOf, openSession } from '../detect/network.js'
import { proposalScore, runPasses } from '../detect/run-passes.js'
import type { ScoredBox } from './frame-detector.js'

/**
 * [Note: Threads that look]
 *
 * onnxruntime's binding computes on the thread that calls it, whatever its promise suggests: the thread that decodes
 * would stand still meanwhile. Each look therefore runs in a thread of its own, with a network that computes on that
 * thread alone; one network on each of two frames goes further than two threads on one.
 */
export interface LookThreadData {
  readonly models: readonly VerifiedModel[]
}

export interface LookRequest {
  readonly image: RgbImage
  /** Counts the looks at this video. */
  readonly index: number
  readonly thoroughness: Thoroughness
}

/** `ready` once; then one answer for each request, in order. */
export type LookReply =
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly file: string }
  | { readonly type: 'seen'; readonly boxes: readonly ScoredBox[] }
  | { readonly type: 'failed'; readonly detail: string }

/** Longest side of what the network sees in one look, in pixels. */
const coarsePx = 640
const finePx: Readonly<Record<Thoroughness, number>> = { fast: 832, balanced: 1024, thorough: 1280 }

/** Small pictures are enlarged no more than photos are: what is seen in blocks and blur beyond that is no face. */
const largestEnlargement = 2

/**
 * Looks at the frames in turn at different scales, sometimes mirrored: the same person is in all of them, so that
 * neighbouring frames bring what several passes over one picture would.
 */
function passesOf(image: RgbImage, index: number, thoroughness: Thoroughness): readonly Pass[] {
  const side = Math.max(image.width, image.height)
  const shrink = Math.min(1, (largestEnlargement * side) / finePx[thoroughness])
  const pass = (px: number, mirrored: boolean): Pass => {
    return { scale: (shrink * px) / side, mirrored, quarterTurns: 0, anchor: true }
  }
  const fine = pass(finePx[thoroughness], index % 4 === 2)
  const coarse = pass(coarsePx, index % 4 === 3)
  if (thoroughness === 'thorough') return [fine, coarse]
  return [index % 2 === 0 ? fine : coarse]
}

async function lookAt(networks: readonly Network[], { image, index, thoroughness }: LookRequest): Promise<ScoredBox[]> {
  const { signal } = new AbortController()
  const found: ScoredBox[] = []
  for (const network of networks) {
    const passes = passesOf(image, index, thoroughness)
    for (const { proposals } of await runPasses(signal, network, image, passes, proposalScore))
      found.push(...proposals.map(({ box, score }) => ({ box: normalise(box, image), score })))
  }
  return found
}

const send = (reply: LookReply): void => parentPort?.postMessage(reply)

async function openNetworks({ models }: LookThreadData): Promise<readonly Network[] | undefined> {
  const networks: Network[] = []
  for (const { entry, bytes } of models) {
    try {
      networks.push(networkOf(await openSession(bytes, 1), heads[entry.head], entry.input))
    } catch {
      send({ type: 'unusable', file: entry.file })
      return undefined
    }
  }
  return networks
}

const networks = await openNetworks(workerData as LookThreadData)
if (networks) {
  parentPort?.on('message', (request: LookRequest) => {
    lookAt(networks, request).then(
      (boxes) => send({ type: 'seen', boxes }),
      (error: unknown) => send({ type: 'failed', detail: error instanceof Error ? error.name : 'unknown' }),
    )
  })
  send({ type: 'ready' })
}
