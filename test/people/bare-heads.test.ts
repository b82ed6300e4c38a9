import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { createFaceDetector } from '../../main/engine/detect/create-face-detector.js'
import { decodedPicture, modelsFolder } from './pictures.js'
import { sample } from './scenes.js'

const options = { modelsFolder, userModelsFolder: `${modelsFolder}/none`, threads: 2 }
const created = await createFaceDetector(options)
if (!created.ok) throw new Error(created.error.code)
const detector = created.value
afterAll(() => detector.close())

const { signal } = new AbortController()
const look = async (picture: Buffer, thoroughness: 'balanced' | 'fast' = 'balanced') =>
  detector.detect(signal, await decodedPicture(picture), thoroughness, () => undefined)

/** The second sample, with room beside the person at its left border, whose face has its middle here. */
const marginPx = 90
const sizePx = { width: 900 + marginPx, height: 641 }
const face = { x: marginPx + 208, y: 130 }

const group = async (): Promise<Buffer> =>
  sharp(await sample(2))
    .resize(900, sizePx.height, { fit: 'fill' })
    .extend({ left: marginPx, extendWith: 'copy' })
    .png()
    .toBuffer()

/** Hair in place of the face, as of somebody who looks away. */
async function turnedAway(): Promise<Buffer> {
  const hair = `<svg xmlns="http://www.w3.org/2000/svg" width="${sizePx.width}" height="${sizePx.height}"><ellipse cx="${face.x}" cy="${face.y}" rx="75" ry="110" fill="#15110e"/></svg>`
  return sharp(await group())
    .composite([{ input: Buffer.from(hair) }])
    .png()
    .toBuffer()
}

describe('the head of somebody whose face nobody can see', () => {
  test('is told beside the faces, and none where all faces are covered', { timeout: 300_000 }, async () => {
    const all = await look(await group())
    const some = await look(await turnedAway())
    expect(all.bareHeads).toEqual([])
    expect(some.faces.length).toBeLessThan(all.faces.length)
    const [head, ...more] = some.bareHeads
    expect(more).toEqual([])
    const [x, y] = [face.x / sizePx.width, face.y / sizePx.height]
    expect(head && x > head.x && x < head.x + head.width && y > head.y && y < head.y + head.height).toBe(true)
    expect((await look(await turnedAway(), 'fast')).bareHeads).toEqual([])
  })
})
