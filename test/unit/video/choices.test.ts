import { describe, expect, it } from 'vitest'
import { longestSideFor } from '../../../main/core/media/max-size.js'
import { estimatedBytes, finishedSizeOf, reducedRect } from '../../../main/core/video/finished-size.js'
import { PaceMeter } from '../../../main/core/video/pace.js'
import { posterNameOf } from '../../../main/core/video/poster.js'
import { readPart } from '../../../main/core/video/read-part.js'
import type { VideoTarget } from '../../../main/core/video/types.js'

const target: VideoTarget = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false }

describe('readPart', () => {
  it.each([
    ['0:10-1:30', { startSeconds: 10, endSeconds: 90 }],
    ['90-', { startSeconds: 90 }],
    ['-0:30.5', { startSeconds: 0, endSeconds: 30.5 }],
    ['1:02:03.25-1:02:04', { startSeconds: 3723.25, endSeconds: 3724 }],
  ])('reads %s', (text, part) => expect(readPart(text)).toEqual(part))

  it.each(['', '-', '10', '10-5', '5-5', '1:60-2:00', '1:2:3:4-', 'a-b', '1-2-3', '-1--2', '1e3-', ' 1-2', '1:60:00-'])(
    'takes "%s" for no part',
    (text) => expect(readPart(text)).toBeUndefined(),
  )
})

describe('the size of a finished video', () => {
  const size = { width: 1920, height: 1080 }

  it('is reduced by its shorter or its longer side, however it stands', () => {
    expect(finishedSizeOf(size, { ...target, maxShortSidePx: 720 })).toEqual({ width: 1280, height: 720 })
    expect(finishedSizeOf({ width: 1080, height: 1920 }, { ...target, maxShortSidePx: 720 })).toEqual({
      width: 720,
      height: 1280,
    })
    expect(finishedSizeOf(size, { ...target, maxLongSidePx: 640 })).toEqual({ width: 640, height: 360 })
  })

  it('is never enlarged, and even in MP4', () => {
    expect(finishedSizeOf({ width: 321, height: 181 }, { ...target, maxShortSidePx: 720 })).toEqual({
      width: 322,
      height: 182,
    })
    expect(finishedSizeOf({ width: 641, height: 361 }, { ...target, maxLongSidePx: 101 })).toEqual({
      width: 102,
      height: 56,
    })
    expect(finishedSizeOf({ width: 321, height: 181 }, { ...target, format: 'webm' })).toEqual({
      width: 321,
      height: 181,
    })
  })

  it('limits photos in the same way', () => {
    expect(longestSideFor(size, {})).toBeUndefined()
    expect(longestSideFor(size, { maxShortSidePx: 720 })).toBe(1280)
    expect(longestSideFor(size, { maxShortSidePx: 720, maxLongSidePx: 1000 })).toBe(1000)
  })

  it('keeps inside a cover only pixels that come from inside it', () => {
    const finished = { width: 640, height: 360 }
    expect(reducedRect({ left: 96, top: 0, width: 96, height: 96 }, size, finished)).toEqual({
      left: 34,
      top: 0,
      width: 28,
      height: 30,
    })
    expect(reducedRect({ left: 96, top: 96, width: 12, height: 12 }, size, finished)).toBeUndefined()
    const whole = reducedRect({ left: 0, top: 0, width: 1920, height: 1080 }, size, finished)
    expect(whole).toEqual({ left: 0, top: 0, ...finished })
  })

  it('is estimated in bytes from its pixels', () => {
    const minute = { frames: 1800, seconds: 60 }
    const bytes = estimatedBytes(size, minute, target)
    expect(bytes).toBeGreaterThan(50_000_000)
    expect(estimatedBytes(size, minute, { ...target, quality: 'small', maxShortSidePx: 360 })).toBeLessThan(bytes / 8)
  })
})

describe('PaceMeter', () => {
  it('tells nothing at first, then frames of the stage and time of the whole', () => {
    let nowMs = 0
    const meter = new PaceMeter(() => nowMs)
    expect(meter.measure('detect', 0, 0, 300)).toBeUndefined()
    nowMs = 500
    expect(meter.measure('detect', 0.1, 0.05, 300)).toBeUndefined()
    nowMs = 10_000
    expect(meter.measure('detect', 0.5, 0.25, 300)).toEqual({ framesPerSecond: 15, remainingSeconds: 30 })
    expect(meter.measure('redact', 0, 0.5, 300)).toBeUndefined()
    nowMs = 12_000
    const later = meter.measure('redact', 0.5, 0.75, 300)
    expect(later?.framesPerSecond).toBe(75)
    expect(later?.remainingSeconds).toBeCloseTo(4)
  })
})

describe('the name of a poster', () => {
  it('is that of its video', () => {
    expect(posterNameOf('folder-x/video-7k3q9fzd.webm', { ...target, format: 'webm' })).toBe(
      'folder-x/video-7k3q9fzd.jpg',
    )
  })
})
