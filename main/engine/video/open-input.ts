import { open, type FileHandle } from 'node:fs/promises'
import type { SourceFile } from '../../core/ports.js'
import type { VideoContainer, VideoLimits } from '../../core/video/types.js'
import { nativePath } from '../files/native-path.js'
import { readFlags } from '../files/read-flags.js'
import { refuse } from '../image/media-failure.js'
import { systemCodeOf } from '../files/system-error.js'
import { recognizeBytes, recognizeContainer } from './container.js'
import type { CodecFile } from './video-codec.js'

/** A video file held open: what is read later is the file that was listed. */
export interface VideoFile extends CodecFile {
  readonly sizeBytes: number
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
    return { handle, container, sizeBytes: stat.size, path: source.path }
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
