import { describe, expect, test } from 'vitest'
import { redactRequestSchema } from '../../../main/core/contract/requests.js'
import type { DetectedFace, FrameFaces } from '../../../main/core/detection/types.js'
import type { JobEvent } from '../../../main/core/job/job.js'
import type { FrameDescriptions } from '../../../main/core/people/types.js'
import { createPeopleSession } from '../../../main/core/people/session.js'
import { readReferences } from '../../../main/core/people/references.js'
import { runJob } from '../../../main/core/pipeline/run-job.js'
import type { Decision } from '../../../main/core/review/decision.js'
import { createReport, createShareableReport } from '../../../main/core/report/report.js'
import type { Script, Trail } from '../pipeline/fake-ports.js'
import { cleanEvidence, fakeOutput, fakeSources, fakeVideos, fakeWorkshop, source } from '../pipeline/fake-ports.js'
import { described, descriptorAt, goodQuality } from './support.js'

const faceAt = (x: number, y = 0.1): DetectedFace => ({
  box: { x, y, width: 0.1, height: 0.1 },
  confidence: 0.9,
  uncertain: false,
})
const speakerFace = faceAt(0.1)
const strangerFace = faceAt(0.6)
const found: readonly FrameFaces[] = [{ frame: 0, faces: [speakerFace, strangerFace] }]
const looksLike = (...places: readonly number[]): readonly FrameDescriptions[] => [
  { frame: 0, descriptions: places.map((x) => described(x)) },
]
/** The speaker at the left, a stranger at the right. */
const photo: Script = { faces: found, descriptions: looksLike(0.1, 1) }
/** The speaker again, no longer near enough to be kept, near enough to be grouped. */
const unclear: Script = { faces: found, descriptions: looksLike(0.45, 1) }

async function run(
  scripts: Readonly<Record<string, Script>>,
  options: { allowInconsistent?: boolean; request?: Record<string, unknown>; decision?: Decision } = {},
) {
  const trail: Required<Trail> = { plans: [], accepted: [], closed: 0 }
  const events: JobEvent[] = []
  const output = fakeOutput()
  const people = createPeopleSession([{ references: [descriptorAt(0)] }], options.allowInconsistent ?? false)
  const job = await runJob({
    signal: new AbortController().signal,
    request: redactRequestSchema.parse({ inputs: ['/in'], output: '/out', keep: ['/speaker.jpg'], ...options.request }),
    sources: fakeSources(Object.keys(scripts).map((name) => ({ kind: 'file', source: source(name) }))),
    workshop: fakeWorkshop(scripts, trail),
    videos: fakeVideos,
    output,
    nameFor: ({ relativePath }, { format }) => `${relativePath}.${format}`,
    onEvent: (event) => events.push(event),
    ...(options.decision ? { decisionOn: () => options.decision } : { people }),
  })
  return {
    items: [...job.items.values()],
    states: [...job.items.values()].map(({ state }) => state),
    trail,
    output,
    events,
    people,
  }
}

const coversOver = (trail: Trail, { box }: DetectedFace): boolean =>
  trail.plans.some((plan) =>
    plan.some(({ regions }) =>
      regions.some(({ parts }) =>
        parts.some(({ left, width }) => left / 1000 <= box.x && (left + width) / 1000 >= box.x + box.width),
      ),
    ),
  )

/** The same two in both frames of a GIF. */
const movingPhoto: Script = {
  moving: true,
  faces: [0, 1].map((frame) => ({ frame, faces: [speakerFace, strangerFace] })),
  descriptions: [0, 1].map((frame) => ({ frame, descriptions: [described(0.1), described(1)] })),
}

describe('a moving picture in a job that keeps somebody visible', () => {
  test('shows nobody, and the report says why', async () => {
    const { states, items, trail } = await run({ a: movingPhoto })
    expect(coversOver(trail, speakerFace)).toBe(true)
    expect(trail.accepted).toEqual([[]])
    expect(states[0]).toMatchObject({
      status: 'safe',
      coverage: { faces: 4, people: { kept: [], perhaps: 2, nobodyKept: 'moving-picture' } },
    })
    expect(createReport('1', items).items[0]).toMatchObject({ kept: [], nobodyKept: 'moving-picture' })
    const still = await run({ a: photo })
    expect(createReport('1', still.items).items[0]).toMatchObject({ nobodyKept: null })
  })

  test('does not withhold the photos of the speaker, whom it covers because it covers everybody', async () => {
    const { states } = await run({ a: photo, b: movingPhoto })
    expect(states.map(({ status }) => status)).toEqual(['safe', 'safe'])
  })

  test('withholds a photo that shows somebody whom it covers for good reason, and counts once', async () => {
    const nearButNobody: Script = {
      ...movingPhoto,
      descriptions: [0, 1].map((frame) => ({ frame, descriptions: [described(0.6), described(1)] })),
    }
    const shown: Script = { faces: found, descriptions: looksLike(0.2, 1.9) }
    const { states } = await run({ a: shown, b: nearButNobody })
    expect(states[0]).toMatchObject({
      status: 'needs-review',
      reason: { code: 'person-inconsistent', findings: [{ covered: 1, visible: 1 }] },
    })
  })
})

describe('a job that keeps somebody visible', () => {
  test('covers everybody else, tells the gate of the kept face, and says why it is visible', async () => {
    const { states, trail } = await run({ a: photo })
    expect(coversOver(trail, strangerFace)).toBe(true)
    expect(coversOver(trail, speakerFace)).toBe(false)
    expect(trail.accepted).toEqual([[{ frame: 0, faces: [{ box: speakerFace.box, confidence: 1, uncertain: false }] }]])
    expect(states[0]).toMatchObject({
      status: 'safe',
      coverage: { faces: 1, people: { kept: [{ frame: 0, box: speakerFace.box, reason: 'reference' }], perhaps: 0 } },
    })
  })

  test('covers whom it does not recognise clearly, and marks it', async () => {
    const { states, trail } = await run({ a: unclear })
    expect(coversOver(trail, speakerFace)).toBe(true)
    expect(states[0]).toMatchObject({ status: 'safe', coverage: { faces: 2, people: { kept: [], perhaps: 1 } } })
  })

  test('covers a neighbour who was only found once the kept face was painted out', async () => {
    const child = faceAt(0.23)
    const { states, trail } = await run({ a: { ...photo, around: [{ frame: 0, faces: [child] }] } })
    expect(coversOver(trail, child)).toBe(true)
    expect(states[0]).toMatchObject({ coverage: { faces: 2 } })
  })

  test('covers what the gate finds beside the kept face', async () => {
    const late = faceAt(0.4)
    const { states, trail } = await run({
      a: {
        ...photo,
        examinations: [
          { evidence: cleanEvidence, faces: [{ frame: 0, faces: [late] }] },
          { evidence: cleanEvidence, faces: [] },
        ],
      },
    })
    expect(coversOver(trail, late)).toBe(true)
    expect(states[0]).toMatchObject({ status: 'safe', coverage: { faces: 2, repeats: 1, people: { kept: [{}] } } })
  })

  test('does not claim a face visible that a neighbour’s cover hides', async () => {
    const near = faceAt(0.13)
    const { states } = await run({
      a: { faces: [{ frame: 0, faces: [speakerFace, near] }], descriptions: looksLike(0.1, 1) },
    })
    expect(states[0]).toMatchObject({ status: 'safe', coverage: { people: { kept: [] } } })
  })

  test('withholds the one picture that shows somebody covered in others, and releases the others', async () => {
    const { states, output } = await run({ a: unclear, b: unclear, c: photo })
    expect(states.map(({ status }) => status)).toEqual(['safe', 'safe', 'needs-review'])
    expect(states[2]).toMatchObject({
      reason: { code: 'person-inconsistent', findings: [{ code: 'person-inconsistent', covered: 2, visible: 1 }] },
    })
    expect(output.committed).toEqual(['a.jpeg', 'b.jpeg'])
  })

  test('releases it where that was asked for', async () => {
    const { states } = await run({ a: unclear, b: unclear, c: photo }, { allowInconsistent: true })
    expect(states.map(({ status }) => status)).toEqual(['safe', 'safe', 'safe'])
  })

  test('writes nothing before it has looked at every photo', async () => {
    const { events } = await run({ a: photo, b: photo, c: photo })
    const stages = events.flatMap((event) =>
      event.type === 'item-changed' && event.state.status === 'running' ? [event.state.stage] : [],
    )
    expect(stages.slice(stages.indexOf('redact'))).not.toContain('read')
    expect(stages.indexOf('redact')).toBeGreaterThan(2)
  })

  test('lets the progress of every item only grow', async () => {
    const { events } = await run({ a: photo, b: photo })
    for (const id of ['media-1', 'media-2']) {
      const progress = events.flatMap((event) =>
        event.type === 'item-changed' && event.id === id && event.state.status === 'running'
          ? [event.state.progress]
          : [],
      )
      expect(progress).toEqual([...progress].sort((a, b) => a - b))
      expect(progress.length).toBeGreaterThan(3)
    }
  })

  test('goes on when one photo cannot be opened or looked at', async () => {
    const { states } = await run({
      a: { ...photo, open: { kind: 'failed', error: { code: 'worker-crashed' } } },
      b: { ...photo, open: new Error('defect') },
      c: photo,
      'd.mp4': {},
    })
    expect(states.map(({ status }) => status)).toEqual(['failed', 'failed', 'safe', 'failed'])
  })

  test('tells in a dry run who would stay visible, and writes nothing', async () => {
    const { states, trail } = await run({ a: photo }, { request: { dryRun: true } })
    expect(states[0]).toMatchObject({ status: 'planned', coverage: { faces: 1, people: { kept: [{}] } } })
    expect(trail.plans).toEqual([])
  })

  test('wipes every descriptor', async () => {
    const descriptions = looksLike(0.1, 1)
    const { people } = await run({ a: { faces: found, descriptions } })
    people.wipe()
    const all = [
      ...people.people.flatMap(({ references }) => references),
      ...descriptions.flatMap((frame) => frame.descriptions.map((face) => face?.descriptor)),
    ]
    for (const descriptor of all) expect(descriptor?.every((value) => value === 0)).toBe(true)
  })
})

describe('reports', () => {
  test('the full one says where and why, the shareable one only how many', async () => {
    const { items } = await run({ a: photo })
    expect(createReport('1', items).items[0]?.kept).toEqual([{ frame: 0, box: speakerFace.box, reason: 'reference' }])
    const shared = createShareableReport('1', items)
    expect(shared.items[0]).toMatchObject({ kept: 1, perhaps: 0 })
    expect(JSON.stringify(shared)).not.toMatch(/box|reference|speaker/)
  })
})

describe('covering more than faces', () => {
  const person = { box: { x: 0.55, y: 0.05, width: 0.2, height: 0.8 }, confidence: 0.9, uncertain: false }
  const faceless = { ...person, box: { ...person.box, x: 0.3 } }
  const people = [{ frame: 0, people: [person, faceless] }]

  test('does without, where a head has no cover beside somebody who stays visible: it is counted', async () => {
    const head = { x: 0.3, y: 0.05, width: 0.08, height: 0.08 }
    const { states } = await run({ a: { ...photo, bareHeads: [head] } }, {})
    expect(states[0]).toMatchObject({ status: 'safe', coverage: { bareHeads: 1, people: { kept: [{}] } } })
  })

  test('flags somebody without a face, and covers the head', async () => {
    const { states, trail } = await run({ a: { ...photo, people } }, { request: { cover: 'heads' } })
    expect(states[0]).toMatchObject({ coverage: { faces: 1, people: { bareHeads: 1 } } })
    const head = { ...faceless, box: { ...faceless.box, x: 0.38, width: 0.04 } }
    expect(coversOver(trail, head)).toBe(true)
  })

  test('covers whole people, but not the kept one', async () => {
    const speaker = { ...person, box: { ...person.box, x: 0.05 } }
    const { trail, states } = await run(
      { a: { ...photo, people: [{ frame: 0, people: [person, speaker] }] } },
      { request: { cover: 'people' } },
    )
    expect(coversOver(trail, person)).toBe(true)
    expect(coversOver(trail, speakerFace)).toBe(false)
    expect(states[0]).toMatchObject({ coverage: { people: { kept: [{}], bareHeads: 0 } } })
  })

  test('adds to what a person decided: heads of the covered, and of people without a face, never of the visible', async () => {
    const speaker = { ...person, box: { ...person.box, x: 0.05 } }
    const decision: Decision = {
      kind: 'picture',
      throughout: [],
      frames: [
        {
          frame: 0,
          cover: [{ kind: 'face', box: strangerFace.box, of: 1 }],
          keep: [{ box: speakerFace.box, of: 0, reason: 'consented' }],
        },
      ],
    }
    const script: Script = { ...photo, people: [{ frame: 0, people: [person, faceless, speaker] }] }
    const rightEdge = { ...strangerFace, box: { ...strangerFace.box, x: 0.74, width: 0.005 } }
    const ofFaces = await run({ a: script }, { decision, request: { keep: [] } })
    expect([strangerFace, rightEdge].map((face) => coversOver(ofFaces.trail, face))).toEqual([true, false])
    const kept = [{ frame: 0, box: speakerFace.box, reason: 'consented' }]
    expect(ofFaces.states[0]).toMatchObject({ coverage: { people: { kept } } })
    const ofHeads = await run({ a: script }, { decision, request: { keep: [], cover: 'heads' } })
    const head = { ...faceless, box: { ...faceless.box, x: 0.38, width: 0.04 } }
    expect([rightEdge, head].map((face) => coversOver(ofHeads.trail, face))).toEqual([true, true])
    expect(coversOver(ofHeads.trail, speakerFace)).toBe(false)
    expect(ofHeads.states[0]).toMatchObject({ coverage: { people: { kept, bareHeads: 1 } } })
  })

  test('covers the head of somebody on whom a person saw no face', async () => {
    const print = { x: 0.36, y: 0.3, width: 0.08, height: 0.08 }
    const decision: Decision = {
      kind: 'picture',
      throughout: [],
      frames: [{ frame: 0, cover: [], keep: [{ box: print, of: 0, reason: 'not-a-face' }] }],
    }
    const script: Script = { people: [{ frame: 0, people: [faceless] }] }
    for (const cover of ['heads', 'people']) {
      const { trail, states } = await run({ a: script }, { decision, request: { keep: [], cover } })
      expect(coversOver(trail, { ...faceless, box: { ...faceless.box, x: 0.38, width: 0.04 } })).toBe(true)
      expect(states[0]).toMatchObject({ coverage: { people: { bareHeads: 1 } } })
    }
  })

  test('takes videos on, too', async () => {
    const { states } = await run({ 'a.mp4': {} }, { request: { cover: 'heads' } })
    // The pretended video cannot be opened.
    expect(states[0]).toEqual({ status: 'failed', error: { code: 'worker-crashed' } })
  })
})

describe('reference pictures', () => {
  const read = (scripts: Readonly<Record<string, Script>>) =>
    readReferences(
      {
        signal: new AbortController().signal,
        sources: fakeSources(Object.keys(scripts).map((name) => ({ kind: 'file', source: source(name) }))),
        workshop: fakeWorkshop(scripts, { plans: [], closed: 0 }),
        limits: { maxPixels: 1, maxFrames: 1, maxFileBytes: 1 },
      },
      ['/speaker'],
    )
  const portrait = (x: number): Script => ({
    faces: [{ frame: 0, faces: [speakerFace] }],
    descriptions: looksLike(x),
  })
  const problemIn = async (scripts: Readonly<Record<string, Script>>) => {
    const result = await read(scripts)
    return result.ok ? undefined : result.error.problem
  }

  test('of one person give one person', async () => {
    expect(await read({ a: portrait(0), b: portrait(0.2) })).toMatchObject({
      ok: true,
      value: [{ references: [{}, {}] }],
    })
  })

  test('are refused with no face, several, a poor one, or another person', async () => {
    expect(await problemIn({})).toBe('no-picture')
    expect(await problemIn({ a: { faces: [] } })).toBe('no-face')
    expect(await problemIn({ a: { faces: found, descriptions: looksLike(0, 1) } })).toBe('several-faces')
    expect(await problemIn({ a: portrait(0), b: portrait(0.9) })).toBe('other-person')
    expect(
      await problemIn({ a: { ...portrait(0), open: { kind: 'failed', error: { code: 'worker-crashed' } } } }),
    ).toBe('unreadable')
    const blurred = {
      frame: 0,
      descriptions: [{ descriptor: descriptorAt(0), quality: { ...goodQuality, sharpness: 0 } }],
    }
    expect(await problemIn({ a: { ...portrait(0), descriptions: [blurred] } })).toBe('poor-face')
    expect(await problemIn({ a: { ...portrait(0), descriptions: [{ frame: 0, descriptions: [undefined] }] } })).toBe(
      'poor-face',
    )
  })
})
