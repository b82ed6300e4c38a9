import { refuse } from '../../image/media-failure.js'

/** What is left to FFmpeg's libraries; `what` in words. */
export const beyondProgram = (what: string): Error => refuse({ code: 'beyond-ffmpeg-program', what })
