import path from 'node:path'
import type { Sharp } from 'sharp'
import sharp from 'sharp'
import { samplePhotos } from '../fixtures/sample-photos.js'

/**
 * Pictures with a speaker in them, made of the sample photos: the speaker is the woman in the middle of the third, who is
 * at the right of the first as well. Nobody else is in two of them.
 */
const sampleFile = (number: number): string => samplePhotos[number - 1]?.file ?? ''

/** Where the speaker is in the third sample, with hair and shoulders and nobody else. */
const speakerPlace = { left: 1000, top: 120, width: 400, height: 460 }
/** The middle of her face in that cut-out, in shares. */
const faceInPortrait = [0.47, 0.5] as const

export const sample = (number: number): Promise<Buffer> => sharp(sampleFile(number)).jpeg({ quality: 92 }).toBuffer()

/** A reference picture of the speaker. */
export const portrait = (): Promise<Buffer> =>
  sharp(sampleFile(3)).extract(speakerPlace).jpeg({ quality: 92 }).toBuffer()

/** The speaker at another size and in another light than in the reference. */
const cutOut = (scale: number, brightness: number): Promise<Buffer> =>
  sharp(sampleFile(3))
    .extract(speakerPlace)
    .resize(Math.round(speakerPlace.width * scale))
    .modulate({ brightness, saturation: 0.8 })
    .jpeg({ quality: 80 })
    .toBuffer()

export interface Scene {
  readonly bytes: Buffer
  /** The middle of each of the speaker's faces, in shares of the picture. */
  readonly speaker: readonly (readonly [number, number])[]
}

const crowdSize = { width: 1920, height: 1537 }

/** The group of the sixth sample with the speaker in front of it, once for each given way of putting her there. */
async function sceneWith(
  places: readonly { left: number; top: number; scale: number; brightness: number; isMirrored?: boolean }[],
  change: (picture: Sharp) => Sharp = (picture) => picture,
): Promise<Scene> {
  const parts = await Promise.all(
    places.map(async ({ left, top, scale, brightness, isMirrored }) => {
      const input = await cutOut(scale, brightness)
      return { left, top, input: isMirrored ? await sharp(input).flop().toBuffer() : input }
    }),
  )
  const composed = await sharp(sampleFile(6)).composite(parts).png().toBuffer()
  const speaker = places.map(({ left, top, scale, isMirrored }) => {
    const [across, down] = faceInPortrait
    const x = left + speakerPlace.width * scale * (isMirrored ? 1 - across : across)
    return [x / crowdSize.width, (top + speakerPlace.height * scale * down) / crowdSize.height] as const
  })
  return { bytes: await change(sharp(composed)).jpeg({ quality: 90 }).toBuffer(), speaker }
}

const inFront = { left: 760, top: 900, scale: 1, brightness: 1 }

export const inCrowd = (): Promise<Scene> => sceneWith([{ ...inFront, scale: 0.8, brightness: 1.15 }])

/** The whole picture dark: at a fifth of its light as on a stage, at less than a tenth as at night. */
export const inBadLight = (light: number): Promise<Scene> => sceneWith([inFront], (picture) => picture.linear(light, 4))

/** The speaker twice: one of the two must be somebody else. */
export const withLookAlike = (): Promise<Scene> =>
  sceneWith([
    { left: 400, top: 950, scale: 0.9, brightness: 1 },
    { left: 1150, top: 950, scale: 0.9, brightness: 1.1, isMirrored: true },
  ])

/** A cloth over mouth and nose. */
export async function masked(): Promise<Scene> {
  const { bytes, speaker } = await sceneWith([inFront])
  const cloth = { width: 260, height: 130 }
  const [x, y] = speaker[0] ?? [0.5, 0.5]
  const left = Math.round(x * crowdSize.width - cloth.width / 2)
  const top = Math.round(y * crowdSize.height)
  const input = await sharp({ create: { ...cloth, channels: 3, background: '#28435f' } })
    .png()
    .toBuffer()
  return { bytes: await sharp(bytes).composite([{ input, left, top }]).jpeg({ quality: 90 }).toBuffer(), speaker }
}

/** The woman in profile at the left of the second sample. */
export const profile = (): Promise<Buffer> =>
  sharp(sampleFile(2)).extract({ left: 280, top: 40, width: 440, height: 460 }).jpeg({ quality: 92 }).toBuffer()

/** A picture in which nobody is. */
export const nobody = (): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a8f6a' } })
    .jpeg()
    .toBuffer()

/** Mean difference of two pictures of the same size around a place, per channel, 0–255. */
export async function differenceAt(
  file: string,
  original: Uint8Array,
  [x, y]: readonly [number, number],
  sidePx = 48,
): Promise<number> {
  const read = async (input: string | Uint8Array): Promise<Buffer> => {
    const { width, height } = await sharp(input).metadata()
    const left = Math.round(x * width - sidePx / 2)
    const top = Math.round(y * height - sidePx / 2)
    return sharp(input).extract({ left, top, width: sidePx, height: sidePx }).removeAlpha().raw().toBuffer()
  }
  const [a, b] = await Promise.all([read(file), read(original)])
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
}

export const centersOf = (number: number): readonly (readonly [number, number])[] =>
  samplePhotos.find(({ file }) => path.basename(file) === `sample${number}.jpg`)?.faceCenters ?? []
