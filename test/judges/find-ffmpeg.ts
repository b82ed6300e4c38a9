import { programOfSystem } from '../../main/engine/video/executable/find-program.js'

/** The programs of FFmpeg on this machine. Where judges are required, their absence is a failure. */
export const systemFfmpeg = programOfSystem(process.env['PATH'])
if (!systemFfmpeg && process.env['REQUIRE_JUDGES'] === '1') throw new Error('ffmpeg is required here and missing')
if (!systemFfmpeg) process.stderr.write('No ffmpeg on this machine: tests of the ffmpeg program are skipped.\n')
