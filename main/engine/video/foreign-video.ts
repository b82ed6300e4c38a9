import type { Thoroughness } from '../../core/detection/types.js'
import type { SourceFile } from '../../core/ports.js'
import type { Audit, Remark } from '../../core/verdict/audit.js'
import type { Finding } from '../../core/verdict/finding.js'
import type { VideoInspection } from '../../core/video/ports.js'
import { uprightSize } from '../../core/video/turn.js'
import type { VideoLimits } from '../../core/video/types.js'
import { attributeFindings } from '../files/file-attributes.js'
import { MediaFailure } from '../image/media-failure.js'
import { createByteSource } from '../structure/byte-source.js'
import { createFindingList } from '../structure/finding-list.js'
import { walkMatroska } from '../structure/matroska.js'
import { walkMovie } from '../structure/movie.js'
import { openStream } from './decode-frames.js'
import { firstSightings, lookThrough } from './look-through.js'
import type { VideoFile } from './open-input.js'
import { openVideoFile } from './open-input.js'
import type { VideoTools } from './open-video.js'
import type { OpenStream } from './video-codec.js'
import { videoTraces } from './video-traces.js'

/** To count faces; whoever redacts looks more closely. */
const inspectedPerSecond = 2
/** To find one that was missed; undefined: every frame. */
const auditedPerSecond: Readonly<Record<Thoroughness, number | undefined>> = {
  fast: 6,
  balanced: 6,
  thorough: undefined,
}

interface ForeignVideoRequest {
  readonly source: SourceFile
  readonly limits: VideoLimits
  readonly thoroughness: Thoroughness
}

/** What a video tells of people, places, devices and times, and how many faces are in sampled frames. */
export async function inspectVideo(
  signal: AbortSignal,
  request: ForeignVideoRequest,
  tools: VideoTools,
  onProgress: (share: number) => void,
): Promise<VideoInspection> {
  return withVideo(request, tools, async (file, opened) => {
    const order = { ...request, looksPerSecond: inspectedPerSecond, threads: tools.threads }
    const { frames, looks } = await lookThrough(signal, opened, await tools.detector(), order, onProgress)
    return {
      container: file.container,
      size: uprightSize(opened.stream.size, opened.stream.turn),
      frames,
      durationSeconds: opened.stream.durationSeconds,
      traces: videoTraces(opened),
      mostFaces: Math.max(0, ...looks.map(({ faces }) => faces.length)),
    }
  })
}

/** What keeps a video that somebody else made from being safe to publish, and what a person has to know of it. */
export async function auditVideo(
  signal: AbortSignal,
  request: ForeignVideoRequest,
  tools: VideoTools,
  onProgress: (share: number) => void,
): Promise<Audit> {
  return withVideo(request, tools, async (file, opened) => {
    const findings = [...(await structureFindings(file)), ...attributeFindings(request.source)]
    const remarks: readonly Remark[] = opened.streams.some(({ kind }) => kind === 'audio') ? [{ code: 'sound' }] : []
    if (!isWalked(file)) return { findings, remarks }
    try {
      const seen = await auditFrames(signal, opened, request, tools, onProgress)
      return { findings: [...findings, ...seen.findings], remarks: [...remarks, ...seen.remarks] }
    } catch (error) {
      if (error instanceof MediaFailure && error.failure.kind === 'refused')
        return { findings: [...findings, { code: 'undecodable' }], remarks }
      throw error
    }
  })
}

async function auditFrames(
  signal: AbortSignal,
  opened: OpenStream,
  request: ForeignVideoRequest,
  tools: VideoTools,
  onProgress: (share: number) => void,
): Promise<Audit> {
  const looksPerSecond = auditedPerSecond[request.thoroughness]
  const order = { ...request, looksPerSecond, threads: tools.threads }
  const { frames, looks } = await lookThrough(signal, opened, await tools.detector(), order, onProgress)
  const findings = firstSightings(looks).map(({ frame, face: { box, confidence } }): Finding => ({
    code: 'face-visible',
    frame,
    box,
    confidence,
  }))
  const looked = looks.length
  return { findings, remarks: looked < frames ? [{ code: 'frames-sampled', looked, frames }] : [] }
}

/** Whether there is a list of what such a container may hold. */
const isWalked = ({ container }: VideoFile): boolean => container !== 'avi' && container !== 'mpegts'

async function structureFindings(file: VideoFile): Promise<readonly Finding[]> {
  if (!isWalked(file)) return [{ code: 'unknown-format' }]
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
