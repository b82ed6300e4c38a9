import { createCipheriv, randomBytes, randomFillSync } from 'node:crypto'
import type { PixelRect, PixelSize } from '../../core/geometry/box.js'
import { finishedSize } from '../../core/media/finished-size.js'
import type { EncodeTarget } from '../../core/ports.js'
import type { Pixels, RandomBytes } from '../../core/redaction/paint.js'
import { clipRegion, paintRegions } from '../../core/redaction/paint.js'
import { reduceSensorNoise } from '../../core/redaction/sensor-noise.js'
import { styleOf } from '../../core/redaction/style-of.js'
import type { RedactionLook, RedactionRegion } from '../../core/redaction/types.js'
import { resizeFor } from './encode-still.js'
import { withoutHiddenColor } from './sharp-decode.js'

/** Turns the original pixels of one frame, on which it may paint, into those that are encoded. */
export type FrameFinisher = (original: Pixels, regions: readonly RedactionRegion[]) => Promise<Pixels>

/**
 * Covers come first, at the source's own resolution, so that nothing of a face takes part in resizing; then the size
 * changes, then the sensor's fingerprint is reduced wherever no cover lies.
 *
 * All frames of a file are bent alike and get the same noise: an animation does not tremble, and averaging its frames
 * takes nothing out.
 */
export function createFinisher(look: RedactionLook, target: EncodeTarget): FrameFinisher {
  const key = randomBytes(32)
  return async (original, regions) => {
    const size = finishedSize(original, target)
    paintStyled(original, regions, look, size)
    const finished = await resizeFor(original, target)
    if (target.defeatFingerprint !== true) return finished
    const isPainted = paintedMask(regions, original, finished)
    return withoutHiddenColor(reduceSensorNoise(finished, isPainted, keystream(key)))
  }
}

/** Paints each region in the style that suits its size in the finished picture. */
export function paintStyled(
  pixels: Pixels,
  regions: readonly RedactionRegion[],
  { style, color }: RedactionLook,
  finished: PixelSize,
): void {
  for (const region of regions) {
    paintRegions(
      pixels,
      [region],
      { color, style: styleOf(region, { color, style }, pixels, finished) },
      randomFillSync,
    )
  }
}

/** Bytes that nobody can predict without the key, the same for the same key: AES-256 in counter mode. */
function keystream(key: Uint8Array): RandomBytes {
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (target) => target.set(cipher.update(new Uint8Array(target.length)))
}

/** One byte for each pixel of the finished picture, 1 where it shows any of a region. */
function paintedMask(regions: readonly RedactionRegion[], source: PixelSize, finished: PixelSize): Uint8Array {
  const mask = new Uint8Array(finished.width * finished.height)
  const parts = regions.flatMap((region) => clipRegion(region, source).parts)
  for (const part of parts) {
    const { left, top, width, height } = scaleOutward(part, source, finished)
    for (let y = top; y < top + height; y++) mask.fill(1, y * finished.width + left, y * finished.width + left + width)
  }
  return mask
}

function scaleOutward(part: PixelRect, source: PixelSize, finished: PixelSize): PixelRect {
  const [scaleX, scaleY] = [finished.width / source.width, finished.height / source.height]
  const left = Math.floor(part.left * scaleX)
  const top = Math.floor(part.top * scaleY)
  const right = Math.min(finished.width, Math.ceil((part.left + part.width) * scaleX))
  const bottom = Math.min(finished.height, Math.ceil((part.top + part.height) * scaleY))
  return { left, top, width: right - left, height: bottom - top }
}
