import { describe, expect, test } from 'vitest'
import { redactRequestSchema } from '../../../main/core/contract/requests.js'
import type { KeptFace } from '../../../main/core/people/types.js'
import type { PeopleSeen } from '../../../main/core/people/session.js'
import { createPeopleSession } from '../../../main/core/people/session.js'
import { runJob } from '../../../main/core/pipeline/run-job.js'
import { createReport, createShareableReport } from '../../../main/core/report/report.js'
import { failed } from '../../../main/core/job/reasons.js'
import { err, ok } from '../../../main/core/result.js'
import type { ParkedLooks, ParkedVideo } from '../../../main/core/video/parked.js'
import type { OpenVideo, VideoFaces, VideoWorkshop } from '../../../main/core/video/ports.js'
import type { Script } from '../pipeline/fake-ports.js'
import { cleanEvidence, fakeOutput, fakeSources, fakeVideos, fakeWorkshop, source } from '../pipeline/fake-ports.js'
import { described, descriptorAt } from './support.js'

const box = { x: 0.1, y: 0.1, width: 0.1, height: 0.1 }
const stretch = { fromSeconds: 1, toSeconds: 5, visibleSeconds: 3.5 }
const kept: KeptFace = { frame: 25, box, reason: 'reference', stretch }
const found: VideoFaces = { frames: 250, covered: 3, uncertain: 0, reviewSeconds: [], bareHeads: 0 }

/** A video in which people at these places of the descriptors' plane are visible and covered. */
interface Clip {
  readonly visible?: number
  readonly covered?: number
}
const seenIn = (item: string, { visible, covered }: Clip): PeopleSeen => {
  const people = [visible, covered].flatMap((x, at) => (x === undefined ? [] : [{ x, visible: at === 0 }]))
  return {
    appearances: people.map(({ x, visible: isVisible }, frame) => ({
      ...{ item, frame, descriptor: descriptorAt(x), visible: isVisible, telling: true },
    })),
    places: people.map(() => ({ frame: 25, box, reason: 'reference' })),
  }
}

const nothingLooked: ParkedLooks = { frames: new Uint32Array(), ends: new Uint32Array(), numbers: new Int16Array() }
const nothingParked: ParkedVideo = {
  record: {
    ...{ pixelAspect: undefined, ticks: new BigInt64Array(), lastDurationTicks: 0n, motions: new Float64Array() },
    ...{ frames: nothingLooked, people: nothingLooked, bodies: nothingLooked, looks: { full: 0, glimpse: 0 } },
  },
  ...{ thoroughness: 'balanced', extent: 'faces', kept: [], perhaps: 0 },
}

/** A photo that shows somebody at a place of the plane; the person to keep is at 0. */
const photoOf = (x: number): Script => ({
  faces: [{ frame: 0, faces: [{ box, confidence: 0.9, uncertain: false }] }],
  descriptions: [{ frame: 0, descriptions: [described(x)] }],
})

async function run(
  files: Readonly<Record<string, Clip | Script>>,
  options: {
    readonly allowInconsistent?: boolean
    readonly keep?: boolean
    readonly signal?: AbortSignal
    readonly onRecognized?: (name: string) => void
    readonly failsToPark?: string
  } = {},
) {
  const asked: { opened: string[]; recognized: string[]; resumed: string[] } = {
    opened: [],
    recognized: [],
    resumed: [],
  }
  const open: VideoWorkshop['open'] = (_signal, { relativePath }) => {
    const clip = files[relativePath] as Clip
    asked.opened.push(relativePath)
    const people = { kept: clip.visible === undefined ? [] : [kept], perhaps: 1 }
    const faces = { ...found, people }
    const video: OpenVideo = {
      info: {
        ...{ container: 'mp4', size: { width: 64, height: 48 }, durationSeconds: 10, framesPerSecond: 25 },
        ...{ hasSound: false, traces: [] },
      },
      detect: () => Promise.resolve(ok(found)),
      park: () =>
        Promise.resolve(
          relativePath === options.failsToPark
            ? err(failed({ code: 'worker-crashed' }))
            : ok({ ...nothingParked, perhaps: Object.keys(files).indexOf(relativePath) }),
        ),
      resume: (_, { perhaps }) => {
        asked.resumed.push(Object.keys(files)[perhaps ?? -1] ?? '')
        return Promise.resolve(ok(faces))
      },
      tracks: () => Promise.resolve(ok([])),
      decide: () => Promise.reject(new Error('nobody decided')),
      recognize: (_, item) => {
        asked.recognized.push(relativePath)
        options.onRecognized?.(relativePath)
        return Promise.resolve(ok({ faces, seen: seenIn(item, clip) }))
      },
      write: () => Promise.resolve(ok(undefined)),
      examine: () => Promise.resolve(ok({ evidence: cleanEvidence, remaining: [], faces })),
      poster: () => Promise.reject(new Error('no poster was asked for')),
      close: () => Promise.resolve(),
    }
    return Promise.resolve(ok(video))
  }
  const output = fakeOutput()
  const people = createPeopleSession([{ references: [descriptorAt(0)] }], options.allowInconsistent ?? false)
  const keep = options.keep ?? true
  const job = await runJob({
    signal: options.signal ?? new AbortController().signal,
    request: redactRequestSchema.parse({
      inputs: ['/in'],
      output: '/out',
      ...(keep ? { keep: ['/speaker.jpg'] } : {}),
    }),
    sources: fakeSources(Object.keys(files).map((name) => ({ kind: 'file', source: source(name) }))),
    workshop: fakeWorkshop(files as Record<string, Script>, { plans: [], closed: 0 }),
    videos: { ...fakeVideos, open },
    output,
    nameFor: ({ relativePath }) => relativePath,
    onEvent: () => undefined,
    ...(keep ? { people } : {}),
  })
  const items = [...job.items.values()]
  const states = Object.fromEntries(items.map(({ input, state }) => [input.replace('/in/', ''), state]))
  return { states, items, ...asked, committed: output.committed, people }
}

describe('a job that keeps somebody visible in videos', () => {
  test('recognises people only where that was asked for', async () => {
    expect((await run({ 'a.mp4': { visible: 0 } }, { keep: false })).recognized).toEqual([])
    expect((await run({ 'a.mp4': { visible: 0 } })).recognized).toEqual(['a.mp4'])
  })

  test('says how long somebody is visible and why, and in the shareable report only how often', async () => {
    const { states, items } = await run({ 'a.mp4': { visible: 0 } })
    expect(states['a.mp4']).toMatchObject({ status: 'safe', coverage: { people: { kept: [kept], perhaps: 1 } } })
    expect(createReport('1', items).items[0]).toMatchObject({ kept: [{ reason: 'reference', stretch }], perhaps: 1 })
    const shared = createShareableReport('1', items)
    expect(shared.items[0]).toMatchObject({ kept: 1, perhaps: 1 })
    expect(JSON.stringify(shared)).not.toMatch(/reference|Seconds|box/)
  })

  test('withholds a video that shows somebody who is covered in photos', async () => {
    const { states, committed } = await run({ 'a.mp4': { visible: 0.1 }, 'b.jpg': photoOf(0.45) })
    expect(states['a.mp4']).toMatchObject({
      status: 'needs-review',
      reason: { code: 'person-inconsistent', findings: [{ frame: 25, covered: 1, visible: 1 }] },
    })
    expect(states['b.jpg']).toMatchObject({ status: 'safe' })
    expect(committed).toEqual(['b.jpg'])
  })

  test('withholds a photo that shows somebody who is covered in a video, though it was found first', async () => {
    const { states, committed } = await run({ 'a.jpg': photoOf(0), 'b.mp4': { covered: 0.41 } })
    expect(states['a.jpg']).toMatchObject({ status: 'needs-review', reason: { code: 'person-inconsistent' } })
    expect(committed).toEqual(['b.mp4'])
  })

  test('withholds the second of two videos that shows somebody who is covered in the first', async () => {
    const { states, committed } = await run({ 'a.mp4': { covered: 0.41 }, 'b.mp4': { visible: 0 } })
    expect(states['b.mp4']).toMatchObject({ status: 'needs-review', reason: { code: 'person-inconsistent' } })
    expect(committed).toEqual(['a.mp4'])
  })

  test('withholds the first of two videos that shows somebody who is covered in the second', async () => {
    const { states, committed } = await run({ 'a.mp4': { visible: 0 }, 'b.mp4': { covered: 0.41 } })
    expect(states['a.mp4']).toMatchObject({ status: 'needs-review', reason: { code: 'person-inconsistent' } })
    expect(committed).toEqual(['b.mp4'])
  })

  test('looks at each video once: one that shows somebody goes on when all were looked at, another at once', async () => {
    const { opened, recognized, resumed, committed } = await run({
      ...{ 'a.mp4': { visible: 0 }, 'b.mp4': { covered: 1 }, 'c.mp4': { visible: 0.1 } },
    })
    expect(recognized).toEqual(['a.mp4', 'b.mp4', 'c.mp4'])
    expect(opened).toEqual(['a.mp4', 'b.mp4', 'c.mp4', 'a.mp4', 'c.mp4'])
    expect(resumed).toEqual(['a.mp4', 'c.mp4'])
    expect(committed).toEqual(['b.mp4', 'a.mp4', 'c.mp4'])
  })

  test('ends every file as canceled after a cancel between the looks and the releases', async () => {
    const controller = new AbortController()
    const { states, committed } = await run(
      { 'a.mp4': { visible: 0 }, 'b.mp4': { visible: 0.1 } },
      { signal: controller.signal, onRecognized: (name) => (name === 'b.mp4' ? controller.abort() : undefined) },
    )
    expect(states).toEqual({ 'a.mp4': { status: 'canceled' }, 'b.mp4': { status: 'canceled' } })
    expect(committed).toEqual([])
  })

  test('releases them where that was asked for, or where being visible is the rule', async () => {
    const allowed = await run({ 'a.mp4': { visible: 0.1 }, 'b.jpg': photoOf(0.45) }, { allowInconsistent: true })
    expect(allowed.committed).toEqual(['a.mp4', 'b.jpg'])
    const rule = await run({ 'a.mp4': { visible: 0.1 }, 'b.jpg': photoOf(0), 'c.jpg': photoOf(0.45) })
    expect(rule.committed).toEqual(['a.mp4', 'b.jpg', 'c.jpg'])
  })

  test('does not count a video that fails: it does not show anybody', async () => {
    const files = { 'a.mp4': { visible: 0.1 }, 'b.jpg': photoOf(0), 'c.jpg': photoOf(0.45) }
    const { states, committed } = await run(files, { failsToPark: 'a.mp4' })
    expect(states['a.mp4']).toMatchObject({ status: 'failed', error: { code: 'worker-crashed' } })
    expect(states['b.jpg']).toMatchObject({ status: 'needs-review', reason: { code: 'person-inconsistent' } })
    expect(committed).toEqual(['c.jpg'])
  })

  test('takes nobody else for the same person', async () => {
    const { committed } = await run({ 'a.mp4': { visible: 0, covered: 1 }, 'b.jpg': photoOf(1.1) })
    expect(committed).toEqual(['a.mp4', 'b.jpg'])
  })
})
