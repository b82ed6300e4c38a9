import { describe, expect, it } from 'vitest'
import type { PreviewMoment } from '../../../main/core/contract/preview-address.js'
import { parsePreviewUrl, previewUrl } from '../../../main/core/contract/preview-address.js'
import { mediaId } from '../../../main/core/job/item-state.js'
import type { Span } from '../../../main/core/review/decision.js'
import type { FoundVideo } from '../../../main/core/review/found-media.js'
import { coversAt, spanFaces } from '../../../main/core/review/video-decision.js'

const box = (x: number) => ({ x, y: 0.5, width: 0.1, height: 0.1 })
const still: Span = { fromSeconds: 1.02, toSeconds: 1.5, keyframes: [{ seconds: 1.02, box: box(0.2) }] }

describe('spanFaces', () => {
  it('covers the frame that was on the screen when the span begins', () => {
    expect(spanFaces([still], { fromSeconds: 1, toSeconds: 1.04 })).toMatchObject([{ box: { x: 0.2 } }])
    expect(spanFaces([still], { fromSeconds: 0.96, toSeconds: 1 })).toEqual([])
  })

  it('covers the frame that is on the screen when the span ends, and no later one', () => {
    expect(spanFaces([still], { fromSeconds: 1.48, toSeconds: 1.52 })).toHaveLength(1)
    expect(spanFaces([still], { fromSeconds: 1.52, toSeconds: 1.56 })).toEqual([])
  })

  it('covers every place that it passes while one frame is shown', () => {
    const keyframes = [
      { seconds: 1, box: box(0.1) },
      { seconds: 1.1, box: box(0.6) },
      { seconds: 1.2, box: box(0.3) },
    ]
    const [face] = spanFaces([{ fromSeconds: 1, toSeconds: 2, keyframes }], { fromSeconds: 1, toSeconds: 1.2 })
    expect(face?.box.x).toBeCloseTo(0.1)
    expect(face?.box.width).toBeCloseTo(0.6)
  })
})

describe('coversAt', () => {
  it('shows a span on the frame that began before it', () => {
    const found: FoundVideo = {
      kind: 'video',
      size: { width: 64, height: 48 },
      durationSeconds: 3,
      framesPerSecond: 25,
      hasSound: false,
      tracks: [],
      reviewSeconds: [],
      traces: [],
    }
    expect(coversAt(found, { kind: 'video', keep: [], cover: [still] }, 1)).toHaveLength(1)
    expect(coversAt(found, { kind: 'video', keep: [], cover: [still] }, 0.9)).toEqual([])
  })
})

describe('the address of a preview', () => {
  it('names a moment to the microsecond, as frames at 1/30 s need', () => {
    const at: PreviewMoment = { unit: 'seconds', seconds: 1.033333 }
    const url = previewUrl({ id: mediaId(1), kind: 'redacted', sidePx: 100, at, version: 0 })
    expect(parsePreviewUrl(url)?.at).toEqual(at)
  })

  it('names one face of a frame', () => {
    const at: PreviewMoment = { unit: 'frame', frame: 2 }
    const address = { id: mediaId(7), kind: 'original', face: 12, sidePx: 96, at, version: 0 } as const
    expect(previewUrl(address)).toBe('media://preview/media-7/face-12/96/frame-2/0')
    expect(parsePreviewUrl(previewUrl(address))).toEqual(address)
    expect(parsePreviewUrl('media://preview/media-7/face-x/96/frame-2/0')).toBeUndefined()
  })
})
