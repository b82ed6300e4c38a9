import type { DetectedFace, Thoroughness } from '../../core/detection/types.js'
import type { SourceFile } from '../../core/ports.js'
import type { VideoInspection } from '../../core/video/ports.js'
import { uprightSize } from '../../core/video/turn.js'
import type { VideoLimits } from '../../core/video/types.js'
import type { Audit, Remark } from '../../core/verdict/audit.js'
import type { Finding } from '../../core/verdict/finding.js'
import { attributeFindings } from '../files/file-attributes.js'
import { MediaFailure } from '../image/media-failure.js'
import { createByteSource } from '../structure/byte-source.js'
import { createFindingList } from '../structure/finding-list.js'
import { walkMatroska } from '../structure/matroska.js'
import { walkMovie } from '../structure/movie.js'
import { decodeFrames, openStream } from './decode-frames.js'
import { lookSidePx } from './frame-detector.js'
import type { VideoFile } from './open-input.js'
import { openVideoFile } from './open-input.js'
import type { VideoTools } from './open-video.js'
import { videoTraces } from './video-traces.js'
import { UprightImages } from './upright-image.js'
import type { OpenStream } from './video-codec.js'

/** A foreign video is looked at once in this time. */
const sampledSeconds = 0.5

interface Looked {
  readonly frames: number
  readonly faces: readonly { readonly frame: number; readonly face: DetectedFace }[]
}

/** What a video tells of people, places, devices and times, and how many faces are in sampled frames. */
export async function inspectVideo(
  signal: AbortSignal,
  request: { readonly source: SourceFile; readonly limits: VideoLimits; readonly thoroughness: Thoroughness },
  tools: VideoTools,
): Promise<VideoInspection> {
  return withVideo(request, tools, async (file, opened) => {
    const traces = videoTraces(opened)
    const { frames, faces } = await lookAtFrames(signal, opened, request, tools)
    const mostInOneFrame = faces.reduce(
      (counts, { frame }) => counts.set(frame, (counts.get(frame) ?? 0) + 1),
      new Map<number, number>(),
    )
    return {
      container: file.container,
      size: uprightSize(opened.stream.size, opened.stream.turn),
      frames,
      durationSeconds: opened.stream.durationSeconds,
      traces,
      mostFaces: Math.max(0, ...mostInOneFrame.values()),
    }
  })
}

/** What keeps a video that somebody else made from being safe to publish, and what a person has to know of it. */
export async function auditVideo(
  signal: AbortSignal,
  request: { readonly source: SourceFile; readonly limits: VideoLimits; readonly thoroughness: Thoroughness },
  tools: VideoTools,
): Promise<Audit> {
  return withVideo(request, tools, async (file, opened) => {
    const findings = [...(await structureFindings(file)), ...attributeFindings(request.source)]
    const remarks: readonly Remark[] = opened.streams.some(({ kind }) => kind === 'audio') ? [{ code: 'sound' }] : []
    if (!isWritten(file)) return { findings, remarks }
    try {
      const { faces } = await lookAtFrames(signal, opened, request, tools)
      const visible = faces.map(({ frame, face: { box, confidence } }): Finding => ({
        code: 'face-visible',
        frame,
        box,
        confidence,
      }))
      return { findings: [...findings, ...visible], remarks }
    } catch (error) {
      if (error instanceof MediaFailure && error.failure.kind === 'refused')
        return { findings: [...findings, { code: 'undecodable' }], remarks }
      throw error
    }
  })
}

/** Whether it is of a kind that finished videos are, or a relative that is walked as these are. */
const isWritten = ({ container }: VideoFile): boolean => container !== 'avi' && container !== 'mpegts'

async function structureFindings(file: VideoFile): Promise<readonly Finding[]> {
  if (!isWritten(file)) return [{ code: 'unknown-format' }]
  const list = createFindingList()
  const bytes = createByteSource(file.handle, file.sizeBytes)
  if (file.container === 'matroska' || file.container === 'webm') await walkMatroska(bytes, list)
  else await walkMovie(bytes, list)
  return list.findings
}

async function withVideo<Value>(
  { source, limits }: { readonly source: SourceFile; readonly limits: VideoLimits },
  tools: VideoTools,
  use: (file: VideoFile, opened: OpenStream) => Promise<Value>,
): Promise<Value> {
  const file = await openVideoFile(source, limits)
  try {
    const opened = await openStream(await tools.codec(), file, limits)
    try {
      return await use(file, opened)
    } finally {
      await opened.close()
    }
  } finally {
    await file.handle.close()
  }
}

async function lookAtFrames(
  signal: AbortSignal,
  opened: OpenStream,
  request: { readonly limits: VideoLimits; readonly thoroughness: Thoroughness },
  tools: VideoTools,
): Promise<Looked> {
  const detector = await tools.detector()
  const every = Math.max(1, Math.round(opened.stream.framesPerSecond * sampledSeconds))
  const faces: { frame: number; face: DetectedFace }[] = []
  let images: UprightImages | undefined
  let frames = 0
  try {
    const options = { limits: request.limits, threads: tools.threads }
    for await (const { frame, index } of decodeFrames(signal, opened, options)) {
      frames++
      if (index % every !== 0) continue
      images ??= new UprightImages(frame, opened.stream, lookSidePx[request.thoroughness])
      const image = await images.imageOf(frame)
      for (const face of await detector.detectRemaining(signal, image, request.thoroughness))
        faces.push({ frame: index, face })
    }
  } finally {
    images?.free()
  }
  return { frames, faces }
}
