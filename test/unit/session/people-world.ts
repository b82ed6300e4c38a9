import type { BridgeEvent } from '../../../main/core/contract/bridge.js'
import { exportChoicesSchema } from '../../../main/core/contract/bridge.js'
import type { WindowEngine } from '../../../main/core/contract/engine-protocol.js'
import type { EngineError } from '../../../main/core/contract/engine.js'
import type {
  FindPeopleRequest,
  PreviewRequest,
  RecognizeRequest,
  ReleaseRequest,
} from '../../../main/core/contract/requests.js'
import { recognizeRequestSchema } from '../../../main/core/contract/requests.js'
import type { MediaId } from '../../../main/core/job/item-state.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import { emptyJob } from '../../../main/core/job/job.js'
import type { RecognizedPeople } from '../../../main/core/people/recognize.js'
import type { Result } from '../../../main/core/result.js'
import { err, ok } from '../../../main/core/result.js'
import type { PictureDecision } from '../../../main/core/review/decision.js'
import type { FoundMedia, FoundPicture, FoundVideo } from '../../../main/core/review/found-media.js'
import { createSession } from '../../../main/core/session/create-session.js'
import { reduceSession } from '../../../main/core/session/reduce-session.js'
import type { Session } from '../../../main/core/session/types.js'
import { emptySession } from '../../../main/core/session/types.js'

/** Two faces in every photo: the first of each is the same person, the second somebody else each time. */
export const boxes = [
  { x: 0.1, y: 0.1, width: 0.1, height: 0.1 },
  { x: 0.6, y: 0.1, width: 0.1, height: 0.1 },
] as const
export const found: FoundPicture = {
  kind: 'picture',
  size: { width: 100, height: 80 },
  frames: [{ width: 100, height: 80 }],
  animated: false,
  faces: [{ frame: 0, faces: boxes.map((box) => ({ box, confidence: 0.9, uncertain: false })) }],
  bareHeads: [],
  traces: [],
}
/** Somebody who walks through the clip, and somebody small. */
export const clip: FoundVideo = {
  kind: 'video',
  size: { width: 1000, height: 800 },
  durationSeconds: 4,
  framesPerSecond: 25,
  hasSound: false,
  tracks: [0.1, 0.02].map((side, track) => ({
    ...{ track, confidence: 0.9, uncertain: false, fromSeconds: 0, toSeconds: 3.75 },
    keyframes: Array.from({ length: 16 }, (_, index) => ({
      seconds: index / 4,
      box: { x: 0.1 + index / 100, y: 0.1, width: side, height: side + (index === 6 ? 0.01 : 0) },
    })),
  })),
  reviewSeconds: [],
  traces: [],
}
export const moving: FoundPicture = { ...found, animated: true, frames: [...found.frames, ...found.frames] }
export const choices = exportChoicesSchema.parse({})
export const [first, second, third] = [mediaId(1), mediaId(2), mediaId(3)] as const

export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve()
}

export const place = (file: number, face = 0) => ({ file, frame: 0, face })
export const telling = (file: number, face = 0) => ({ ...place(file, face), telling: true })

/** A session of photos that were found, over an engine that recognises people as told. */
export async function world(photos: readonly FoundMedia[] = [found, found, found]) {
  const recognized: RecognizeRequest[] = []
  const releases: ReleaseRequest[] = []
  const previews: PreviewRequest[] = []
  const bodies: FindPeopleRequest[] = []
  const answer: { value: Partial<RecognizedPeople>; error?: EngineError; hold?: boolean } = {
    value: { people: [photos.map((_, file) => telling(file))] },
  }
  let view: Session = emptySession
  const notAsked = () => Promise.reject(new Error('not part of this test'))
  const engine: WindowEngine = {
    discover: (_signal, _request, onEntry) => {
      for (const [index] of photos.entries()) {
        const source = { path: `/in/${index}.jpg`, relativePath: `${index}.jpg`, sizeBytes: 1_000, modifiedMs: 0 }
        onEntry({ kind: 'file', source })
      }
      return Promise.resolve(ok(undefined))
    },
    find: (_signal, { source }) => Promise.resolve(ok(photos[Number.parseInt(source.relativePath, 10)] ?? found)),
    preview: (_signal, request) => {
      previews.push(request)
      return Promise.resolve(ok({ jpeg: new Uint8Array(), width: 1, height: 1 }))
    },
    findPeople: (_signal, request) => {
      bodies.push(request)
      return Promise.resolve(ok([{ frame: 0, people: [] }]))
    },
    recognize: (signal, request, onProgress) => {
      recognized.push(recognizeRequestSchema.parse(request))
      onProgress({ done: 1, total: 6 })
      if (answer.hold === true)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(err({ code: 'canceled' }))))
      const told: Result<RecognizedPeople, EngineError> = answer.error
        ? err(answer.error)
        : ok({ people: [], matches: [], unreadable: [], tracks: [], unreadableVideos: [], ...answer.value })
      return Promise.resolve(told)
    },
    release: (_signal, request, onEvent) => {
      releases.push(request)
      for (const [index] of request.files.entries()) {
        const coverage = { faces: 1, uncertain: 0, repeats: 0 }
        const state = { status: 'planned', coverage } as const
        onEvent({ sequence: index + 1, type: 'item-changed', id: mediaId(index + 1), state })
      }
      return Promise.resolve(ok(emptyJob))
    },
    inspect: notAsked,
    verify: notAsked,
  }
  const onEvent = (event: BridgeEvent): void => {
    if (event.type === 'session') view = reduceSession(view, event.events)
  }
  const session = createSession({ engine, onEvent, jobs: 2, now: () => 0, thoroughness: () => 'balanced' })
  session.add(['/in'])
  await settled()
  session.setOutput('/out', 'out')
  return {
    session,
    recognized,
    releases,
    previews,
    bodies,
    answer,
    view: () => view,
    stateOf: (id: MediaId) => view.items.get(id)?.state,
    decisionOn: (id: MediaId): PictureDecision | undefined => {
      const told = session.handle('decision', { id })
      return told.ok && told.value.decision?.kind === 'picture' ? told.value.decision : undefined
    },
    accept: (...ids: readonly MediaId[]) =>
      session.handle('accept', {
        items: ids.map((id) => ({ id, decisions: view.items.get(id)?.decisions ?? 0 })),
        accepted: true,
      }),
    keep: (id: MediaId, change: Partial<PictureDecision['frames'][number]['keep'][number]> = {}) =>
      session.handle('decide', {
        id,
        decision: {
          kind: 'picture',
          throughout: [],
          frames: [{ frame: 0, cover: [], keep: [{ box: boxes[0], of: 0, reason: 'consented', ...change }] }],
        },
      }),
    export: async (ids: readonly MediaId[] = [first, second, third]) => {
      session.handle('export', { ids: [...ids], choices })
      await settled()
    },
  }
}

export const keptIn = (decision: PictureDecision | undefined) =>
  decision?.frames.flatMap(({ keep }) => keep.map(({ of, reason, recognized }) => ({ of, reason, recognized })))
