import { describe, expect, it } from 'vitest'
import { redactRequestSchema } from '../../../main/core/contract/requests.js'
import type { JobEvent, JobSnapshot } from '../../../main/core/job/job.js'
import { emptyJob, reduceJob } from '../../../main/core/job/job.js'
import { refused } from '../../../main/core/job/reasons.js'
import { maxRepeats } from '../../../main/core/pipeline/process-photo.js'
import type { JobContext } from '../../../main/core/pipeline/run-job.js'
import { runJob } from '../../../main/core/pipeline/run-job.js'
import type { Discovered } from '../../../main/core/ports.js'
import { createReport, createShareableReport } from '../../../main/core/report/report.js'
import type { FakeOutput, Script, Trail } from './fake-ports.js'
import { cleanEvidence, faceAt, fakeOutput, fakeSources, fakeVideos, fakeWorkshop, source } from './fake-ports.js'

interface Run {
  readonly job: JobSnapshot
  readonly events: readonly JobEvent[]
  readonly output: FakeOutput
  readonly trail: Trail
}

async function run(
  scripts: Readonly<Record<string, Script>>,
  options: {
    request?: Record<string, unknown>
    output?: FakeOutput
    signal?: AbortSignal
    context?: Partial<JobContext>
    extra?: readonly Discovered[]
  } = {},
): Promise<Run> {
  const trail: Trail = { plans: [], closed: 0 }
  const output = options.output ?? fakeOutput()
  const events: JobEvent[] = []
  const job = await runJob({
    signal: options.signal ?? new AbortController().signal,
    request: redactRequestSchema.parse({ inputs: ['/in'], output: '/out', ...options.request }),
    sources: fakeSources([
      ...Object.keys(scripts).map((name): Discovered => ({ kind: 'file', source: source(name) })),
      ...(options.extra ?? []),
    ]),
    workshop: fakeWorkshop(scripts, trail),
    videos: fakeVideos,
    output,
    nameFor: ({ relativePath }, { format }) => `${relativePath}.${format}`,
    onEvent: (event) => events.push(event),
    ...options.context,
  })
  return { job, events, output, trail }
}

const statuses = ({ job }: Run): readonly string[] => [...job.items.values()].map(({ state }) => state.status)

describe('runJob', () => {
  it('releases what passed every examination', async () => {
    const result = await run({ a: { faces: [faceAt(0.1)] }, b: {} })
    expect(statuses(result)).toEqual(['safe', 'safe'])
    expect(result.output.committed).toEqual(['a.jpeg', 'b.jpeg'])
    expect([...result.job.items.values()][0]?.state).toMatchObject({ coverage: { faces: 1, repeats: 0 } })
  })

  it('counts the heads that nothing covers in the end, and releases the photo all the same', async () => {
    const head = { x: 0.4, y: 0.05, width: 0.1, height: 0.1 }
    const scripts: Record<string, Script> = {
      seen: { faces: [faceAt(0.1)], bareHeads: [head] },
      covered: {
        bareHeads: [head],
        examinations: [
          { evidence: cleanEvidence, faces: [faceAt(0.44)] },
          { evidence: cleanEvidence, faces: [] },
        ],
      },
      moving: { moving: true, bareHeads: [head, { ...head, x: 0.7 }] },
    }
    const bareHeads = ({ job }: Run): readonly unknown[] =>
      [...job.items.values()].map(({ state }) => (state.status === 'safe' ? state.coverage.bareHeads : state))
    const released = await run(scripts)
    expect(statuses(released)).toEqual(['safe', 'safe', 'safe'])
    expect(bareHeads(released)).toEqual([1, 0, 2])
    // Where heads are covered there is another count, and `fast` looks for nobody.
    expect(bareHeads(await run(scripts, { request: { cover: 'heads' } }))).toEqual([undefined, undefined, undefined])
    expect(bareHeads(await run(scripts, { request: { thoroughness: 'fast' } }))[0]).toBeUndefined()
    const [record] = createReport('1', [...released.job.items.values()]).items
    expect(record).toMatchObject({ status: 'safe', bareHeads: 1 })
    const shared = createShareableReport('1', [...released.job.items.values()])
    expect(shared.items.map((item) => item.bareHeads).sort()).toEqual([0, 1, 2])
    expect(JSON.stringify(shared)).not.toContain('0.4')
  })

  it('numbers events without gaps, and they add up to the result', async () => {
    const { events, job } = await run({ a: {}, b: {}, c: {} }, { request: { jobs: 2 } })
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events.reduce(reduceJob, emptyJob)).toEqual(job)
  })

  it('lets progress only grow', async () => {
    const { events } = await run({ a: {} })
    const progress = events.flatMap((event) =>
      event.type === 'item-changed' && event.state.status === 'running' ? [event.state.progress] : [],
    )
    expect(progress.length).toBeGreaterThan(3)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
  })

  it('redacts again what the finished file still showed, from the original, with everything found before', async () => {
    const result = await run({
      a: {
        faces: [faceAt(0.1)],
        examinations: [
          { evidence: cleanEvidence, faces: [faceAt(0.8)] },
          { evidence: cleanEvidence, faces: [] },
        ],
      },
    })
    expect(statuses(result)).toEqual(['safe'])
    expect(result.trail.plans.map((plan) => plan[0]?.regions.length)).toEqual([1, 2])
  })

  it('withholds a file that shows faces after every repeat', async () => {
    const result = await run({ a: { examinations: [{ evidence: cleanEvidence, faces: [faceAt(0.8)] }] } })
    expect([...result.job.items.values()][0]?.state).toMatchObject({
      status: 'needs-review',
      reason: { code: 'faces-remain', findings: [{ code: 'face-visible' }] },
    })
    expect(result.trail.plans).toHaveLength(maxRepeats + 1)
    expect(result.output.committed).toEqual([])
    expect(result.output.open.size).toBe(0)
  })

  it('withholds a file with a finding, and leaves nothing staged', async () => {
    const evidence = { ...cleanEvidence, findings: [{ code: 'undecodable' as const }] }
    const result = await run({ a: { examinations: [{ evidence, faces: [] }] }, b: {} })
    expect(statuses(result)).toEqual(['needs-review', 'safe'])
    expect(result.output.committed).toEqual(['b.jpeg'])
    expect(result.output.open.size).toBe(0)
  })

  it('keeps refusals, failures and defects of one file from the others, and closes what it opened', async () => {
    const result = await run(
      {
        a: { open: refused({ code: 'corrupt' }) },
        b: { open: new TypeError('secret path') },
        c: { write: { kind: 'failed', error: { code: 'disk-full' } } },
        d: {},
      },
      { extra: [{ kind: 'refused', path: '/in/x.xmp', failure: refused({ code: 'sidecar' }) }] },
    )
    expect(statuses(result).toSorted()).toEqual(['failed', 'failed', 'refused', 'refused', 'safe'])
    expect(JSON.stringify([...result.job.items.values()].map(({ state }) => state))).not.toContain('secret')
    expect(result.trail.closed).toBe(2)
    expect(result.output.open.size).toBe(0)
  })

  it.each([
    { option: 'round-size', request: { roundSize: true } },
    { option: 'defeat-fingerprint', request: { defeatFingerprint: true } },
  ])('sends videos another way, and refuses them where --$option is asked for', async ({ option, request }) => {
    const result = await run({ 'clip.mp4': {}, a: {} }, { request })
    expect([...result.job.items.values()].map(({ state }) => state)).toMatchObject([
      { status: 'refused', reason: { code: 'not-for-videos', option } },
      { status: 'safe' },
    ])
    expect(statuses(await run({ 'clip.mp4': {} }))).toEqual(['failed'])
  })

  it('takes videos on without what is for photos alone, where the one who asks has said so', async () => {
    const request = { roundSize: true, defeatFingerprint: true, cover: 'heads' }
    const context = { videosWithPhotoOptions: 'release-without' } as const
    const result = await run({ 'clip.mp4': {}, a: {} }, { request, context })
    // The pretended video cannot be opened: it was taken on.
    expect([...result.job.items.values()].map(({ state }) => state)).toMatchObject([
      { status: 'failed', error: { code: 'worker-crashed' } },
      { status: 'safe' },
    ])
  })

  it('writes nothing in a dry run', async () => {
    const result = await run({ a: { faces: [faceAt(0.1)] } }, { request: { dryRun: true } })
    expect([...result.job.items.values()][0]?.state).toMatchObject({ status: 'planned', coverage: { faces: 1 } })
    expect(result.trail.plans).toEqual([])
  })

  it('after a cancel releases nothing more and ends every item', async () => {
    const controller = new AbortController()
    const result = await run({ a: { onDetect: () => controller.abort() }, b: {}, c: {} }, { signal: controller.signal })
    expect(statuses(result)).toEqual(['canceled', 'canceled', 'canceled'])
    expect(result.output.committed).toEqual([])
    expect(result.output.open.size).toBe(0)
    expect(result.job.ended).toBe(true)
  })

  it('names a file that could not be given its place', async () => {
    const output = fakeOutput({ kind: 'failed', error: { code: 'output-exists', name: 'a.jpeg' } })
    const result = await run({ a: {} }, { output })
    expect([...result.job.items.values()][0]?.state).toEqual({
      status: 'failed',
      error: { code: 'output-exists', name: 'a.jpeg' },
    })
  })
})
