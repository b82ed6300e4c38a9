import { open } from 'node:fs/promises'
import { nativePath } from '../files/native-path.js'
import { finishedSize } from '../../core/media/finished-size.js'
import { patiently } from '../files/patience.js'
import { syncToDisk } from '../files/sync-to-disk.js'
import type { EncodeTarget } from '../../core/ports.js'
import { failed } from '../../core/job/reasons.js'
import type { Pixels } from '../../core/redaction/paint.js'
import type { FramePlan, RedactionLook } from '../../core/redaction/types.js'
import { createFinisher } from './cover-and-resize.js'
import { encodeApng, encodeGifAnimation } from './encode-animation.js'
import { encodeWebpAnimation } from './encode-webp-animation.js'
import { encodeStill, largestSidePx } from './encode-still.js'
import { encodeTiff } from './encode-tiff.js'
import { MediaFailure, refuse, throwIfAborted } from './media-failure.js'
import type { PictureSource } from './picture-source.js'

/** Redacts at the source's own resolution, then reduces and encodes. */
export async function renderPicture(
  signal: AbortSignal,
  source: PictureSource,
  plan: readonly FramePlan[],
  look: RedactionLook,
  target: EncodeTarget,
): Promise<Buffer> {
  checkTarget(source, target)
  const regionsOf = new Map(plan.map((frame) => [frame.frame, frame.regions]))
  const finish = createFinisher(look, target)
  const frame = async (index: number): Promise<Pixels> => {
    throwIfAborted(signal)
    return finish(await source.frame(index), regionsOf.get(index) ?? [])
  }
  try {
    return await encode(source, target, frame)
  } catch (error) {
    if (error instanceof MediaFailure || signal.aborted) throw error
    throw new MediaFailure(failed({ code: 'encode-failed' }))
  }
}

async function encode(
  source: PictureSource,
  target: EncodeTarget,
  frame: (index: number) => Promise<Pixels>,
): Promise<Buffer> {
  const { info, timing } = source
  if (target.format === 'tiff') return encodeTiff(info.frames.length, frame)
  if (info.frames.length === 1) return encodeStill(await frame(0), target.format)
  const animation = { count: info.frames.length, timing: timing ?? { delaysMs: [], loops: 0 }, frame }
  if (target.format === 'png') return encodeApng(animation)
  if (target.format === 'gif') return encodeGifAnimation(animation)
  if (target.format === 'webp') return encodeWebpAnimation(animation)
  throw refuse({ code: 'format-cannot-hold', format: target.format, what: info.animated ? 'animation' : 'pages' })
}

/** Refuses before decoding what the format cannot hold. */
function checkTarget(source: PictureSource, target: EncodeTarget): void {
  const { frames, animated } = source.info
  const { format } = target
  const holdsAnimation = format === 'gif' || format === 'webp' || format === 'png'
  if (frames.length > 1 && animated && !holdsAnimation) {
    throw refuse({ code: 'format-cannot-hold', format, what: 'animation' })
  }
  if (frames.length > 1 && !animated && format !== 'tiff')
    throw refuse({ code: 'format-cannot-hold', format, what: 'pages' })
  const longest = Math.max(
    ...frames.map((size) => finishedSize(size, target)).flatMap(({ width, height }) => [width, height]),
  )
  if (longest > largestSidePx[format]) throw refuse({ code: 'format-cannot-hold', format, what: 'size' })
}

/** Fills the staged file and waits until it is on the disk. */
export async function writeStaged(stagedPath: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await patiently(() => open(nativePath(stagedPath), 'r+'))
    try {
      await file.truncate(0)
      await file.writeFile(bytes)
    } finally {
      await file.close()
    }
    await syncToDisk(stagedPath)
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new MediaFailure(failed({ code: 'disk-full' }))
    throw new MediaFailure(failed({ code: 'output-unwritable', systemCode: typeof code === 'string' ? code : 'EIO' }))
  }
}
