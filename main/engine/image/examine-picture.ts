import { createHash } from 'node:crypto'
import { nativePath } from '../files/native-path.js'
import type { FrameFaces, Thoroughness } from '../../core/detection/types.js'
import { open } from 'node:fs/promises'
import { finishedSize } from '../../core/media/finished-size.js'
import type { DecodeLimits, EncodeTarget, FaceDetector } from '../../core/ports.js'
import { otherThan } from '../../core/people/accepted.js'
import type { Pixels } from '../../core/redaction/paint.js'
import type { FramePlan, RedactionLook } from '../../core/redaction/types.js'
import type { Finding } from '../../core/verdict/finding.js'
import type { Evidence, ExaminationName } from '../../core/verdict/verdict.js'
import { uncoveredParts } from './coverage-examination.js'
import { hasHiddenColor } from './sharp-decode.js'
import { FrameLooker, forFaces } from './look-for-faces.js'
import { MediaFailure, throwIfAborted } from './media-failure.js'
import { openPicture } from './open-picture.js'
import type { PictureSource } from './picture-source.js'
import { findWebpSlack } from './webp-slack.js'

/** What examines the bytes of a file without decoding the picture; given by other parts of the engine. */
export interface ByteExaminers {
  readonly walkStructure: (bytes: Uint8Array) => { readonly findings: readonly Finding[] }
  /** Looks for pieces of the original's metadata. */
  readonly findRemains: (original: Uint8Array, finished: Uint8Array) => readonly Finding[]
}

export interface ExaminationOrder {
  readonly source: PictureSource
  readonly original: Uint8Array
  readonly plan: readonly FramePlan[]
  readonly look: RedactionLook
  readonly target: EncodeTarget
  readonly thoroughness: Thoroughness
  readonly stagedPath: string
  readonly limits: DecodeLimits
  /** Faces that stay visible on purpose. */
  readonly accepted: readonly FrameFaces[]
}

export interface ExaminationOutcome {
  readonly evidence: Evidence
  readonly faces: readonly FrameFaces[]
}

/** Makes every examination of a finished file from its bytes on the disk. What cannot be made is not listed as made. */
export async function examinePicture(
  signal: AbortSignal,
  order: ExaminationOrder,
  examiners: ByteExaminers,
  detector: Pick<FaceDetector, 'detectRemaining'>,
): Promise<ExaminationOutcome> {
  const bytes = await readStaged(order.stagedPath)
  const finished = await openFinished(bytes, order)
  // Decoded by other threads while this one walks the bytes.
  const firstFrame = finished && undefinedIfUndecodable(() => finished.frame(0))
  const performed: ExaminationName[] = ['structure', 'metadata']
  const findings: Finding[] = [
    ...examiners.walkStructure(bytes).findings,
    ...examiners.findRemains(order.original, bytes),
  ]
  if (order.target.format === 'webp') findings.push(...(await findWebpSlack(bytes)))
  const faces: FrameFaces[] = []
  const decodedFirst = await firstFrame
  if (!finished || !decodedFirst) findings.push({ code: 'undecodable' })
  else {
    const differences = compareShape(order, finished)
    findings.push(...differences)
    if (differences.length === 0) {
      const looked = await lookAtFrames(signal, order, finished, decodedFirst, detector)
      performed.push(...looked.performed)
      findings.push(...looked.findings)
      faces.push(...looked.faces)
    }
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { evidence: { performed, findings, sha256, sizeBytes: bytes.length }, faces }
}

async function readStaged(path: string): Promise<Buffer> {
  const file = await open(nativePath(path), 'r')
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

async function openFinished(bytes: Buffer, order: ExaminationOrder): Promise<PictureSource | undefined> {
  // The finished file may be larger than the limit on what comes in; its pixels may not.
  const limits = { ...order.limits, maxPixels: Number.MAX_SAFE_INTEGER, maxFrames: order.source.info.frames.length }
  return undefinedIfUndecodable(() => openPicture(bytes, limits, { keepHiddenColor: true }))
}

async function undefinedIfUndecodable<Value>(decode: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await decode()
  } catch (error) {
    if (error instanceof MediaFailure && error.failure.kind === 'refused') return undefined
    throw error
  }
}

/** Format, number of frames and the size of each must be what was to be written. */
function compareShape(order: ExaminationOrder, finished: PictureSource): Finding[] {
  const findings: Finding[] = []
  const wanted = order.source.info.frames
  const got = finished.info.frames
  if (finished.info.format !== order.target.format) findings.push({ code: 'picture-differs', what: 'format' })
  if (got.length !== wanted.length) findings.push({ code: 'picture-differs', what: 'frames' })
  const isSame = wanted.every((size, index) => {
    const expected = finishedSize(size, order.target)
    const actual = got[index]
    return !actual || (actual.width === expected.width && actual.height === expected.height)
  })
  if (!isSame) findings.push({ code: 'picture-differs', what: 'size' })
  return findings
}

interface Look {
  readonly performed: readonly ExaminationName[]
  readonly findings: readonly Finding[]
  readonly faces: readonly FrameFaces[]
}

async function lookAtFrames(
  signal: AbortSignal,
  order: ExaminationOrder,
  finished: PictureSource,
  firstFrame: Pixels,
  detector: Pick<FaceDetector, 'detectRemaining'>,
): Promise<Look> {
  const regionsOf = new Map(order.plan.map((frame) => [frame.frame, frame.regions]))
  const findings: Finding[] = []
  const faces: FrameFaces[] = []
  const looker = new FrameLooker(forFaces((image) => detector.detectRemaining(signal, image, order.thoroughness)))
  for (let frame = 0; frame < finished.info.frames.length; frame++) {
    throwIfAborted(signal)
    const pixels = frame === 0 ? firstFrame : await undefinedIfUndecodable(() => finished.frame(frame))
    if (!pixels) return { performed: [], findings: [...findings, { code: 'undecodable' }], faces }
    if (hasHiddenColor(pixels)) findings.push({ code: 'hidden-color', frame })
    const regions = regionsOf.get(frame) ?? []
    // Other threads bring the picture to the detector's size while this one compares what was painted.
    const looking = settled(looker.facesIn(pixels))
    if (regions.length > 0) {
      const original = order.look.style === 'fill' ? undefined : await order.source.frame(frame)
      const size = order.source.info.frames[frame] ?? order.source.info.size
      const rects = await uncoveredParts(pixels, original, size, regions, order.look, order.target)
      findings.push(...rects.map((rect) => ({ code: 'region-uncovered' as const, frame, rect })))
    }
    const accepted = order.accepted.filter((entry) => entry.frame === frame).flatMap((entry) => entry.faces)
    const found = otherThan(await looking(), accepted)
    if (found.length > 0) faces.push({ frame, faces: found })
  }
  return { performed: ['decode', 'coverage', 'faces'], findings, faces }
}

/** Lets a promise run on: what it is rejected with is thrown by the one who asks, and by nobody before. */
function settled<Value>(promise: Promise<Value>): () => Promise<Value> {
  promise.catch(() => undefined)
  return () => promise
}
