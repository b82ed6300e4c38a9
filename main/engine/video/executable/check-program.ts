import { MediaFailure, refuse } from '../../image/media-failure.js'
import type { FfmpegProblem } from '../../../core/job/reasons.js'
import type { FfmpegProgram } from '../choose-codec.js'
import { printed } from './run-program.js'

/** FFmpeg 5.1 by its library's number, which builds between two versions have as well: `-fps_mode` came with it. */
const oldest = { major: 59, minor: 27 } as const

const finishedCodings = ['libx264', 'libx265', 'libvpx-vp9'] as const

const maxPrintedBytes = 1_000_000

/** What a program can do. */
export interface ProgramAbilities {
  readonly encoders: ReadonlySet<string>
}

/** What is wrong with a program; undefined where it can be used. */
export async function problemOf(program: FfmpegProgram | undefined): Promise<FfmpegProblem | undefined> {
  if (!program) return { code: 'missing' }
  try {
    await checkProgram(new AbortController().signal, program)
    return undefined
  } catch (error) {
    const failure = error instanceof MediaFailure ? error.failure : undefined
    if (failure?.kind !== 'refused' || failure.reason.code !== 'ffmpeg-unusable') throw error
    return failure.reason.problem
  }
}

/** Asks both programs for their versions and the one for its encoders. Throws `MediaFailure`. */
export async function checkProgram(signal: AbortSignal, { ffmpeg, ffprobe }: FfmpegProgram): Promise<ProgramAbilities> {
  for (const program of [ffmpeg, ffprobe]) {
    const version = await printed(signal, { program, args: ['-hide_banner', '-version'] }, maxPrintedBytes)
    if (version === undefined) throw unusable({ code: 'not-starting' })
    const [, major, minor] = /^libavformat\s+(\d+)\.\s*(\d+)\./m.exec(version) ?? []
    const isRecent = Number(major) > oldest.major || (Number(major) === oldest.major && Number(minor) >= oldest.minor)
    if (!isRecent) throw unusable({ code: 'too-old', version: /version (\S{1,40})/.exec(version)?.[1] ?? 'unknown' })
  }
  const args = ['-hide_banner', '-loglevel', 'error', '-encoders']
  const list = await printed(signal, { program: ffmpeg, args }, maxPrintedBytes)
  if (list === undefined) throw unusable({ code: 'not-starting' })
  const encoders = new Set([...list.matchAll(/^ V\S{5} (\S+)/gm)].map(([, name]) => name ?? ''))
  requireEncoder({ encoders }, 'rawvideo')
  // One of what finished videos are coded as; which of them is asked for when it is needed.
  if (!finishedCodings.some((encoder) => encoders.has(encoder)))
    throw unusable({ code: 'without-encoder', encoder: 'libx264' })
  return { encoders }
}

export function requireEncoder({ encoders }: ProgramAbilities, encoder: string): void {
  if (!encoders.has(encoder)) throw unusable({ code: 'without-encoder', encoder })
}

const unusable = (problem: FfmpegProblem): Error => refuse({ code: 'ffmpeg-unusable', problem })
