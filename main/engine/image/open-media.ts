import { stillBare } from '../../core/detection/bare-heads.js'
import type { FrameSight } from '../../core/detection/types.js'
import type { DecodeLimits, FaceDetector, OpenMedia, Trace } from '../../core/ports.js'
import type { Thoroughness } from '../../core/detection/types.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { AnimationMotion, followFaces } from './animated-faces.js'
import type { ByteExaminers } from './examine-picture.js'
import { examinePicture } from './examine-picture.js'
import { peopleFinder } from './find-people.js'
import type { PeopleTools } from './find-people.js'
import { FrameLooker } from './look-for-faces.js'
import { settle, throwIfAborted } from './media-failure.js'
import { openPicture } from './open-picture.js'
import type { ViewableSource } from './picture-source.js'
import { viewable } from './picture-source.js'
import { renderPicture, writeStaged } from './write-picture.js'

/** What working on a picture needs beside its bytes. */
export interface MediaTools extends PeopleTools {
  readonly examiners: ByteExaminers
  readonly inspectMetadata: (bytes: Uint8Array) => Promise<readonly Trace[]>
}

/** Opens a picture that was read into memory. Throws `MediaFailure`; the methods of what it returns do not throw. */
export async function openMedia(original: Buffer, limits: DecodeLimits, tools: MediaTools): Promise<OpenMedia> {
  const source = viewable(await openPicture(original, limits))
  return {
    info: source.info,
    detect: (signal, thoroughness, onProgress) =>
      settle(signal, 'detect', async () => {
        const motion = source.info.animated && source.timing ? new AnimationMotion() : undefined
        const onFrame = (pixels: Pixels): void => motion?.add(pixels)
        const found = await detectFaces(signal, source, await tools.detector(), thoroughness, onProgress, onFrame)
        throwIfAborted(signal)
        if (!motion || !source.timing) return found
        const followed = followFaces(found, source.info, source.timing, motion.motions, thoroughness)
        return followed.map(({ frame, faces }) => ({
          frame,
          faces,
          bareHeads: stillBare(found[frame]?.bareHeads ?? [], faces),
        }))
      }),
    write: (signal, plan, look, target, stagedPath) =>
      settle(signal, 'write', async () => {
        const bytes = await renderPicture(signal, source, plan, look, target)
        throwIfAborted(signal)
        await writeStaged(stagedPath, bytes)
      }),
    examine: (signal, plan, look, target, thoroughness, stagedPath, accepted = []) =>
      settle(signal, 'examine', async () => {
        const order = { source, original, plan, look, target, thoroughness, stagedPath, limits, accepted }
        return examinePicture(signal, order, tools.examiners, await tools.detector())
      }),
    ...peopleFinder(source, tools),
    traces: (signal) => settle(signal, 'traces', () => tools.inspectMetadata(original)),
    close: () => Promise.resolve(),
  }
}

/** The faces and bare heads of every frame; `onFrame` gets its pixels. A frame that repeats the one before is not looked at again. */
export async function detectFaces(
  signal: AbortSignal,
  source: ViewableSource,
  detector: FaceDetector,
  thoroughness: Thoroughness,
  onProgress: (share: number) => void,
  onFrame: (pixels: Pixels) => void = () => undefined,
): Promise<FrameSight[]> {
  const count = source.info.frames.length
  const found: FrameSight[] = []
  let looking = 0
  const report = (share: number): void => onProgress((looking + share) / count)
  const looker = new FrameLooker((image) => detector.detect(signal, image, thoroughness, report))
  for (let frame = 0; frame < count; frame++) {
    throwIfAborted(signal)
    looking = frame
    const pixels = await source.view(frame)
    onFrame(pixels)
    found.push({ frame, ...(await looker.lookAt(pixels)) })
    report(1)
  }
  return found
}
