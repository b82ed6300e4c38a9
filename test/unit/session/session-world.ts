import type { BridgeEvent, ExportChoices } from '../../../main/core/contract/bridge.js'
import { exportChoicesSchema } from '../../../main/core/contract/bridge.js'
import type { WindowEngine } from '../../../main/core/contract/engine-protocol.js'
import type { EngineError, LookError } from '../../../main/core/contract/engine.js'
import type { FindRequest, PreviewRequest, ReleaseRequest } from '../../../main/core/contract/requests.js'
import type { FinishedState, ItemState, MediaId } from '../../../main/core/job/item-state.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import { emptyJob } from '../../../main/core/job/job.js'
import type { Discovered } from '../../../main/core/ports.js'
import type { Result } from '../../../main/core/result.js'
import { err, ok } from '../../../main/core/result.js'
import type { FoundMedia, FoundPicture, FoundVideo } from '../../../main/core/review/found-media.js'
import { createSession } from '../../../main/core/session/create-session.js'
import { reduceSession } from '../../../main/core/session/reduce-session.js'
import type { Session } from '../../../main/core/session/types.js'
import { emptySession } from '../../../main/core/session/types.js'

export const face = { box: { x: 0.4, y: 0.4, width: 0.1, height: 0.1 }, confidence: 0.9, uncertain: false }
export const found: FoundPicture = {
  kind: 'picture',
  size: { width: 100, height: 80 },
  frames: [{ width: 100, height: 80 }],
  animated: false,
  faces: [{ frame: 0, faces: [face] }],
  bareHeads: [],
  traces: [{ kind: 'location', field: 'GPSLatitude', value: '1' }],
}
export const foundVideo: FoundVideo = {
  kind: 'video',
  size: { width: 100, height: 80 },
  durationSeconds: 2,
  framesPerSecond: 25,
  hasSound: true,
  tracks: [],
  reviewSeconds: [],
  traces: [],
}
export const file = (name: string): Discovered => ({
  kind: 'file',
  source: { path: `/in/${name}`, relativePath: name, sizeBytes: 1_000, modifiedMs: 0 },
})
export const choices: ExportChoices = exportChoicesSchema.parse({})
export const died = err<LookError>({ of: 'engine', error: { code: 'engine-ended' } })
export const coverage = { faces: 1, uncertain: 0, repeats: 0 }
export const withheld: FinishedState = {
  status: 'needs-review',
  reason: { code: 'faces-remain', findings: [] },
  coverage,
}

interface PendingFind {
  readonly request: FindRequest
  readonly signal: AbortSignal
  readonly answer: (result: Result<FoundMedia, LookError>) => Promise<void>
}

/** A session over an engine whose finds are answered by hand. */
export function world(entries: readonly Discovered[], jobs = 1) {
  const finds: PendingFind[] = []
  const releases: ReleaseRequest[] = []
  const previews: PreviewRequest[] = []
  const states: FinishedState[] = []
  const ending: { states: readonly ItemState[]; error?: EngineError } = { states: [] }
  let view: Session = emptySession
  const notAsked = () => Promise.reject(new Error('not part of this test'))
  const engine: WindowEngine = {
    discover: (_signal, _request, onEntry) => {
      for (const entry of entries) onEntry(entry)
      return Promise.resolve(ok(undefined))
    },
    find: (signal, request) =>
      new Promise((resolve) => {
        finds.push({
          request,
          signal,
          answer: async (result) => {
            resolve(result)
            await settled()
          },
        })
      }),
    preview: (_signal, request) => {
      previews.push(request)
      return Promise.resolve(ok({ jpeg: new Uint8Array(), width: 1, height: 1 }))
    },
    release: (_signal, request, onEvent) => {
      releases.push(request)
      request.files.forEach((_, index) => {
        const state = ending.states[index] ?? states[index]
        if (state) onEvent({ sequence: index + 1, type: 'item-changed', id: mediaId(index + 1), state })
      })
      return Promise.resolve(ending.error ? err(ending.error) : ok(emptyJob))
    },
    inspect: notAsked,
    recognize: () => Promise.resolve(ok({ people: [], matches: [], unreadable: [], tracks: [], unreadableVideos: [] })),
    findPeople: notAsked,
    verify: notAsked,
  }
  const onEvent = (event: BridgeEvent): void => {
    if (event.type === 'session') view = reduceSession(view, event.events)
  }
  const session = createSession({ engine, onEvent, jobs, now: () => 0, thoroughness: () => 'balanced' })
  return {
    session,
    finds,
    releases,
    previews,
    states,
    ending,
    view: () => view,
    statusOf: (id: MediaId) => view.items.get(id)?.state.status,
  }
}

/** All that was promised so far has happened. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

export const first = mediaId(1)
export const second = mediaId(2)
