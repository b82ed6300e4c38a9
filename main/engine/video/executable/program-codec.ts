import type { FfmpegProgram } from '../choose-codec.js'
import type { VideoCodec } from '../video-codec.js'
import { corrupt } from '../../image/media-failure.js'
export function openProgramCodec(program: FfmpegProgram): Promise<VideoCodec> { void program; throw corrupt() }
