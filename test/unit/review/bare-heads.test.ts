import { describe, expect, it } from 'vitest'
import { countHeadsLeft, headsLeft } from '../../../main/core/review/bare-heads.js'
import type { PictureDecision, Shape } from '../../../main/core/review/decision.js'
import { doubtOf } from '../../../main/core/review/doubt.js'
import type { FoundPicture } from '../../../main/core/review/found-media.js'

const size = { width: 1000, height: 800 }
const head = { x: 0.3, y: 0.25, width: 0.12, height: 0.12 }
const other = { ...head, x: 0.7 }
const picture = (change: Partial<FoundPicture> = {}): FoundPicture => ({
  kind: 'picture',
  size,
  frames: [size],
  animated: false,
  faces: [],
  bareHeads: [{ frame: 0, bareHeads: [head, other] }],
  traces: [],
  ...change,
})
const decision = (...cover: readonly Shape[]): PictureDecision => ({
  kind: 'picture',
  throughout: [],
  frames: [{ frame: 0, cover: [...cover], keep: [] }],
})

describe('heads that a decision leaves bare', () => {
  it('are all where nothing was decided', () => {
    expect(headsLeft(picture(), undefined, 0)).toEqual([head, other])
    expect(headsLeft(picture(), undefined, 1)).toEqual([])
  })

  it.each<[string, Shape]>([
    ['a rectangle over it', { kind: 'rectangle', box: head }],
    ['an ellipse over it', { kind: 'ellipse', box: head }],
    ['a face in it', { kind: 'face', box: { x: 0.34, y: 0.27, width: 0.04, height: 0.06 } }],
    ['a stroke over it', { kind: 'brush', points: [{ x: 0.36, y: 0.31 }], radius: 0.05 }],
  ])('are the others after %s', (_, shape) => {
    expect(headsLeft(picture(), decision(shape), 0)).toEqual([other])
    expect(countHeadsLeft(picture(), decision(shape))).toBe(1)
  })

  it('are none below a line', () => {
    expect(countHeadsLeft(picture(), decision({ kind: 'below', left: 0.2, right: 0.2 }))).toBe(0)
  })

  it('are not covered by a dab of the brush', () => {
    const dab: Shape = { kind: 'brush', points: [{ x: 0.36, y: 0.31 }], radius: 0.004 }
    expect(headsLeft(picture(), decision(dab), 0)).toEqual([head, other])
  })
})

describe('the review queue', () => {
  const faces = (amount: number, uncertain: boolean): FoundPicture['faces'] => [
    { frame: 0, faces: Array.from({ length: amount }, () => ({ box: head, confidence: 0.5, uncertain })) },
  ]
  const withHeads = (amount: number, change: Partial<FoundPicture> = {}): FoundPicture =>
    picture({ bareHeads: [{ frame: 0, bareHeads: Array.from({ length: amount }, () => head) }], ...change })

  it('brings a picture with a head without a cover forward, also where no face was found', () => {
    expect(doubtOf(withHeads(0))).toBe(0)
    expect(doubtOf(withHeads(1))).toBeGreaterThan(doubtOf(withHeads(0, { faces: faces(1, true) })))
    expect(doubtOf(withHeads(1, { faces: faces(4, false) }))).toBeGreaterThan(
      doubtOf(withHeads(0, { faces: faces(4, false) })),
    )
  })
})
