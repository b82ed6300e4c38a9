import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../main/core/review/decision.js'
import type { KnownDecision } from '../../../main/core/contract/bridge.js'
import type { FoundPicture, FoundVideo } from '../../../main/core/review/found-media.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import type { PictureDecision } from '../../../main/core/review/decision.js'
import { decisionSchema } from '../../../main/core/review/decision.js'
import { areaOf, overlapArea } from '../../../main/core/geometry/box.js'
import { boxAt, coversAt } from '../../../main/core/review/video-decision.js'
import type { ReviewAction, ReviewState } from '../../../renderer/review/review-state.js'
import {
  bareHeadsShown,
  countBareHeads,
  coverBareHead,
  flaggedSeconds,
  nextFlag,
  remainingFaces,
} from '../../../renderer/review/flags.js'
import { beginGesture, draftOf, gestureMoved } from '../../../renderer/review/gesture.js'
import { areasOf, beginReview, reduceReview, selectedArea } from '../../../renderer/review/review-state.js'
import { wholePicture } from '../../../renderer/review/viewport.js'

const face = { x: 0.4, y: 0.2, width: 0.1, height: 0.15 }
const other = { x: 0.7, y: 0.2, width: 0.1, height: 0.15 }
const picture: FoundPicture = {
  kind: 'picture',
  size: { width: 4000, height: 3000 },
  frames: [
    { width: 4000, height: 3000 },
    { width: 4000, height: 3000 },
  ],
  animated: false,
  faces: [
    {
      frame: 0,
      faces: [
        { box: face, confidence: 0.9, uncertain: false },
        { box: other, confidence: 0.2, uncertain: true },
      ],
    },
  ],
  bareHeads: [],
  traces: [],
}
const video: FoundVideo = {
  kind: 'video',
  size: { width: 1920, height: 1080 },
  durationSeconds: 10,
  framesPerSecond: 25,
  hasSound: true,
  tracks: [
    {
      track: 4,
      confidence: 0.8,
      uncertain: false,
      fromSeconds: 2,
      toSeconds: 6,
      keyframes: [
        { seconds: 2, box: { x: 0, y: 0, width: 0.1, height: 0.1 } },
        { seconds: 6, box: { x: 0.4, y: 0.2, width: 0.1, height: 0.1 } },
      ],
    },
  ],
  reviewSeconds: [7],
  traces: [],
}
const after = (state: ReviewState, ...actions: readonly ReviewAction[]): ReviewState =>
  actions.reduce(reduceReview, state)
const keysOf = (state: ReviewState): readonly string[] => areasOf(state).map(({ key }) => key)

const animation: FoundPicture = { ...picture, animated: true }
const box = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }

describe('an area drawn over an animation', () => {
  const drawOn = (found: FoundPicture, frame: number): ReviewState =>
    after(
      beginReview(found, { decisions: 0 }),
      ...[{ type: 'frame', frame } as const, { type: 'draw', shape: { kind: 'rectangle', box } } as const],
    )
  const drawnIn = (state: ReviewState, frame: number) =>
    areasOf(after(state, { type: 'frame', frame })).filter(({ kind }) => kind === 'drawn')

  it('covers every frame, for nobody draws it on each', () => {
    const state = drawOn(animation, 1)
    expect(state.selected).toBe('throughout-0')
    expect(drawnIn(state, 0)).toEqual(drawnIn(state, 1))
    expect(drawnIn(state, 0)).toHaveLength(1)
    expect(decisionSchema.safeParse(state.decision).success).toBe(true)
  })

  it('covers one page of several', () => {
    const state = drawOn(picture, 1)
    expect([drawnIn(state, 0).length, drawnIn(state, 1).length]).toEqual([0, 1])
  })

  it('covers one frame alone where a person says so, and all of them again', () => {
    const one = after(drawOn(animation, 1), { type: 'reach', key: 'throughout-0', throughout: false })
    expect([drawnIn(one, 0).length, drawnIn(one, 1).length]).toEqual([0, 1])
    expect(one.selected).toBe('drawn-0')
    const all = after(one, { type: 'reach', key: 'drawn-0', throughout: true })
    expect(drawnIn(all, 0)).toEqual(drawnIn(drawOn(animation, 1), 0))
    expect(after(all, { type: 'undo' }, { type: 'undo' }).decision).toEqual(drawOn(animation, 1).decision)
  })

  it('is moved and removed on all of them', () => {
    const shape = { kind: 'rectangle', box: { ...box, x: 0.5 } } as const
    const moved = after(drawOn(animation, 1), { type: 'place', key: 'throughout-0', shape })
    expect(drawnIn(moved, 0)).toMatchObject([{ shape }])
    expect(drawnIn(after(moved, { type: 'remove', key: 'throughout-0' }), 0)).toEqual([])
  })
})

describe('the whole of somebody who was followed through a video', () => {
  it('is covered wherever the face is, and a little longer', () => {
    const seen = after(beginReview(video, { decisions: 0 }), { type: 'seconds', seconds: 4 })
    const state = after(seen, { type: 'whole-person', key: 'track-4' })
    expect(state.selected).toBe('span-0')
    for (const seconds of [1.6, 2, 3, 6, 6.4]) {
      const areas = areasOf(after(state, { type: 'seconds', seconds }))
      const body = areas.find(({ kind }) => kind === 'span')
      const track = boxAt(video.tracks[0]?.keyframes ?? [], seconds)
      if (body?.kind !== 'span') throw new Error('nothing is covered')
      expect(overlapArea(body.box, track)).toBeCloseTo(areaOf(track), 6)
      expect(body.box.height).toBeGreaterThan(track.height * 4)
    }
    expect(decisionSchema.safeParse(state.decision).success).toBe(true)
  })

  it('is no more than a decision can hold', () => {
    const keyframes = Array.from({ length: 5_000 }, (_, index) => ({ seconds: 2 + index / 1_250, box }))
    const long = { ...video, tracks: video.tracks.map((track) => ({ ...track, keyframes })) }
    const seen = after(beginReview(long, { decisions: 0 }), { type: 'seconds', seconds: 4 })
    expect(decisionSchema.safeParse(after(seen, { type: 'whole-person', key: 'track-4' }).decision).success).toBe(true)
  })
})

describe('a picture under review', () => {
  const begin = () => beginReview(picture, { decisions: 0 })

  it('shows what is unsure first', () => {
    expect(keysOf(begin())).toEqual(['found-1', 'found-0'])
  })

  it('lets a moved face stand for the one that was found', () => {
    const box = { x: 0.38, y: 0.18, width: 0.2, height: 0.2 }
    const state = after(begin(), { type: 'place', key: 'found-0', shape: { kind: 'face', box } })
    expect(state.decision).toEqual({
      kind: 'picture',
      throughout: [],
      frames: [{ frame: 0, cover: [{ kind: 'face', box, of: 0 }], keep: [] }],
    })
    expect(areasOf(state).find(({ key }) => key === 'found-0')).toMatchObject({ box })
  })

  it.each([
    ['dragged elsewhere', { ...face, x: 0.8 }, { ...face, width: 0.5 }],
    ['dragged half away', { ...face, y: 0.1 }, { ...face, y: 0.1, height: 0.25 }],
    ['made smaller', { ...face, width: 0.01, height: 0.01 }, face],
  ])('never uncovers a found face whose cover is %s', (_, to, expected) => {
    const drag = { type: 'place', key: 'found-0', shape: { kind: 'face', box: to } } as const
    const [area] = areasOf(after(begin(), drag)).filter(({ key }) => key === 'found-0')
    const box = area?.kind === 'found' ? area.box : undefined
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(box?.[side]).toBeCloseTo(expected[side])
  })

  it('shows while it is dragged what will be covered', () => {
    const [area] = areasOf(begin()).filter(({ key }) => key === 'found-0')
    const from = { x: 0.45, y: 0.25 }
    const client = { x: 0, y: 0 }
    const parts = { at: from, client, tool: 'select', area, lineEnd: undefined, viewport: wholePicture } as const
    const moved = gestureMoved(beginGesture({ ...parts, corner: undefined, longSidePx: 1_000 }), { x: 0.85, y: 0.25 })
    expect(draftOf(moved)?.shape).toMatchObject({ box: { x: 0.4, width: expect.closeTo(0.5) as number } })
    const made = gestureMoved(beginGesture({ ...parts, corner: 'se', longSidePx: 1_000 }), { x: 0.41, y: 0.21 })
    expect(draftOf(made)?.shape).toMatchObject({ box: { x: 0.4, width: expect.closeTo(0.1) as number } })
  })

  it('counts no change where the cover is as small as it can be', () => {
    const smaller = { type: 'place', key: 'found-0', shape: { kind: 'face', box: { ...face, width: 0.09 } } } as const
    expect(after(begin(), smaller).past).toEqual([])
  })

  it('leaves a face visible only with a reason, where the detector saw it, and covers it again', () => {
    const moved = after(begin(), {
      type: 'place',
      key: 'found-1',
      shape: { kind: 'face', box: { ...other, width: 0.2 } },
    })
    const kept = after(moved, { type: 'keep', key: 'found-1', reason: 'consented' })
    expect(kept.decision).toEqual({
      kind: 'picture',
      throughout: [],
      frames: [{ frame: 0, cover: [], keep: [{ box: other, of: 1, reason: 'consented' }] }],
    })
    const again = after(kept, { type: 'keep', key: 'found-1', reason: undefined })
    expect(again.decision).toEqual({ kind: 'picture', throughout: [], frames: [{ frame: 0, cover: [], keep: [] }] })
  })

  it('selects what was drawn, and removes only what was drawn', () => {
    const drawn = after(begin(), { type: 'draw', shape: { kind: 'below', left: 0.8, right: 0.8 } })
    expect(drawn.selected).toBe('drawn-0')
    expect(after(drawn, { type: 'remove', key: 'found-0' }).decision).toBe(drawn.decision)
    const removed = after(drawn, { type: 'remove', key: 'drawn-0' })
    expect(keysOf(removed)).toEqual(['found-1', 'found-0'])
    expect(removed.selected).toBeUndefined()
  })

  it('covers a whole person inside the picture', () => {
    const state = after(begin(), { type: 'whole-person', key: 'found-0' })
    const area = areasOf(state).find(({ key }) => key === state.selected)
    const box = area?.kind === 'drawn' && 'box' in area.shape ? area.shape.box : undefined
    expect(box?.x).toBeLessThan(face.x)
    expect((box?.y ?? 9) + (box?.height ?? 9)).toBeCloseTo(1)
    expect(decisionSchema.safeParse(state.decision).success).toBe(true)
  })

  it('covers several places as one step, and says so of a face that stays visible all the same', () => {
    const covered = after(begin(), { type: 'cover-boxes', frame: 0, boxes: [face, other] })
    expect(keysOf(covered)).toEqual(['found-1', 'found-0', 'drawn-0', 'drawn-1'])
    expect(after(covered, { type: 'undo' }).decision).toEqual(begin().decision)
    const anyway = after(begin(), { type: 'keep', key: 'found-1', reason: 'consented', anyway: true })
    expect(anyway.decision).toMatchObject({ frames: [{ keep: [{ of: 1, reason: 'consented', anyway: true }] }] })
  })

  it('tells the session of a decision of its own that was gone back to', () => {
    const decision: Decision = { kind: 'picture', throughout: [], frames: [{ frame: 0, cover: [], keep: [] }] }
    const told = after(begin(), { type: 'decided', decision, decisions: 4 })
    expect(told).toMatchObject({ settled: decision, decisions: 4 })
    const undone = after(told, { type: 'keep', key: 'found-0', reason: 'consented' }, { type: 'undo' })
    expect(undone.decision).toBe(decision)
    expect(undone.settled).toBeUndefined()
  })

  it('takes over what was decided for several files, which can be undone', () => {
    const keep = [{ box: other, of: 1, reason: 'consented', recognized: true }] as const
    const decision: PictureDecision = {
      kind: 'picture',
      throughout: [],
      frames: [{ frame: 0, cover: [], keep: [...keep] }],
    }
    const state = after(begin(), { type: 'decided', decision, decisions: 4 })
    expect(state).toMatchObject({ decision, settled: decision })
    expect(areasOf(state).find(({ key }) => key === 'found-1')).toMatchObject({ keep: 'consented', recognized: true })
    expect(after(state, { type: 'undo' }).decision).toEqual(begin().decision)
  })

  it('undoes and redoes, and forgets what was undone when something else is done', () => {
    const one = after(begin(), { type: 'draw', shape: { kind: 'rectangle', box: face } })
    const two = after(one, { type: 'draw', shape: { kind: 'ellipse', box: other } })
    const undone = after(two, { type: 'undo' })
    expect(undone.decision).toEqual(one.decision)
    expect(after(undone, { type: 'redo' }).decision).toEqual(two.decision)
    const branched = after(undone, { type: 'keep', key: 'found-0', reason: 'not-a-face' })
    expect(after(branched, { type: 'redo' })).toBe(branched)
    expect(after(branched, { type: 'undo' }, { type: 'undo' }).decision).toEqual(begin().decision)
  })

  it('counts a row of key presses on one area as one step', () => {
    const step = (x: number): ReviewAction => ({
      type: 'place',
      key: 'found-0',
      shape: { kind: 'face', box: { ...face, x } },
      same: true,
    })
    const moved = after(begin(), { type: 'select', key: 'found-0' }, step(0.41), step(0.42), step(0.43))
    expect(moved.past).toHaveLength(1)
    expect(after(moved, { type: 'undo' }).decision).toEqual(begin().decision)
    expect(after(moved, { type: 'select', key: 'found-0' }, step(0.44)).past).toHaveLength(2)
  })

  it('keeps what belongs to another page apart', () => {
    const state = after(begin(), { type: 'frame', frame: 1 }, { type: 'draw', shape: { kind: 'rectangle', box: face } })
    expect(keysOf(state)).toEqual(['drawn-0'])
    expect(keysOf(after(state, { type: 'frame', frame: 0 }))).toEqual(['found-1', 'found-0'])
  })

  it('goes to the page on which something is undone or redone', () => {
    const drawn = after(begin(), { type: 'frame', frame: 1 }, { type: 'draw', shape: { kind: 'rectangle', box: face } })
    const undone = after(drawn, { type: 'frame', frame: 0 }, { type: 'undo' })
    expect(undone).toMatchObject({ frame: 1, decision: begin().decision })
    const redone = after(undone, { type: 'frame', frame: 0 }, { type: 'redo' })
    expect(redone).toMatchObject({ frame: 1, decision: drawn.decision })
    expect(after(redone, { type: 'frame', frame: 0 }, { type: 'undo' }).frame).toBe(1)
  })

  it('goes on with an earlier decision, and takes none of another kind', () => {
    const earlier = after(begin(), { type: 'draw', shape: { kind: 'rectangle', box: face } }).decision
    expect(beginReview(picture, { decisions: 1, decision: earlier }).decision).toBe(earlier)
    const other: KnownDecision = { decisions: 1, decision: { kind: 'video', keep: [], cover: [] } }
    expect(beginReview(picture, other).decision.kind).toBe('picture')
  })
})

describe('a video under review', () => {
  const begin = () => after(beginReview(video, { decisions: 0 }), { type: 'seconds', seconds: 4 })

  it('begins where somebody may be visible', () => {
    expect(beginReview(video, { decisions: 0 }).seconds).toBe(7)
  })

  it('shows a track where it is at the moment, and not outside of its life', () => {
    expect(areasOf(begin())).toMatchObject([{ key: 'track-4', box: { x: 0.2, y: 0.1 } }])
    expect(keysOf(after(begin(), { type: 'seconds', seconds: 8 }))).toEqual([])
  })

  it('lets an area follow from keyframe to keyframe', () => {
    const drawn = after(begin(), { type: 'draw', shape: { kind: 'rectangle', box: face } })
    const moved = after(
      drawn,
      { type: 'seconds', seconds: 6 },
      { type: 'place', key: 'span-0', shape: { kind: 'rectangle', box: other } },
      { type: 'seconds', seconds: 5 },
    )
    expect(areasOf(moved).find(({ key }) => key === 'span-0')).toMatchObject({
      box: { x: expect.closeTo(0.55) as number },
    })
    expect(decisionSchema.safeParse(moved.decision).success).toBe(true)
  })

  it('goes to the moment at which something is undone or redone', () => {
    const drawn = after(begin(), { type: 'draw', shape: { kind: 'rectangle', box: face } })
    const undone = after(drawn, { type: 'seconds', seconds: 9 }, { type: 'undo' })
    expect(undone.seconds).toBe(4)
    expect(after(undone, { type: 'seconds', seconds: 9 }, { type: 'redo' }).seconds).toBe(4)
  })

  it('shows as covered at each moment only what is covered in the export', () => {
    const drawn = after(begin(), { type: 'draw', shape: { kind: 'rectangle', box: face } })
    if (drawn.decision.kind !== 'video') throw new Error('another kind')
    for (const seconds of [1.999, 2, 3.4999, 3.5, 4, 6, 6.003, 6.999, 7, 7.003]) {
      const state = after(drawn, { type: 'seconds', seconds })
      const boxes = areasOf(state).flatMap((area) => ('box' in area ? [area.box] : []))
      const covers = coversAt(video, drawn.decision, seconds)
      for (const box of boxes) expect(covers.some((cover) => overlapArea(cover, box) >= 0.999 * areaOf(box))).toBe(true)
      expect(boxes).toHaveLength([1.999, 7.003].includes(seconds) ? 0 : [3.5, 4, 6].includes(seconds) ? 2 : 1)
    }
  })

  it('never lets an area end before it begins', () => {
    const drawn = after(begin(), { type: 'draw', shape: { kind: 'rectangle', box: face } })
    const ended = after(drawn, { type: 'span-ends', key: 'span-0', fromSeconds: 9 })
    expect(ended.decision).toMatchObject({ cover: [{ fromSeconds: 9, toSeconds: 9 }] })
  })

  it('leaves a track visible with a reason', () => {
    const kept = after(begin(), { type: 'keep', key: 'track-4', reason: 'public-figure' })
    expect(kept.decision).toMatchObject({ keep: [{ track: 4, reason: 'public-figure' }] })
  })

  it('stays inside of the video', () => {
    expect(after(begin(), { type: 'seconds', seconds: 99 }).seconds).toBe(10)
    expect(after(begin(), { type: 'seconds', seconds: -1 }).seconds).toBe(0)
  })

  it('leads to where the examination still saw a face', () => {
    // Not where frame 100 of an even video would be: of this one half of the frames were shown in the first second.
    const finding = { code: 'face-visible', frame: 100, seconds: 5, box: face, confidence: 0.9 } as const
    const item = {
      id: mediaId(1),
      name: 'a.mp4',
      sizeBytes: 1,
      accepted: true,
      decisions: 1,
      state: {
        status: 'withheld',
        reason: { code: 'faces-remain', findings: [finding] },
        coverage: { faces: 1, uncertain: 0, repeats: 4 },
      },
    } as const
    expect(flaggedSeconds(video, item)).toEqual([5, 7])
    expect(nextFlag(video, item, 5)).toBe(7)
    expect(nextFlag(video, item, 9)).toBe(5)
    expect(remainingFaces(item, after(begin(), { type: 'seconds', seconds: 5 }))).toEqual([face])
    expect(remainingFaces(item, begin())).toEqual([])
  })
})

describe('heads without a cover', () => {
  const head = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }
  const second = { ...head, x: 0.5, y: 0.5 }
  const shown: FoundPicture = { ...picture, bareHeads: [{ frame: 0, bareHeads: [head, second] }] }

  it('are covered one after the other, and come back when that is undone', () => {
    let state = beginReview(shown, { decisions: 0 })
    const act = (action: ReviewAction): void => void (state = reduceReview(state, action))
    expect(bareHeadsShown(state)).toEqual([head, second])
    coverBareHead(state, act)
    expect(bareHeadsShown(state)).toEqual([second])
    expect(selectedArea(state)).toMatchObject({ kind: 'drawn', shape: { kind: 'rectangle', box: head } })
    coverBareHead(state, act)
    coverBareHead(state, act)
    expect(state.decision).toMatchObject({ frames: [{ cover: [{ box: head }, { box: second }] }] })
    expect(countBareHeads(state)).toBe(0)
    act({ type: 'undo' })
    expect(countBareHeads(state)).toBe(1)
  })

  it('are shown on their own page, and counted on all of them', () => {
    const state = after(beginReview(shown, { decisions: 0 }), { type: 'frame', frame: 1 })
    expect(bareHeadsShown(state)).toEqual([])
    expect(countBareHeads(state)).toBe(2)
    expect(countBareHeads(beginReview(video, { decisions: 0 }))).toBe(0)
  })
})
