import type { FfmpegProgram } from '../choose-codec.js'
import type { VideoCodec } from '../video-codec.js'
import { beyondProgram } from './beyond.js'
import { checkProgram } from './check-program.js'
import { ProgramOutput } from './program-output.js'
import { ProgramStream } from './program-stream.js'

/** Videos by the programs `ffmpeg` and `ffprobe`. Throws `MediaFailure` where they cannot be used. */
export async function openProgramCodec(program: FfmpegProgram): Promise<VideoCodec> {
  const abilities = await checkProgram(new AbortController().signal, program)
  return {
    open: (file) => ProgramStream.open(program, file),
    openOutput: (signal, order) => ProgramOutput.open(signal, program, abilities, order),
    soundSeconds: () => Promise.reject(beyondProgram('sound')),
  }
}
