// A simulated camera: what it sees, times one plus a fixed pattern of its own, plus shot and reading noise, as JPEG.
import sharp from 'sharp'

/** mulberry32: the same seed gives the same camera and the same pictures. */
export function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Normally distributed numbers (Box and Muller). */
export function createNormal(seed) {
  const random = createRandom(seed)
  return () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
}

/** How much brighter or darker than its neighbours each pixel of one sensor is; `strength` is the standard deviation. */
export function createPattern(seed, size, strength) {
  const normal = createNormal(seed)
  return Float32Array.from({ length: size.width * size.height * 3 }, () => normal() * strength)
}

/** The JPEG that a camera with this pattern makes of a scene: raw RGB of the pattern's size. */
export async function takePhoto(scene, pattern, size, seed) {
  const normal = createNormal(seed)
  const data = Buffer.alloc(scene.length)
  for (let at = 0; at < scene.length; at++) {
    const light = scene[at] * (1 + pattern[at])
    const value = light + normal() * Math.sqrt(1 + light / 40)
    data[at] = Math.max(0, Math.min(255, Math.round(value)))
  }
  return sharp(data, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

/** An evenly lit wall with a soft gradient, as forensic examiners photograph it for a reference. */
export function wall(size, seed) {
  const random = createRandom(seed)
  const [base, slopeX, slopeY] = [140 + random() * 60, (random() - 0.5) * 40, (random() - 0.5) * 40]
  return Float32Array.from({ length: size.width * size.height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3)
    const [x, y] = [(pixel % size.width) / size.width, Math.floor(pixel / size.width) / size.height]
    return base + slopeX * (x - 0.5) + slopeY * (y - 0.5)
  })
}
