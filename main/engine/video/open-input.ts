import { open, type FileHandle } from 'node:fs/promises'
import { Dictionary, FormatContext, InputFormat } from 'node-av/lib'
import type { SourceFile } from '../../core/ports.js'
import type { VideoContainer, VideoLimits } from '../../core/video/types.js'
import { nativePath } from '../files/native-path.js'
import { readFlags } from '../files/read-flags.js'
import { corrupt, refuse } from '../image/media-failure.js'
import { systemCodeOf } from '../files/system-error.js'
import { demuxerOf, recognizeBytes, recognizeContainer } from './container.js'

/** A video file held open: what is read later is the file that was listed. */
export interface VideoFile {
  readonly handle: FileHandle
  readonly container: VideoContainer
  readonly sizeBytes: number
  /** What FFmpeg opens. */
  readonly url: string
}

/** Opens a file for reading; never blocks on a FIFO. Throws `MediaFailure`. */
export async function openVideoFile(source: SourceFile, limits: VideoLimits): Promise<VideoFile> {
  const handle = await openForReading(source.path)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw refuse({ code: 'not-a-regular-file' })
    const isSame = stat.size === source.sizeBytes && Math.floor(stat.mtimeMs) === Math.floor(source.modifiedMs)
    if (!isSame) throw refuse({ code: 'changed' })
    if (stat.size === 0) throw refuse({ code: 'empty-file' })
    if (stat.size > limits.maxFileBytes)
      throw refuse({ code: 'file-too-large', sizeBytes: stat.size, limitBytes: limits.maxFileBytes })
    const container = await containerOf(handle)
    if (!container) throw refuse({ code: 'not-a-picture' })
    return { handle, container, sizeBytes: stat.size, url: urlOf(handle, source.path) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** What kind of video a file's first bytes announce. */
export async function containerOf(handle: FileHandle): Promise<VideoContainer | undefined> {
  const head = Buffer.alloc(recognizeBytes)
  const { bytesRead } = await handle.read(head, 0, head.length, 0)
  return recognizeContainer(head.subarray(0, bytesRead))
}

/**
 * `file:` in front, so that no part of a name is read as a protocol or pattern. On Linux the open descriptor's own path,
 * which stays the same file and works for names that are not UTF-8.
 */
export function urlOf(handle: FileHandle, path: string): string {
  return process.platform === 'linux' ? `file:/proc/self/fd/${handle.fd}` : `file:${path}`
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(nativePath(path), readFlags)
  } catch (error) {
    const code = systemCodeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refuse({ code: 'vanished' })
    if (code === 'ELOOP') throw refuse({ code: 'link-loop' })
    if (code === 'ENXIO' || code === 'EISDIR') throw refuse({ code: 'not-a-regular-file' })
    throw refuse({ code: 'unreadable', systemCode: code })
  }
}

/** More streams than this no camera writes. */
const maxStreams = 64

/**
 * The demuxer of exactly this container on exactly this file: no other format is tried, no other protocol exists, and no
 * file that the container refers to is opened.
 */
export async function openDemuxer(
  file: { readonly url: string; readonly container: VideoContainer },
  options: Readonly<Record<string, string>> = {},
): Promise<FormatContext> {
  const name = demuxerOf[file.container]
  const format = InputFormat.findInputFormat(name)
  if (!format) throw refuse({ code: 'unsupported-format', format: name })
  const demuxer = new FormatContext()
  demuxer.allocContext()
  demuxer.maxStreams = maxStreams
  const isoOptions = name === 'mov' ? { enable_drefs: '0', use_absolute_path: '0' } : {}
  const dictionary = Dictionary.fromObject({
    protocol_whitelist: 'file',
    format_whitelist: format.name ?? name,
    ...isoOptions,
    ...options,
  })
  try {
    if ((await demuxer.openInput(file.url, format, dictionary)) < 0) throw corrupt()
  } finally {
    dictionary.free()
  }
  return demuxer
}
