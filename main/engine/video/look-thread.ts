import { parentPort, workerData } from 'node:worker_threads'
import { normalise } from '../../core/detection/proposal.js'
import type { Thoroughness } from '../../core/detection/types.js'
import type { RgbImage } from '../../core/ports.js'
import { distinctObservations } from '../../core/video/tracking/distinct.js'
import { heads } from '../detect/heads/heads.js'
import type { NamedBytes, VerifiedModel } from '../detect/model-files.js'
import type { Network } from '../detect/network.js'
import { networkOf, openSession } from '../detect/network.js'
import { findRemaining } from '../detect/find-remaining.js'
import { peopleScore, yolov8Person } from '../detect/people-head.js'
import { PlaneMemory } from '../detect/planes.js'
import { lookOnce } from '../detect/run-passes.js'
import type { FrameView, ScoredBox } from './frame-detector.js'

/**
 * [Note: Threads that look]
 *
 * onnxruntime's binding computes on the thread that calls it, whatever its promise suggests: the thread that decodes
 * would stand still meanwhile. Each look therefore runs in a thread of its own, with a network that computes on that
 * thread alone; one network on each of two frames goes further than two threads on one.
 */
export interface LookThreadData {
  readonly models: readonly VerifiedModel[]
  /** The network that finds people as a whole. */
  readonly people?: NamedBytes | undefined
}

/** Everything in a frame that may be a face, people as a whole, or, for the release gate, what is still visible in a finished one. */
export type LookRequest =
  | { readonly kind: 'propose'; readonly views: readonly FrameView[] }
  | { readonly kind: 'people'; readonly image: RgbImage }
  | { readonly kind: 'remaining'; readonly image: RgbImage; readonly thoroughness: Thoroughness }

/** `ready` once; then one answer for each request, in order. */
export type LookReply =
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly file: string }
  | { readonly type: 'seen'; readonly boxes: readonly ScoredBox[] }
  | { readonly type: 'failed'; readonly detail: string }

/** Never aborted: who no longer waits for an answer ends the thread. */
const { signal } = new AbortController()
const memory = new PlaneMemory()

async function propose(networks: readonly Network[], views: readonly FrameView[]): Promise<readonly ScoredBox[]> {
  const found: ScoredBox[] = []
  for (const network of networks)
    for (const { image, mirrored } of views)
      for (const { box, score } of await lookOnce(signal, network, image, mirrored, memory))
        found.push({ box: normalise(box, image), score })
  return distinctObservations(found)
}

/** Loaded on first use: of all threads one is asked for people. */
let peopleNetwork: Promise<Network> | undefined

async function findPeople(image: RgbImage): Promise<ScoredBox[]> {
  const { people } = workerData as LookThreadData
  if (!people) throw new Error('no network for people')
  peopleNetwork ??= openSession(people.bytes, 1).then((session) => networkOf(session, yolov8Person))
  const found = await lookOnce(signal, await peopleNetwork, image, false, memory)
  return found
    .filter(({ score }) => score >= peopleScore)
    .map(({ box, score }) => ({ box: normalise(box, image), score }))
}

async function lookAt(networks: readonly Network[], request: LookRequest): Promise<readonly ScoredBox[]> {
  if (request.kind === 'propose') return propose(networks, request.views)
  if (request.kind === 'people') return findPeople(request.image)
  const [own, ...added] = networks
  if (!own) throw new Error('no network')
  const faces = await findRemaining(signal, own, added, request.image, request.thoroughness)
  return faces.map(({ box, confidence }) => ({ box, score: confidence }))
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

async function answer(networks: readonly Network[], request: LookRequest): Promise<void> {
  try {
    send({ type: 'seen', boxes: await lookAt(networks, request) })
  } catch (error) {
    send({ type: 'failed', detail: error instanceof Error ? error.name : 'unknown' })
  }
}

const networks = await openNetworks(workerData as LookThreadData)
if (networks) {
  // One after the other, though parts of a look are waited for: the asker matches answers to questions by their order.
  let last: Promise<void> = Promise.resolve()
  parentPort?.on('message', (request: LookRequest) => {
    last = last.then(() => answer(networks, request))
  })
  send({ type: 'ready' })
}
