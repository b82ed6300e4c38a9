import { AV_PIX_FMT_YUV420P } from 'node-av/constants'
import { Frame } from 'node-av/lib'
import { describe, expect, it } from 'vitest'
import { AvFrame } from '../../../main/engine/video/node-av/av-frame.js'
import { UprightImages } from '../../../main/engine/video/upright-image.js'

const size = { width: 64, height: 32 }
const upright = { turn: { a: 1, b: 0, c: 0, d: 1 }, pixelAspect: undefined } as const

/** A frame of one colour: luma, blue, red. */
function frameOf(luma: number, blue: number, red: number): AvFrame {
  const pixels = size.width * size.height
  const data = Buffer.alloc((pixels * 3) / 2, luma)
  data.fill(blue, pixels, (pixels * 5) / 4)
  data.fill(red, (pixels * 5) / 4)
  return new AvFrame(Frame.fromVideoBuffer(data, { ...size, format: AV_PIX_FMT_YUV420P, pts: 0n }))
}

describe('UprightImages', () => {
  it.each([
    ['red', [81, 90, 240], [255, 0, 0]],
    ['green', [145, 54, 34], [0, 255, 0]],
    ['blue', [41, 240, 110], [0, 0, 255]],
  ] as const)('shows %s as it is', async (_, [luma, blue, red], expected) => {
    const frame = frameOf(luma, blue, red)
    const images = new UprightImages(frame, upright, 32)
    const image = await images.imageOf(frame)
    expect({ width: image.width, height: image.height }).toEqual({ width: 32, height: 16 })
    for (let at = 0; at < image.data.length; at++)
      expect(Math.abs((image.data[at] ?? 0) - (expected[at % 3] ?? 0))).toBeLessThan(24)
    images.free()
    frame.free()
  })
})
