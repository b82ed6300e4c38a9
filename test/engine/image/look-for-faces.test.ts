import { describe, expect, it } from 'vitest'
import type { RgbImage } from '../../../main/core/ports.js'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import { FrameLooker, forFaces } from '../../../main/engine/image/look-for-faces.js'

/** Stands for a detector: sees a face wherever a pixel of 77 is the first sample of the picture. */
const markedFace = { box: { x: 0, y: 0, width: 0.5, height: 0.5 }, confidence: 0.9, uncertain: false }
function markLooker(): { readonly looker: FrameLooker; readonly seen: RgbImage[] } {
  const seen: RgbImage[] = []
  const looker = new FrameLooker(
    forFaces((image) => {
      seen.push(image)
      return Promise.resolve(image.data[0] === 77 ? [markedFace] : [])
    }),
  )
  return { looker, seen }
}

const rgba = (...pixel: readonly number[]): Pixels => ({
  width: 2,
  height: 1,
  channels: 4,
  data: Uint8Array.from([...pixel, 0, 0, 0, 255]),
})

describe('FrameLooker', () => {
  it.each([
    ['as it is seen on white', rgba(77, 77, 77, 255)],
    ['in colours that are almost transparent', rgba(77, 10, 10, 3)],
    ['as it is seen on black', rgba(154, 154, 154, 128)],
    ['drawn in the transparency alone', rgba(255, 255, 255, 77)],
  ])('finds a face %s', async (_, pixels) => {
    expect(await markLooker().looker.facesIn(pixels)).toEqual([markedFace])
  })

  it('takes a face that several views show for one', async () => {
    expect(await markLooker().looker.facesIn(rgba(77, 77, 77, 255))).toHaveLength(1)
  })

  it('looks once at a picture without transparency, and not again at the same one', async () => {
    const { looker, seen } = markLooker()
    const picture: Pixels = { width: 2, height: 1, channels: 3, data: Uint8Array.of(77, 0, 0, 1, 2, 3) }
    expect(await looker.facesIn(picture)).toEqual([markedFace])
    expect(await looker.facesIn({ ...picture, data: Uint8Array.from(picture.data) })).toEqual([markedFace])
    expect(seen).toHaveLength(1)
  })

  it('looks again where the same bytes have another shape', async () => {
    const { looker, seen } = markLooker()
    const data = Uint8Array.of(9, 0, 0, 1, 2, 3)
    await looker.facesIn({ width: 2, height: 1, channels: 3, data })
    await looker.facesIn({ width: 1, height: 2, channels: 3, data })
    expect(seen.map(({ width, height }) => [width, height])).toEqual([
      [2, 1],
      [1, 2],
    ])
  })

  it('brings a head that one view shows bare, unless another one shows its face', async () => {
    const head = { x: 0.6, y: 0.1, width: 0.3, height: 0.5 }
    const itsFace = { ...markedFace, box: { x: 0.7, y: 0.2, width: 0.1, height: 0.2 } }
    const lookerThatSees = (face: boolean): FrameLooker =>
      new FrameLooker((image) =>
        Promise.resolve({ faces: face && image.data[0] === 255 ? [itsFace] : [], bareHeads: [head] }),
      )
    const pixels = rgba(255, 10, 10, 40)
    expect(await lookerThatSees(false).lookAt(pixels)).toEqual({ faces: [], bareHeads: [head] })
    expect(await lookerThatSees(true).lookAt(pixels)).toEqual({ faces: [itsFace], bareHeads: [] })
  })
})
