import { describe, expect, test } from 'vitest'
import { backgroundBodies, bodyOf } from '../../../main/core/review/background.js'

const speaker = { box: { x: 0.4, y: 0.1, width: 0.1, height: 0.16 }, visible: false }
const speakerBody = { x: 0.3, y: 0.06, width: 0.3, height: 0.9 }
/** Behind the speaker's shoulder: the face lies in the upper part of both bodies. */
const behind = { box: { x: 0.52, y: 0.2, width: 0.04, height: 0.06 }, visible: false }
const behindBody = { x: 0.48, y: 0.18, width: 0.12, height: 0.5 }
const fromBehind = { x: 0.8, y: 0.3, width: 0.1, height: 0.4 }
const bodies = [speakerBody, behindBody, fromBehind]

const middles = (boxes: readonly { x: number; width: number }[]) =>
  boxes.map(({ x, width }) => Math.round((x + width / 2) * 100) / 100)

describe('whole people of a picture', () => {
  test('are in the background but for those with the largest faces', () => {
    expect(middles(backgroundBodies([speaker, behind], bodies))).toEqual([0.54, 0.85])
  })

  test('are in the background but for those who stay visible, however small', () => {
    const kept = { ...behind, visible: true }
    expect(middles(backgroundBodies([speaker, kept], bodies))).toEqual([0.45, 0.85])
  })

  test('are all in the background where nobody has a face', () => {
    expect(backgroundBodies([], bodies)).toHaveLength(3)
  })

  test('belong to the face that is where their head is', () => {
    expect(middles([bodyOf(behind.box, bodies)].flatMap((body) => body ?? []))).toEqual([0.54])
    expect(bodyOf({ x: 0.05, y: 0.8, width: 0.1, height: 0.1 }, bodies)).toBeUndefined()
  })

  test('are drawn a little larger than found, inside the picture', () => {
    const body = bodyOf(speaker.box, [{ ...speakerBody, y: 0 }])
    expect(body).toMatchObject({ y: 0 })
    expect(body?.width).toBeGreaterThan(speakerBody.width)
  })
})
