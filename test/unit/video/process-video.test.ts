import { describe, expect, it } from 'vitest'
import type { ItemState } from '../../../main/core/job/item-state.js'
import { canceled, failed, refused } from '../../../main/core/job/reasons.js'
import type { CoverExtent } from '../../../main/core/people/cover-more.js'
import type { OutputFolder } from '../../../main/core/ports.js'
import { err, ok } from '../../../main/core/result.js'
import type { VideoDecision } from '../../../main/core/review/decision.js'
import type { OpenVideo, VideoExamination, VideoFaces, VideoWorkshop } from '../../../main/core/video/ports.js'
import { maxVideoRepeats, processVideo } from '../../../main/core/video/process-video.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import type { Finding } from '../../../main/core/verdict/finding.js'
import { requiredExaminations } from '../../../main/core/verdict/verdict.js'

const source = { path: '/in/clip.mov', relativePath: 'clip.mov', sizeBytes: 1, modifiedMs: 0 }
const face: Finding = { code: 'face-visible', frame: 3, box: { x: 0, y: 0, width: 0.1, height: 0.1 }, confidence: 0.9 }
const faces: VideoFaces = { frames: 30, covered: 2, uncertain: 1, reviewSeconds: [], bareHeads: 1 }
const clean: VideoExamination = {
  evidence: { performed: requiredExaminations, findings: [], sha256: 'ab', sizeBytes: 1 },
  remaining: [],
  faces,
}

function world(
  examinations: readonly VideoExamination[],
  changes: Partial<OpenVideo> = {},
  places: { readonly freeBytes?: number; readonly unnamed?: string } = {},
) {
  const events: string[] = []
  let looked = 0
  const note = <Value>(event: string, value: Value): Promise<Value> => {
    events.push(event)
    return Promise.resolve(value)
  }
  const video: OpenVideo = {
    info: {
      container: 'mov',
      size: { width: 64, height: 48 },
      durationSeconds: 1,
      framesPerSecond: 30,
      hasSound: true,
      traces: [],
    },
    detect: () => Promise.resolve(ok(faces)),
    park: () => Promise.reject(new Error('nobody is to be recognised')),
    resume: () => Promise.reject(new Error('nothing was parked')),
    tracks: () => Promise.resolve(ok([])),
    decide: () => note('decide', ok(faces)),
    recognize: () => note('recognize', ok({ faces, seen: { appearances: [], places: [] } })),
    write: () => note('write', ok(undefined)),
    examine: () => Promise.resolve(ok(examinations[looked++] ?? clean)),
    poster: () => note('poster', ok({ evidence: clean.evidence, remaining: [] })),
    close: () => note('close', undefined),
    ...changes,
  }
  const workshop = { open: () => Promise.resolve(ok(video)) } as unknown as VideoWorkshop
  const output: OutputFolder = {
    path: '/out',
    freeBytes: () => Promise.resolve(places.freeBytes),
    stage: () =>
      Promise.resolve(
        ok({
          path: '/stage/1',
          commit: (name) =>
            note(`commit ${name}`, name === places.unnamed ? err(failed({ code: 'disk-full' })) : ok(`/out/${name}`)),
          discard: () => note('discard', undefined),
        }),
      ),
    close: () => Promise.resolve(),
  }
  const states: ItemState[] = []
  interface RunOptions {
    readonly dryRun?: boolean
    readonly signal?: AbortSignal
    readonly workshop?: VideoWorkshop
    readonly poster?: boolean
    readonly decision?: VideoDecision
    readonly extent?: CoverExtent
  }
  const run = (options: RunOptions = {}) =>
    processVideo(
      {
        signal: options.signal ?? new AbortController().signal,
        request: {
          thoroughness: 'balanced',
          cover: { color: { red: 1, green: 2, blue: 3 }, growShare: 0.3 },
          extent: options.extent ?? 'faces',
          look: { quality: 'standard', sound: 'remove', compatible: false },
          poster: options.poster ?? false,
          limits: defaultVideoLimits,
          dryRun: options.dryRun ?? false,
        },
        ...(options.decision ? { decision: options.decision } : {}),
        workshop: options.workshop ?? workshop,
        output,
        nameFor: (_, target) => `name.${target.format}`,
        onState: (state) => states.push(state),
      },
      source,
    )
  return { run, events, states }
}

describe('processVideo', () => {
  it('releases a video only after a clean examination', async () => {
    const { run, events, states } = world([clean])
    const state = await run()
    expect(state).toMatchObject({ status: 'safe', output: '/out/name.mp4', coverage: { faces: 2, uncertain: 1 } })
    expect(events).toEqual(['write', 'commit name.mp4', 'discard', 'close'])
    const progress = states.map((entry) => (entry.status === 'running' ? entry.progress : -1))
    expect([...progress].sort((a, b) => a - b)).toEqual(progress)
  })

  it('writes again while faces are seen, a bounded number of times', async () => {
    const remaining = { ...clean, remaining: [face] }
    const once = world([remaining, clean])
    expect(await once.run()).toMatchObject({ status: 'safe', coverage: { repeats: 1 } })
    const always = world(Array.from({ length: 9 }, () => remaining))
    expect(await always.run()).toMatchObject({ status: 'needs-review', reason: { code: 'faces-remain' } })
    expect(always.events.filter((event) => event === 'write')).toHaveLength(maxVideoRepeats + 1)
    expect(always.events.some((event) => event.startsWith('commit'))).toBe(false)
  })

  it('withholds a video with any finding, and one whose examination was not complete', async () => {
    const finding: Finding = { code: 'region-uncovered', frame: 0, rect: { left: 0, top: 0, width: 16, height: 16 } }
    const found = world([{ ...clean, evidence: { ...clean.evidence, findings: [finding] } }])
    expect(await found.run()).toMatchObject({ status: 'needs-review', reason: { code: 'verification-failed' } })
    const partial = world([{ ...clean, evidence: { ...clean.evidence, performed: ['structure'] } }])
    await expect(partial.run()).rejects.toThrow(/not performed/)
    for (const { events } of [found, partial]) expect(events).toEqual(['write', 'discard', 'close'])
  })

  it('writes nothing in a dry run', async () => {
    const { run, events } = world([clean])
    expect(await run({ dryRun: true })).toMatchObject({ status: 'planned', coverage: { faces: 2 } })
    expect(events).toEqual(['close'])
  })

  it.each(['heads', 'people'] as const)('covers %s, and counts those of whom no face was found', async (extent) => {
    const extents: unknown[] = []
    const detect: OpenVideo['detect'] = (...call) => {
      extents.push(call[3])
      return Promise.resolve(ok(faces))
    }
    const state = await world([clean], { detect }).run({ extent })
    expect(extents).toEqual([extent])
    expect(state).toMatchObject({ coverage: { people: { kept: [], perhaps: 0, bareHeads: 1 } } })
    expect(await world([clean]).run()).not.toHaveProperty('coverage.people')
  })

  it('ends as what went wrong, and cleans up', async () => {
    const broken = world([clean], { detect: () => Promise.resolve(err(refused({ code: 'corrupt' }))) })
    expect(await broken.run()).toEqual({ status: 'refused', reason: { code: 'corrupt' } })
    const full = world([clean], { write: () => Promise.resolve(err(failed({ code: 'disk-full' }))) })
    expect(await full.run()).toEqual({ status: 'failed', error: { code: 'disk-full' } })
    expect(full.events).toEqual(['discard', 'close'])
    const closed = { open: () => Promise.resolve(err(canceled)) } as unknown as VideoWorkshop
    expect(await world([]).run({ workshop: closed })).toEqual({ status: 'canceled' })
  })

  it('tells where to look, by what the last look found', async () => {
    const again: VideoFaces = { frames: 30, covered: 3, uncertain: 1, reviewSeconds: [4], bareHeads: 0 }
    const { run } = world([{ ...clean, remaining: [face], faces: again }, clean])
    expect(await run()).toMatchObject({ status: 'safe', coverage: { faces: 3, repeats: 1, reviewSeconds: [4] } })
  })

  it('does not begin to write what the disk has no room for', async () => {
    const { run, events } = world([clean], {}, { freeBytes: 1_000 })
    expect(await run()).toMatchObject({ status: 'failed', error: { code: 'not-enough-space', freeBytes: 1_000 } })
    expect(events).toEqual(['close'])
  })

  it('releases a poster with the video, the video first', async () => {
    const { run, events } = world([clean])
    expect(await run({ poster: true })).toMatchObject({
      status: 'safe',
      poster: '/out/name.jpg',
      output: '/out/name.mp4',
    })
    const released = ['write', 'poster', 'commit name.mp4', 'commit name.jpg', 'discard', 'discard', 'close']
    expect(events).toEqual(released)
  })

  it('leaves no poster where the video gets no name, and says so where only the poster gets none', async () => {
    const noVideo = world([clean], {}, { unnamed: 'name.mp4' })
    expect(await noVideo.run({ poster: true })).toEqual({ status: 'failed', error: { code: 'disk-full' } })
    expect(noVideo.events).not.toContain('commit name.jpg')
    const noPoster = world([clean], {}, { unnamed: 'name.jpg' })
    const state = await noPoster.run({ poster: true })
    expect(state).toMatchObject({ status: 'safe', output: '/out/name.mp4', posterProblem: { code: 'disk-full' } })
    expect(state).not.toHaveProperty('poster')
  })

  it('looks for the people who stay visible as thoroughly as when they were found', async () => {
    const looks: string[] = []
    const { run } = world([clean], {
      detect: (_signal, thoroughness) => {
        looks.push(thoroughness)
        return Promise.resolve(ok(faces))
      },
    })
    await run()
    await run({ decision: { kind: 'video', keep: [], cover: [], foundWith: 'thorough' } })
    expect(looks).toEqual(['balanced', 'thorough'])
  })

  it('tells how far the look at those is who stay visible, and releases nothing where it fails', async () => {
    const decision: VideoDecision = { kind: 'video', keep: [{ track: 0, reason: 'consented' }], cover: [] }
    const steps: Partial<OpenVideo> = {
      detect: (...[, , onProgress]) => {
        onProgress(1)
        return Promise.resolve(ok(faces))
      },
      decide: (...[, , onProgress]) => {
        onProgress?.(0.5)
        return Promise.resolve(ok({ ...faces, covered: 1 }))
      },
    }
    const { run, states } = world([clean], steps)
    // Whoever stays visible is not among the covered.
    expect(await run({ decision })).toMatchObject({ status: 'safe', coverage: { faces: 1 } })
    const progress = states.map((entry) => (entry.status === 'running' ? entry.progress : -1))
    expect([...progress].sort((a, b) => a - b)).toEqual(progress)
    const looking = states.flatMap((entry) =>
      entry.status === 'running' && entry.stage === 'detect' ? [entry.progress] : [],
    )
    expect(new Set(looking).size).toBe(3)
    const failure = failed({ code: 'worker-crashed' })
    const broken = world([clean], { decide: () => Promise.resolve(err(failure)) })
    expect(await broken.run({ decision })).toMatchObject({ status: 'failed' })
    expect(broken.events).toEqual(['close'])
  })

  it('withholds video and poster where the poster does not pass', async () => {
    const found: Finding = { code: 'undecodable' }
    for (const outcome of [
      { evidence: clean.evidence, remaining: [face] },
      { evidence: { ...clean.evidence, findings: [found] }, remaining: [] },
    ]) {
      const { run, events } = world([clean], { poster: () => Promise.resolve(ok(outcome)) })
      expect(await run({ poster: true })).toMatchObject({ status: 'needs-review' })
      expect(events.some((event) => event.startsWith('commit'))).toBe(false)
    }
  })

  it('does not release after a cancel', async () => {
    const controller = new AbortController()
    const { run, events } = world([clean], {
      examine: () => {
        controller.abort()
        return Promise.resolve(ok(clean))
      },
    })
    expect(await run({ signal: controller.signal })).toEqual({ status: 'canceled' })
    expect(events).toEqual(['write', 'discard', 'close'])
  })
})
