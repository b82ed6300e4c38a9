import { failed } from '../../../core/job/reasons.js'
import { corrupt, MediaFailure } from '../../image/media-failure.js'
import type { VideoStream } from '../describe-stream.js'
import type { CodecFile } from '../video-codec.js'
import { inputArguments } from './probe.js'
import { commonArguments, RunningProgram, secondOutput } from './run-program.js'

/**
 * The decoded pictures of a stream, one after the other: their samples by one pipe, and by another what `framecrc` says of
 * each, its time and size. Nothing is scaled, turned, repeated or left out, and the first error ends it.
 */
export class PictureFeed {
  readonly #running: RunningProgram
  readonly #records: AsyncGenerator<PictureRecord, void, undefined>
  #rest: Buffer = Buffer.alloc(0)

  constructor(signal: AbortSignal, ffmpeg: string, file: CodecFile, stream: VideoStream, threads: number) {
    this.#running = new RunningProgram(signal, { program: ffmpeg, args: decodeArguments(file, stream, threads), file })
    this.#records = pictureRecords(this.#running.secondOutput.lines(), stream)
  }

  /** The samples of the next picture, which must be the one of this time and size. */
  async next(ticks: bigint, sizeBytes: number): Promise<Buffer> {
    const data = await this.#take(sizeBytes)
    const record = data && (await this.#records.next())
    if (!data || !record || record.done === true) return this.#endedEarly()
    if (record.value.ticks !== ticks || record.value.sizeBytes !== sizeBytes) throw programsDiffer()
    return data
  }

  /** Nothing may follow, and the program must have ended well. One that brings more is not waited for: it need not end. */
  async end(): Promise<void> {
    if (this.#rest.length > 0 || (await this.#running.output.next()) !== undefined) throw programsDiffer()
    if ((await this.#records.next()).done !== true) throw programsDiffer()
    if (!(await this.#running.outcome()).isWell) throw corrupt()
  }

  async close(): Promise<void> {
    await this.#running.close()
  }

  async #endedEarly(): Promise<never> {
    if (!(await this.#running.outcome()).isWell) throw corrupt()
    throw programsDiffer()
  }

  async #take(sizeBytes: number): Promise<Buffer | undefined> {
    const data = Buffer.allocUnsafeSlow(sizeBytes)
    let length = 0
    while (length < sizeBytes) {
      if (this.#rest.length === 0) {
        const piece = await this.#running.output.next()
        if (!piece) return undefined
        this.#rest = piece
      }
      const taken = Math.min(this.#rest.length, sizeBytes - length)
      this.#rest.copy(data, length, 0, taken)
      this.#rest = this.#rest.subarray(taken)
      length += taken
    }
    return data
  }
}

/** ffprobe and ffmpeg, or two passes, tell of different pictures. */
export const programsDiffer = (): MediaFailure =>
  new MediaFailure(failed({ code: 'internal', detail: 'ffmpeg and ffprobe differ' }))

function decodeArguments(file: CodecFile, stream: VideoStream, threads: number): readonly string[] {
  const { num, den } = stream.timeBase
  const passed = [
    ...['-map', `0:${stream.index}`, '-fps_mode', 'passthrough', '-enc_time_base', `${num}:${den}`],
    ...['-c:v', 'rawvideo', '-f'],
  ]
  return [
    ...commonArguments,
    ...['-nostdin', '-xerror', '-max_error_rate', '0', '-copyts', '-filter_threads', '1'],
    ...['-threads', String(threads), '-err_detect', 'explode', '-noautorotate'],
    ...inputArguments(file),
    ...[...passed, 'rawvideo', 'pipe:1'],
    ...[...passed, 'framecrc', '-flush_packets', '1', `pipe:${secondOutput}`],
  ]
}

interface PictureRecord {
  readonly ticks: bigint
  readonly sizeBytes: number
}

/** Lines of `framecrc`: stream, decoding time, time, duration, bytes, checksum; and before them the clock they are in. */
async function* pictureRecords(
  lines: AsyncGenerator<string, void, undefined>,
  { timeBase }: VideoStream,
): AsyncGenerator<PictureRecord, void, undefined> {
  let isClockRight = false
  for await (const line of lines) {
    const [, num, den] = /^#tb 0: (\d+)\/(\d+)$/.exec(line) ?? []
    // The program shortens fractions.
    if (num !== undefined) isClockRight = Number(num) * timeBase.den === Number(den) * timeBase.num
    if (line.startsWith('#') || line === '') continue
    const [, ticks, sizeBytes] = /^0,\s*-?\d+,\s*(-?\d+),\s*\d+,\s*(\d+),\s*0x[0-9a-f]+/.exec(line) ?? []
    if (!isClockRight || ticks === undefined) throw programsDiffer()
    yield { ticks: BigInt(ticks), sizeBytes: Number(sizeBytes) }
  }
}
