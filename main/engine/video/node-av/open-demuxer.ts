import { Dictionary, FormatContext, InputFormat } from 'node-av/lib'
import { corrupt, refuse } from '../../image/media-failure.js'
import { demuxerOf } from '../container.js'
import type { CodecFile } from '../video-codec.js'

/**
 * `file:` in front, so that no part of a name is read as a protocol or pattern. On Linux the open descriptor's own path,
 * which stays the same file and works for names that are not UTF-8.
 */
export function urlOf({ handle, path }: Pick<CodecFile, 'handle' | 'path'>): string {
  return process.platform === 'linux' ? `file:/proc/self/fd/${handle.fd}` : `file:${path}`
}

/** More streams than this no camera writes. */
const maxStreams = 64

/**
 * The demuxer of exactly this container on exactly this file: no other format is tried, no other protocol exists, and no
 * file that the container refers to is opened.
 */
export async function openDemuxer(
  file: CodecFile,
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
    if ((await demuxer.openInput(urlOf(file), format, dictionary)) < 0) throw corrupt()
  } finally {
    dictionary.free()
  }
  return demuxer
}
