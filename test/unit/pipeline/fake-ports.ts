import type { FrameFaces } from '../../../main/core/detection/types.js'
import type { Box } from '../../../main/core/geometry/box.js'
import type { ItemFailure } from '../../../main/core/job/reasons.js'
import type { FrameDescriptions, FramePeople } from '../../../main/core/people/types.js'
import type {
  Discovered,
  MediaWorkshop,
  OpenMedia,
  OutputFolder,
  SourceFile,
  SourceFiles,
} from '../../../main/core/ports.js'
import type { FramePlan } from '../../../main/core/redaction/types.js'
import { err, ok } from '../../../main/core/result.js'
import type { VideoWorkshop } from '../../../main/core/video/ports.js'
import type { Evidence } from '../../../main/core/verdict/verdict.js'
import { requiredExaminations } from '../../../main/core/verdict/verdict.js'

export const source = (name: string): SourceFile => ({
  path: `/in/${name}`,
  relativePath: name,
  sizeBytes: 1,
  modifiedMs: 0,
})

export const faceAt = (x: number): FrameFaces => ({
  frame: 0,
  faces: [{ box: { x, y: 0.1, width: 0.02, height: 0.02 }, confidence: 0.9, uncertain: false }],
})

export const cleanEvidence: Evidence = { performed: requiredExaminations, findings: [], sha256: 'aa', sizeBytes: 1 }

/** What one pretended photo does at each step; what is left out goes well. */
export interface Script {
  readonly open?: ItemFailure | Error
  /** A moving picture of two frames. */
  readonly moving?: true
  readonly faces?: readonly FrameFaces[]
  /** In the first frame. */
  readonly bareHeads?: readonly Box[]
  readonly descriptions?: readonly FrameDescriptions[]
  /** What a second look around visible faces finds. */
  readonly around?: readonly FrameFaces[]
  readonly people?: readonly FramePeople[]
  readonly write?: ItemFailure
  /** What successive examinations bring; the last one repeats. */
  readonly examinations?: readonly { readonly evidence: Evidence; readonly faces: readonly FrameFaces[] }[]
  readonly onDetect?: () => void
}

export interface Trail {
  readonly plans: (readonly FramePlan[])[]
  /** What each examination was told to accept. */
  readonly accepted?: (readonly FrameFaces[])[]
  closed: number
}

export function fakeWorkshop(scripts: Readonly<Record<string, Script>>, trail: Trail): MediaWorkshop {
  const openMedia = (script: Script): OpenMedia => {
    let examinations = 0
    return {
      info: {
        format: script.moving ? 'gif' : 'jpeg',
        size: { width: 1000, height: 1000 },
        frames: Array.from({ length: script.moving ? 2 : 1 }, () => ({ width: 1000, height: 1000 })),
        animated: script.moving ?? false,
        hasAlpha: false,
        grid: { offsetX: 0, offsetY: 0 },
      },
      detect: () => {
        script.onDetect?.()
        const heads = script.bareHeads ?? []
        const faces = script.faces ?? (heads.length > 0 ? [{ frame: 0, faces: [] }] : [])
        return Promise.resolve(ok(faces.map((entry) => ({ ...entry, bareHeads: entry.frame === 0 ? heads : [] }))))
      },
      write: (_signal, plan) => {
        trail.plans.push(plan)
        return Promise.resolve(script.write ? err(script.write) : ok(undefined))
      },
      examine: (...args) => {
        trail.accepted?.push(args[6] ?? [])
        const list = script.examinations ?? [{ evidence: cleanEvidence, faces: [] }]
        return Promise.resolve(
          ok(list[Math.min(examinations++, list.length - 1)] ?? { evidence: cleanEvidence, faces: [] }),
        )
      },
      describe: () => Promise.resolve(ok(script.descriptions ?? [])),
      detectAround: () => Promise.resolve(ok(script.around ?? [])),
      detectPeople: () => Promise.resolve(ok(script.people ?? [])),
      traces: () => Promise.resolve(ok([])),
      close: () => {
        trail.closed++
        return Promise.resolve()
      },
    }
  }
  const never = () => Promise.reject(new Error('not part of this test'))
  return {
    open: (_signal, { relativePath }) => {
      const script = scripts[relativePath] ?? {}
      if (script.open instanceof Error) return Promise.reject(script.open)
      return Promise.resolve(script.open ? err(script.open) : ok(openMedia(script)))
    },
    inspect: never,
    preview: never,
    audit: never,
    close: () => Promise.resolve(),
  }
}

/** Takes names for contents: `.mp4` is a video, and one that cannot be opened. */
export const fakeVideos: VideoWorkshop = {
  recognize: ({ path }) => Promise.resolve(path.endsWith('.mp4') ? 'mp4' : undefined),
  open: () => Promise.resolve(err({ kind: 'failed', error: { code: 'worker-crashed' } })),
  inspect: () => Promise.reject(new Error('not part of this test')),
  describe: () => Promise.reject(new Error('not part of this test')),
  preview: () => Promise.reject(new Error('not part of this test')),
  audit: () => Promise.reject(new Error('not part of this test')),
  close: () => Promise.resolve(),
}

export interface FakeOutput extends OutputFolder {
  readonly committed: string[]
  /** Staged and neither committed nor discarded. */
  readonly open: Set<string>
}

export function fakeOutput(commitFailure?: ItemFailure): FakeOutput {
  const committed: string[] = []
  const open = new Set<string>()
  let count = 0
  return {
    path: '/out',
    committed,
    open,
    freeBytes: () => Promise.resolve(undefined),
    stage: () => {
      const path = `/out/.staged-${++count}`
      open.add(path)
      return Promise.resolve(
        ok({
          path,
          commit: (relativePath: string) => {
            if (commitFailure) return Promise.resolve(err(commitFailure))
            open.delete(path)
            committed.push(relativePath)
            return Promise.resolve(ok(`/out/${relativePath}`))
          },
          discard: () => {
            open.delete(path)
            return Promise.resolve()
          },
        }),
      )
    },
    close: () => Promise.resolve(),
  }
}

export const fakeSources = (entries: readonly Discovered[]): SourceFiles => ({
  // eslint-disable-next-line @typescript-eslint/require-await -- discovery is asynchronous by contract
  async *discover() {
    yield* entries
  },
})
