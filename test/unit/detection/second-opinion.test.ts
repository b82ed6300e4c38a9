import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../../main/core/detection/decide.js'
import { detectionPlan } from '../../../main/core/detection/plan.js'
import type { PixelBox } from '../../../main/core/detection/proposal.js'
import { loneLooks, peopleLook } from '../../../main/core/detection/second-looks.js'
import { addLoneAnswers, coverHeads } from '../../../main/core/detection/second-opinion.js'
import type { DetectedFace } from '../../../main/core/detection/types.js'

const size = { width: 1000, height: 800 }
const box = (left: number, top: number, width: number, height: number): PixelBox => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})
const face = (left: number, top: number, width: number, height: number): DetectedFace => ({
  box: { x: left / 1000, y: top / 800, width: width / 1000, height: height / 800 },
  confidence: 0.9,
  uncertain: false,
})
const candidate = (at: PixelBox, top: number, odds: number) => ({
  candidate: { box: at, top, scores: new Map([[0, top]]) },
  certain: false,
  open: 1,
  own: [],
  withCrowd: [],
  odds,
})
const judgement = (...judged: Judgement['judged']): Judgement => ({ judged, crowd: 3 })
const leftEdges = (faces: readonly DetectedFace[]) => faces.map((found) => Math.round(found.box.x * 1000))

describe('heads of people', () => {
  const person = { box: box(300, 200, 120, 400), score: 0.8 }
  const head = candidate(box(330, 205, 50, 65), 0.03, -5)
  /** Somebody half behind others, whose head is 4 % of the picture. */
  const half = { box: box(600, 300, 90, 160), score: 0.35 }
  const small = box(625, 305, 32, 40)

  it('covers the candidate at the head of a person without a covered face, and marks it as doubtful', () => {
    const [added, ...more] = coverHeads(size, [], judgement(head), [person])
    expect(more).toEqual([])
    expect(added?.uncertain).toBe(true)
    expect(leftEdges(added ? [added] : [])).toEqual([330])
  })

  it('of two candidates there, covers the likelier', () => {
    const likelier = candidate(box(345, 210, 50, 65), 0.02, -4)
    expect(leftEdges(coverHeads(size, [], judgement(head, likelier), [person]))).toEqual([345])
  })

  it('adds nothing to a person whose face is covered', () => {
    const faces = [face(340, 230, 40, 50)]
    expect(coverHeads(size, faces, judgement(head), [person])).toEqual(faces)
  })

  it.each([
    ['hangs at the knees', candidate(box(330, 480, 50, 65), 0.3, -2), person],
    ['is as large as the person', candidate(box(300, 200, 118, 390), 0.3, -2), person],
    ['is a speck', candidate(box(350, 210, 10, 12), 0.3, -2), person],
    ['has next to no score', candidate(head.candidate.box, 0.01, -2), person],
    ['belongs to nobody', head, { ...person, box: box(600, 200, 120, 400) }],
    ['is large and belongs to what may be no person', head, { ...person, score: 0.4 }],
    ['is small and belongs to what hardly is a person', candidate(small, 0.03, -5), { ...half, score: 0.29 }],
    ['is small and has no score', candidate(small, 0.002, -5), half],
  ])('covers no candidate that %s', (_, item, someone) => {
    expect(coverHeads(size, [], judgement(item), [someone])).toEqual([])
  })

  it('asks less of a small head, which costs little: half a person and the least hint of a face', () => {
    expect(leftEdges(coverHeads(size, [], judgement(candidate(small, 0.004, -5)), [half]))).toEqual([625])
  })

  it('finds the head of somebody who bends forward', () => {
    const bent = candidate(box(330, 290, 50, 65), 0.03, -5)
    expect(leftEdges(coverHeads(size, [], judgement(bent), [person]))).toEqual([330])
  })

  it('takes a speck on a person for no face of theirs', () => {
    const speck = face(350, 220, 8, 10)
    expect(leftEdges(coverHeads(size, [speck], judgement(head), [person]))).toEqual([350, 330])
  })

  it('covers one head for two answers that mean one person', () => {
    const again = { box: box(296, 190, 130, 410), score: 0.7 }
    expect(coverHeads(size, [], judgement(head), [person, again])).toHaveLength(1)
  })

  it('drops nothing that was covered', () => {
    const faces = [face(20, 20, 40, 50), face(800, 700, 30, 40)]
    expect(coverHeads(size, faces, judgement(head), [person]).slice(0, 2)).toEqual(faces)
  })
})

describe('a lone look', () => {
  const pass = { scale: 1, mirrored: false, quarterTurns: 0, anchor: false } as const
  const trusted = { pass, minScore: 0.3, minScoreAlone: 0.6, leastShare: 0.02, highestShare: 0.1 }

  it('adds what it is clear about, strongest first, and nothing twice', () => {
    const faces = addLoneAnswers(
      size,
      [face(20, 20, 40, 50)],
      trusted,
      [
        { box: box(22, 22, 38, 46), score: 0.9 },
        { box: box(502, 302, 40, 50), score: 0.4 },
        { box: box(500, 300, 40, 50), score: 0.6 },
      ],
      0,
    )
    expect(leftEdges(faces)).toEqual([20, 500])
    expect(faces[1]?.uncertain).toBe(true)
  })

  it('asks for more where no other face is', () => {
    const answer = [{ box: box(500, 300, 40, 50), score: 0.5 }]
    expect(addLoneAnswers(size, [], trusted, answer, 0)).toHaveLength(1)
    expect(addLoneAnswers(size, [], trusted, answer, 1)).toEqual([])
  })

  it.each([
    ['unclear', 40, 50, 0.29],
    ['smaller than it is trusted with', 15, 19, 0.9],
    ['larger than it is trusted with', 90, 101, 0.9],
  ])('leaves out what is %s', (_, width, height, score) => {
    expect(addLoneAnswers(size, [], trusted, [{ box: box(500, 300, width, height), score }], 0)).toEqual([])
  })
})

describe('looks beside the plan', () => {
  it('see the negative and the picture stretched, which no look of the plan does', () => {
    const { before } = loneLooks(size, 'balanced')
    expect(before.map(({ pass: { inverted, stretch } }) => [inverted, stretch])).toEqual([
      [true, undefined],
      [undefined, 2],
    ])
    expect(detectionPlan(size, 'thorough').some(({ inverted, stretch }) => inverted ?? stretch)).toBe(false)
  })

  it('cost a large picture only a small look for people', () => {
    const phone = { width: 4000, height: 3000 }
    expect(loneLooks(phone, 'balanced')).toEqual({ before: [], after: [] })
    const scale = peopleLook(phone, 'balanced')?.scale ?? 1
    expect(scale * scale * 12_000_000).toBeLessThanOrEqual(270_001)
  })

  it('are none where speed was asked for', () => {
    expect(loneLooks(size, 'fast')).toEqual({ before: [], after: [] })
    expect(peopleLook(size, 'fast')).toBeUndefined()
  })
})
