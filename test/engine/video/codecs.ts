import { openProgramCodec } from '../../../main/engine/video/executable/program-codec.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import type { VideoCodec } from '../../../main/engine/video/video-codec.js'
import { systemFfmpeg } from '../../judges/find-ffmpeg.js'

/** A way to FFmpeg that has to keep the contract. */
export interface Candidate {
  readonly name: string
  readonly isHere: boolean
  readonly open: () => Promise<VideoCodec>
}

let program: Promise<VideoCodec> | undefined

export const candidates: readonly Candidate[] = [
  { name: 'node-av', isHere: true, open: () => Promise.resolve(nodeAvCodec) },
  {
    name: 'an ffmpeg program',
    isHere: systemFfmpeg !== undefined,
    open: () => {
      if (!systemFfmpeg) throw new Error('no ffmpeg')
      return (program ??= openProgramCodec(systemFfmpeg))
    },
  },
]
