import { describe, expect, it } from 'vitest'
import { reviewCommand } from '../../../renderer/review/review-keys.js'
import { shapeInSight } from '../../../renderer/review/shape-in-sight.js'
import { resizedBox, translated } from '../../../renderer/review/shapes.js'
import { lanesOf } from '../../../renderer/review/timeline-lanes.js'
import { pannedBy, stageOf, wholePicture, zoomedAt } from '../../../renderer/review/viewport.js'
import { gridShape, indexAfterKey } from '../../../renderer/screens/files/grid-shape.js'
import { isPanic, letterOf } from '../../../renderer/shell/keys.js'

const press = (key: string, code: string, held: Partial<Record<'ctrlKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('keys', () => {
  it('finds the letter on keyboards of other scripts, and leaves marked letters alone', () => {
    expect(letterOf(press('л', 'KeyK'))).toBe('k')
    expect(letterOf(press('z', 'KeyY'))).toBe('z')
    expect(letterOf(press('ą', 'KeyA'))).toBeUndefined()
    expect(letterOf(press('б', 'Comma'))).toBeUndefined()
  })

  it('knows the panic key on a Belarusian layout', () => {
    expect(isPanic(press('Ч', 'KeyX', { ctrlKey: true, shiftKey: true }))).toBe(true)
    expect(isPanic(press('x', 'KeyX', { ctrlKey: true }))).toBe(false)
  })

  it('tells moving from resizing, and undo from redo', () => {
    expect(reviewCommand(press('ArrowLeft', 'ArrowLeft'))).toEqual({ do: 'nudge', dx: -1, dy: 0 })
    expect(reviewCommand(press('ArrowDown', 'ArrowDown', { shiftKey: true }))).toEqual({ do: 'grow', dx: 0, dy: 1 })
    expect(reviewCommand(press('я', 'KeyZ', { ctrlKey: true }))).toEqual({ do: 'undo' })
    expect(reviewCommand(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }))).toEqual({ do: 'redo' })
    expect(reviewCommand(press('ф', 'KeyA'))).toEqual({ do: 'add' })
    expect(reviewCommand(press('р', 'KeyH'))).toEqual({ do: 'bare-head' })
    expect(reviewCommand(press('r', 'KeyR', { ctrlKey: true }))).toBeUndefined()
    // The size of the text, not of the picture.
    expect(reviewCommand(press('+', 'Equal', { ctrlKey: true, shiftKey: true }))).toBeUndefined()
    expect(reviewCommand(press('constructor', 'Unidentified'))).toBeUndefined()
  })
})

describe('the viewport', () => {
  const frame = { width: 800, height: 600 }

  it('keeps the place under the pointer where it is', () => {
    const view = zoomedAt(wholePicture, frame, 1.5, 4, 500, 250)
    const [before, after] = [stageOf(wholePicture, frame, 1.5), stageOf(view, frame, 1.5)]
    expect((500 - after.left) / after.width).toBeCloseTo((500 - before.left) / before.width)
    expect((250 - after.top) / after.height).toBeCloseTo((250 - before.top) / before.height)
  })

  it('never loses the picture', () => {
    expect(pannedBy(wholePicture, frame, 1.5, 5_000, 5_000)).toEqual(wholePicture)
    const { left, width } = stageOf(pannedBy({ ...wholePicture, zoom: 3 }, frame, 1.5, -9_999, 0), frame, 1.5)
    expect(left + width).toBeCloseTo(frame.width)
  })
})

describe('a cover that a key draws', () => {
  const picture = { width: 400, height: 200 }

  it('stands in the middle of what is seen, as wide as high, and smaller where more is enlarged', () => {
    expect(shapeInSight('ellipse', wholePicture, picture)).toEqual({
      kind: 'ellipse',
      box: { x: 0.45, y: 0.4, width: 0.1, height: 0.2 },
    })
    const { box } = shapeInSight('select', { zoom: 4, centerX: 0.25, centerY: 0.75 }, picture) as {
      box: { x: number; y: number; width: number; height: number }
    }
    expect(box.width).toBeCloseTo(0.025)
    expect(box.x + box.width / 2).toBeCloseTo(0.25)
    expect(box.y + box.height / 2).toBeCloseTo(0.75)
  })

  it('begins in the middle where it reaches down to the edge', () => {
    expect(shapeInSight('below', { ...wholePicture, centerY: 0.6 }, picture)).toEqual({
      kind: 'below',
      left: 0.6,
      right: 0.6,
    })
  })
})

describe('shapes', () => {
  it('turn over when dragged past the opposite corner', () => {
    const turned = resizedBox({ x: 0.4, y: 0.4, width: 0.2, height: 0.2 }, 'nw', 0.9, 0.8)
    expect(turned.x).toBeCloseTo(0.6)
    expect(turned.width).toBeCloseTo(0.3)
  })

  it('cannot be moved out of the picture', () => {
    const moved = translated({ kind: 'rectangle', box: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 } }, 9, -9)
    expect(moved.kind === 'rectangle' && moved.box.x < 1 && moved.box.y + moved.box.height > 0).toBe(true)
  })
})

describe('the timeline', () => {
  it('needs as many lanes as there are people at once', () => {
    const bars = [
      { fromSeconds: 5, toSeconds: 9 },
      { fromSeconds: 0, toSeconds: 4 },
      { fromSeconds: 2, toSeconds: 6 },
    ]
    expect(lanesOf(bars)).toEqual([0, 0, 1])
  })
})

describe('the grid', () => {
  it('fills the width with tiles and follows the size of the text', () => {
    expect(gridShape(1200, 16).columns).toBe(6)
    expect(gridShape(1200, 32).columns).toBe(3)
    expect(gridShape(0, 16).columns).toBe(1)
  })

  it('goes where the keys point and stops at the ends', () => {
    expect(indexAfterKey('ArrowDown', 2, 10, 4)).toBe(6)
    expect(indexAfterKey('ArrowUp', 2, 10, 4)).toBe(0)
    expect(indexAfterKey('End', 2, 10, 4)).toBe(9)
    expect(indexAfterKey('toString', 2, 10, 4)).toBeUndefined()
  })
})
