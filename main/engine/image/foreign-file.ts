import { countFaces } from '../../core/detection/faces.js'
import type { Thoroughness } from '../../core/detection/types.js'
import type { DecodeLimits, Inspection, SourceFile } from '../../core/ports.js'
import type { Finding } from '../../core/verdict/finding.js'
import { attributeFindings } from '../files/file-attributes.js'
import { identify } from './identify.js'
import { FrameLooker, forFaces } from './look-for-faces.js'
import { MediaFailure, throwIfAborted } from './media-failure.js'
import type { MediaTools } from './open-media.js'
import { detectFaces } from './open-media.js'
import { openPicture } from './open-picture.js'
import type { PictureSource } from './picture-source.js'
import { viewable } from './picture-source.js'
import { readSource } from './read-source.js'
import { hasHiddenColor } from './sharp-decode.js'
import { findWebpSlack } from './webp-slack.js'

export interface ForeignFileRequest {
  readonly source: SourceFile
  readonly limits: DecodeLimits
  readonly thoroughness: Thoroughness
}

/** What a file tells. Its metadata is read first, so that it counts even where the picture cannot be decoded. */
export async function inspectFile(
  signal: AbortSignal,
  request: ForeignFileRequest,
  tools: MediaTools,
  onProgress: (share: number) => void,
): Promise<Inspection> {
  const bytes = await readSource(request.source, request.limits)
  const traces = await tools.inspectMetadata(bytes)
  throwIfAborted(signal)
  const source = await openPicture(bytes, request.limits)
  const faces = await detectFaces(signal, viewable(source), await tools.detector(), request.thoroughness, onProgress)
  const { format, size, frames } = source.info
  return { format, size, frames: frames.length, traces, faces: countFaces(faces) }
}

/** What keeps a file that somebody else made from being published. */
export async function auditFile(
  signal: AbortSignal,
  request: ForeignFileRequest,
  tools: MediaTools,
  onProgress: (share: number) => void,
): Promise<readonly Finding[]> {
  const bytes = await readSource(request.source, request.limits)
  const findings: Finding[] = [...tools.examiners.walkStructure(bytes).findings]
  const identified = identify(bytes)
  if (identified.kind === 'picture' && identified.format === 'webp') findings.push(...(await findWebpSlack(bytes)))
  findings.push(...attributeFindings(request.source))
  throwIfAborted(signal)
  try {
    const source = await openPicture(bytes, request.limits, { keepHiddenColor: true })
    findings.push(...(await auditFrames(signal, source, request.thoroughness, tools, onProgress)))
  } catch (error) {
    if (!(error instanceof MediaFailure) || error.failure.kind !== 'refused') throw error
    if (!findings.some((finding) => finding.code === 'unknown-format')) findings.push({ code: 'undecodable' })
  }
  return findings
}

async function auditFrames(
  signal: AbortSignal,
  source: PictureSource,
  thoroughness: Thoroughness,
  tools: MediaTools,
  onProgress: (share: number) => void,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const detector = await tools.detector()
  const looker = new FrameLooker(forFaces((image) => detector.detectRemaining(signal, image, thoroughness)))
  const count = source.info.frames.length
  for (let frame = 0; frame < count; frame++) {
    throwIfAborted(signal)
    const pixels = await source.frame(frame)
    if (hasHiddenColor(pixels)) findings.push({ code: 'hidden-color', frame })
    const faces = await looker.facesIn(pixels)
    findings.push(...faces.map(({ box, confidence }) => ({ code: 'face-visible' as const, frame, box, confidence })))
    onProgress((frame + 1) / count)
  }
  return findings
}
