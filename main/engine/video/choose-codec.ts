import { refuse } from '../image/media-failure.js'
import type { VideoCodec } from './video-codec.js'

/** Where the two programs of FFmpeg lie. */
export interface FfmpegProgram {
  readonly ffmpeg: string
  readonly ffprobe: string
}

/** What videos are read and written with. Must survive structured cloning. */
export type CodecChoice =
  /** FFmpeg's libraries; where they cannot be loaded, the programs, if there are any. */
  | { readonly kind: 'built-in'; readonly instead: FfmpegProgram | undefined }
  /** The programs that somebody asked for and no other; undefined where they are not there. */
  | { readonly kind: 'program'; readonly program: FfmpegProgram | undefined }

export const builtInAlone: CodecChoice = { kind: 'built-in', instead: undefined }

/** Opens what was chosen. Throws `MediaFailure`. */
export async function chooseCodec(choice: CodecChoice): Promise<VideoCodec> {
  if (choice.kind === 'program') return openProgram(choice.program)
  const libraries = await loadLibraries()
  if (libraries) return libraries
  if (!choice.instead) throw refuse({ code: 'no-video-codec' })
  return openProgram(choice.instead)
}

/** Undefined where node-av or its binary is not installed, or does not run on this machine. */
async function loadLibraries(): Promise<VideoCodec | undefined> {
  try {
    return (await import('./node-av/node-av-codec.js')).nodeAvCodec
  } catch {
    return undefined
  }
}

async function openProgram(program: FfmpegProgram | undefined): Promise<VideoCodec> {
  if (!program) throw refuse({ code: 'ffmpeg-unusable', problem: { code: 'missing' } })
  const { openProgramCodec } = await import('./executable/program-codec.js')
  return openProgramCodec(program)
}
