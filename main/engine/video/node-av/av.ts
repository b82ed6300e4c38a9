import { Log } from 'node-av/lib'
import { AV_LOG_QUIET } from 'node-av/constants'
import { failed } from '../../../core/job/reasons.js'
import { MediaFailure } from '../../image/media-failure.js'

/**
 * [Note: FFmpeg in this process]
 *
 * node-av binds FFmpeg's libraries; only its low-level, asynchronous interface is used. Its synchronous calls block the
 * process and keep every frame alive until it ends, and its high-level interface hides what becomes of broken packets.
 * A frame's planes must not be written through `frame.data`: where the runtime forbids memory outside its heap, that is
 * a copy and the edit is lost. Pixels are taken out with `toBuffer`, changed, and put back with `fromBuffer`.
 *
 * Messages of the libraries hold file names and are never printed.
 */
export function silenceLibraries(): void {
  Log.setLevel(AV_LOG_QUIET)
}

/**
 * Threads of a decoder or encoder that may keep so many cores busy. Half as many again, as FFmpeg itself starts: frames
 * depend on each other, and a thread that waits leaves its core to the next.
 */
export const codecThreads = (cores: number): number => (cores > 1 ? Math.ceil(1.5 * cores) : 1)

/** The value of a call that only a defect of Zaslona or an exhausted system makes fail. */
export function expectOk(code: number, place: string): number {
  if (code < 0) throw new MediaFailure(failed({ code: 'internal', detail: `${place} ${code}` }))
  return code
}
