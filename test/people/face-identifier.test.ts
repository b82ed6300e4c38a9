import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Sharp } from 'sharp'
import sharp from 'sharp'
import { distanceBetween } from '../../main/core/people/distance.js'
import { isGoodEnough, keepPolicy } from '../../main/core/people/policy.js'
import type { FaceDescription } from '../../main/core/people/types.js'
import type { FaceIdentifier } from '../../main/core/ports.js'
import { createFaceIdentifier } from '../../main/engine/identify/create-face-identifier.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { testFolder } from '../support/folders.js'
import { decodedPicture, modelsFolder } from './pictures.js'

const never = new AbortController().signal
/** Around the face at the right of the first sample, and that of the same woman in the third. */
const first = { x: 0.762, y: 0.162, width: 0.116, height: 0.178 }
const third = { x: 0.559, y: 0.151, width: 0.119, height: 0.225 }
const stranger = { x: 0.309, y: 0.247, width: 0.106, height: 0.199 }

describe('the face identifier', () => {
  let identifier: FaceIdentifier

  beforeAll(async () => {
    const fetching = vi.spyOn(globalThis, 'fetch')
    const created = await createFaceIdentifier(modelsFolder)
    if (!created.ok) throw new Error(created.error.code)
    identifier = created.value
    expect(fetching).not.toHaveBeenCalled()
  })

  const describeIn = async (input: string | Uint8Array, box: typeof first): Promise<FaceDescription> => {
    const [description] = await identifier.describe(never, await decodedPicture(input), [box])
    if (!description) throw new Error('not described')
    return description
  }
  const file = (number: number): string => samplePhotos[number - 1]?.file ?? ''

  test('places two photos of a person nearer than two people', async () => {
    const [one, same, other] = [
      await describeIn(file(1), first),
      await describeIn(file(3), third),
      await describeIn(file(3), stranger),
    ]
    const distance = distanceBetween(one.descriptor, same.descriptor)
    expect(distance).toBeLessThan(keepPolicy.groupDistance)
    expect(distanceBetween(one.descriptor, other.descriptor)).toBeGreaterThan(keepPolicy.perhapsDistance)
    for (const { quality } of [one, same, other]) expect(isGoodEnough(quality)).toBe(true)
  })

  test('describes a face alike when it is smaller, darker, leaning or compressed', async () => {
    const { descriptor } = await describeIn(file(3), third)
    const distanceOf = async (picture: Sharp): Promise<number> =>
      distanceBetween(descriptor, (await describeIn(await picture.jpeg({ quality: 60 }).toBuffer(), third)).descriptor)
    expect(await distanceOf(sharp(file(3)).resize(700))).toBeLessThan(0.25)
    expect(await distanceOf(sharp(file(3)).linear(0.4, 0))).toBeLessThan(0.25)
    const around = { left: 973, top: 0, width: 430, height: 663 }
    const leaning = await sharp(await sharp(file(3)).extract(around).toBuffer())
      .rotate(25, { background: '#555' })
      .toBuffer()
    const { width, height } = await sharp(leaning).metadata()
    const [x, y] = [0.5 + (1187 - 973 - 215) / width, 0.5 + (356 - 331) / height]
    const box = { x: x - 115 / width, y: y - 150 / height, width: 230 / width, height: 300 / height }
    expect(distanceBetween(descriptor, (await describeIn(leaning, box)).descriptor)).toBeLessThan(
      keepPolicy.keepDistance,
    )
  })

  test('calls a profile, a blur and a covered mouth not good enough', async () => {
    const profile = { x: 0.187, y: 0.096, width: 0.093, height: 0.212 }
    expect(isGoodEnough((await describeIn(file(2), profile)).quality)).toBe(false)
    const blurred = await sharp(file(3)).blur(12).jpeg().toBuffer()
    expect(isGoodEnough((await describeIn(blurred, third)).quality)).toBe(false)
    const cloth = await sharp({ create: { width: 260, height: 190, channels: 3, background: '#28435f' } })
      .png()
      .toBuffer()
    const masked = await sharp(file(3))
      .composite([{ input: cloth, left: 1057, top: 350 }])
      .png()
      .toBuffer()
    const hidden = await describeIn(masked, third)
    const { descriptor } = await describeIn(file(3), third)
    expect(
      isGoodEnough(hidden.quality) && distanceBetween(descriptor, hidden.descriptor) < keepPolicy.keepDistance,
    ).toBe(false)
  })

  test('calls what is no face not good enough', async () => {
    const image = await decodedPicture(file(3))
    for (const box of [
      { x: 0.05, y: 0.6, width: 0.12, height: 0.2 },
      { x: 0.45, y: 0.6, width: 0.1, height: 0.2 },
      { x: 0.7, y: 0.02, width: 0.15, height: 0.15 },
    ]) {
      const [description] = await identifier.describe(never, image, [box])
      expect(description && isGoodEnough(description.quality)).toBe(false)
    }
  })

  test('does not describe small faces, nor what lies outside of the picture', async () => {
    const image = await decodedPicture(file(3))
    const small = { x: 0.5, y: 0.5, width: 20 / image.width, height: 20 / image.height }
    const outside = { x: 1.6, y: 1.6, width: 0.2, height: 0.2 }
    expect(await identifier.describe(never, image, [small, outside])).toEqual([undefined, undefined])
  })
})

describe('files that are not the pinned ones', () => {
  const copy = (): string => {
    const folder = testFolder()
    fs.cpSync(modelsFolder, folder, { recursive: true })
    return folder
  }

  test.each([
    'face_recognition_model.bin',
    'face_landmark_68_model.bin',
    'face_recognition_model-weights_manifest.json',
    'tfjs-backend-wasm-simd.wasm',
  ])('are not used: %s', async (name) => {
    const folder = copy()
    fs.appendFileSync(path.join(folder, name), '\n')
    expect(await createFaceIdentifier(folder)).toEqual({ ok: false, error: { code: 'model-altered', file: name } })
    fs.rmSync(path.join(folder, name))
    expect(await createFaceIdentifier(folder)).toEqual({ ok: false, error: { code: 'model-missing', file: name } })
  })
})
