import type { Sharp } from 'sharp'
import sharp from 'sharp'
import { defaultVideoLimits } from '../../main/core/video/types.js'
import { decodeFrames, openStream } from '../../main/engine/video/decode-frames.js'
import { nodeAvCodec } from '../../main/engine/video/node-av/node-av-codec.js'
import { openVideoFile } from '../../main/engine/video/open-input.js'
import { UprightImages } from '../../main/engine/video/upright-image.js'
import { makeClip, sourceOf } from '../engine/video/clips.js'
import { samplePhotos } from '../fixtures/sample-photos.js'

/** Clips with people who walk about, made of the sample photos. */
export const clipSize = { width: 960, height: 540 }
const frameMs = 40
const never = new AbortController().signal

/** A place in the picture, in pixels. */
export type Spot = readonly [x: number, y: number]

/** Somebody out of a sample photo: head and shoulders in an oval, with the middle of the face in shares of it. */
export interface Actor {
  readonly picture: Buffer
  readonly width: number
  readonly height: number
  readonly face: readonly [x: number, y: number]
}

/** Where the actor's face is in a frame, in pixels; undefined where the actor is not in the picture. */
type Way = (frame: number) => Spot | undefined

export interface Role {
  /** What the actor looks like in a frame. */
  readonly looks: (frame: number) => Actor
  readonly way: Way
}

interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The head that fills the oval in a place of a sample photo. */
export async function actor(
  sampleNumber: number,
  place: Place,
  face: Actor['face'],
  heightPx: number,
  change: (picture: Sharp) => Sharp = (picture) => picture,
): Promise<Actor> {
  const file = samplePhotos[sampleNumber - 1]?.file ?? ''
  const width = Math.round((place.width / place.height) * heightPx)
  const cut = await sharp(file).extract(place).resize(width, heightPx).png().toBuffer()
  const changed = await change(sharp(cut)).png().toBuffer({ resolveWithObject: true })
  const oval = `<svg width="${changed.info.width}" height="${heightPx}"><ellipse cx="50%" cy="50%" rx="49%" ry="49%"/></svg>`
  const picture = await sharp(changed.data)
    .ensureAlpha()
    .composite([{ input: Buffer.from(oval), blend: 'dest-in' }])
    .png()
    .toBuffer()
  return { picture, width: changed.info.width, height: heightPx, face }
}

/** Writes the clip, each scene before a wall of its own; whoever comes later in the list stands in front. */
export async function clipOf(
  file: string,
  frames: number,
  sceneAt: (frame: number) => { readonly wall: string; readonly roles: readonly Role[] },
): Promise<void> {
  const planes: Buffer[] = []
  for (let frame = 0; frame < frames; frame++) planes.push(await planesOf(frame, sceneAt(frame)))
  await makeClip(file, {
    ...clipSize,
    timesMs: planes.map((_, frame) => frame * frameMs),
    planesAt: (frame) => planes[frame] ?? Buffer.alloc(0),
  })
}

async function planesOf(
  frame: number,
  { wall, roles }: { readonly wall: string; readonly roles: readonly Role[] },
): Promise<Buffer> {
  const { width, height } = clipSize
  const parts = await Promise.all(
    roles.map(async ({ looks, way }) => {
      const at = way(frame)
      return at ? [await placed(looks(frame), at)] : []
    }),
  )
  const room = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="${wall}"/><rect x="40" y="60" width="220" height="160" fill="#74807a"/><rect x="600" y="90" width="180" height="300" fill="#a29a86"/></svg>`
  const rgb = await sharp(Buffer.from(room)).composite(parts.flat()).removeAlpha().raw().toBuffer()
  return toPlanes(rgb)
}

/** The part of the actor's picture that lies inside the frame. */
async function placed({ picture, width, height, face }: Actor, [x, y]: readonly [number, number]) {
  const left = Math.round(x - width * face[0])
  const top = Math.round(y - height * face[1])
  const inside = {
    left: Math.max(0, -left),
    top: Math.max(0, -top),
    width: Math.min(width, clipSize.width - left) - Math.max(0, -left),
    height: Math.min(height, clipSize.height - top) - Math.max(0, -top),
  }
  return { input: await sharp(picture).extract(inside).toBuffer(), left: Math.max(0, left), top: Math.max(0, top) }
}

/** Red, green and blue as planes of luma and halved chroma (Rec. ITU-R BT.601, limited range). */
function toPlanes(rgb: Buffer): Buffer {
  const { width, height } = clipSize
  const planes = Buffer.alloc((width * height * 3) / 2)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x)
      const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0]
      planes[y * width + x] = 16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256
      if (x % 2 > 0 || y % 2 > 0) continue
      const chroma = width * height + (y / 2) * (width / 2) + x / 2
      planes[chroma] = 128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256
      planes[chroma + (width * height) / 4] = 128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256
    }
  return planes
}

/** A way that is walked evenly from one frame to another. */
export const between =
  (from: Spot, to: Spot, first: number, last: number) =>
  (frame: number): Spot => {
    const share = (frame - first) / (last - first)
    return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
  }

/** Every frame of a video as an upright picture. */
export async function picturesOf(file: string): Promise<readonly Uint8Array[]> {
  const opened = await openVideoFile(await sourceOf(file), defaultVideoLimits)
  const stream = await openStream(nodeAvCodec, opened, defaultVideoLimits)
  const pictures: Uint8Array[] = []
  let images: UprightImages | undefined
  try {
    for await (const { frame } of decodeFrames(never, stream, { limits: defaultVideoLimits, threads: 1 })) {
      images ??= new UprightImages(frame, stream.stream, Number.POSITIVE_INFINITY)
      pictures.push(Uint8Array.from((await images.imageOf(frame)).data))
    }
  } finally {
    images?.free()
    await stream.close()
    await opened.handle.close()
  }
  return pictures
}

/** Mean difference of two frames around a place; a cover is one colour, the encoder changes little. */
export function differenceAround(a: Uint8Array, b: Uint8Array, [x, y]: Spot, reachPx = 20): number {
  let sum = 0
  for (let row = Math.round(y) - reachPx; row < Math.round(y) + reachPx; row++) {
    const start = 3 * (row * clipSize.width + Math.round(x) - reachPx)
    for (let at = start; at < start + 6 * reachPx; at++) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0))
  }
  return sum / (12 * reachPx * reachPx)
}
