import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { makeClip } from '../engine/video/clips.js'
import { samplePhotos } from '../fixtures/sample-photos.js'

/** A folder as an organizer has it after a gathering. */
export interface Gathering {
  readonly folder: string
  /** The photos by the sample they were made of. */
  readonly photos: readonly string[]
  readonly clip: string
  /** A photo whose second half was never copied. */
  readonly broken: string
}

const clipSize = { width: 320, height: 240 }

/** Sample photos as a phone would have written them, a clip of somebody, and a damaged file. */
export async function makeGathering(folder: string, photoCount = 3): Promise<Gathering> {
  const photos = await Promise.all(
    samplePhotos.slice(0, photoCount).map(async ({ file }, index) => {
      const name = `IMG_20200816_14${String(index + 10)}.jpg`
      await sharp(file).withExif(phoneTraces).jpeg({ quality: 92 }).toFile(path.join(folder, name))
      return name
    }),
  )
  const clip = 'VID_20200816_1420.mp4'
  const planes = await planesOf(samplePhotos[0]?.file ?? '')
  await makeClip(path.join(folder, clip), { ...clipSize, planesAt: () => planes, texts: { title: 'Minsk' } })
  const broken = 'IMG_20200816_1430.jpg'
  const whole = fs.readFileSync(samplePhotos[0]?.file ?? '')
  fs.writeFileSync(path.join(folder, broken), whole.subarray(0, whole.length / 2))
  return { folder, photos, clip, broken }
}

const phoneTraces = {
  IFD0: { Make: 'Phone', Model: 'Phone 7', DateTime: '2020:08:16 14:10:00' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 54/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '27/1 33/1 0/1' },
}

/** A photo as one frame of a video without colour. */
async function planesOf(photo: string): Promise<Buffer> {
  const { width, height } = clipSize
  const gray = await sharp(photo)
    .resize({ ...clipSize, fit: 'cover' })
    .grayscale()
    .raw()
    .toBuffer()
  const planes = Buffer.alloc((width * height * 3) / 2, 128)
  for (const [at, value] of gray.entries()) planes[at] = 16 + (219 * value) / 255
  return planes
}
