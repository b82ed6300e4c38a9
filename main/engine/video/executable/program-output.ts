import type { Writable } from 'node:stream'
import { failed } from '../../../core/job/reasons.js'
import type { PlanarPicture } from '../../../core/video/planar.js'
import { isTurned } from '../../../core/video/turn.js'
import { MediaFailure, throwIfAborted } from '../../image/media-failure.js'
import type { FfmpegProgram } from '../choose-codec.js'
import type { EncoderSettings } from '../encoder-settings.js'
import { encoderSettings, keyframeDistance, muxerOptions } from '../encoder-settings.js'
import type { OutputOrder, VideoOutput } from '../video-codec.js'
import { beyondProgram } from './beyond.js'
import type { ProgramAbilities } from './check-program.js'
import { requireEncoder } from './check-program.js'
import { aroundPicture, matroskaHead, nanosecondsPerSecond } from './matroska-feed.js'
import { probe } from './probe.js'
import { commonArguments, RunningProgram, urlForProgram } from './run-program.js'
import { tidyProgramMovie } from './tidy-program-movie.js'

/** A finished video that ffmpeg codes and writes. Sound is never taken along. */
export class ProgramOutput implements VideoOutput {
  readonly #signal: AbortSignal
  readonly #program: FfmpegProgram
  readonly #order: OutputOrder
  readonly #running: RunningProgram

  private constructor(signal: AbortSignal, program: FfmpegProgram, order: OutputOrder) {
    this.#signal = signal
    this.#program = program
    this.#order = order
    const args = encodeArguments(order)
    this.#running = new RunningProgram(signal, { program: program.ffmpeg, args, takesInput: true, file: order })
  }

  static async open(
    signal: AbortSignal,
    program: FfmpegProgram,
    abilities: ProgramAbilities,
    order: OutputOrder,
  ): Promise<ProgramOutput> {
    const { target, look, thoroughness, sound } = order
    if (sound) throw beyondProgram('sound that is kept or distorted; leave --audio out')
    if (target.format === 'webm' && isTurned(look.turn)) throw beyondProgram('a turned WebM')
    requireEncoder(abilities, encoderSettings(target, look.layout.bits, thoroughness).encoder)
    const output = new ProgramOutput(signal, program, order)
    try {
      await output.#send(matroskaHead(look))
      return output
    } catch (error) {
      await output.free()
      throw error
    }
  }

  async write(picture: PlanarPicture, ticks: bigint, durationTicks: bigint): Promise<void> {
    const { before, after } = aroundPicture(picture, this.#nanoseconds(ticks), this.#nanoseconds(durationTicks))
    await this.#send(before)
    await this.#send(picture.data)
    await this.#send(after)
  }

  async finish(): Promise<undefined> {
    this.#running.input.end()
    const outcome = await this.#running.outcome()
    if (!outcome.isWell) throw encodeFailure(outcome.told)
    const { handle, path, target, look } = this.#order
    if (target.format === 'mp4') await tidyProgramMovie(handle, look)
    // Old versions of FFmpeg lose what they do not know on the way from the pictures to the file.
    const { colors } = await probe(this.#signal, this.#program.ffprobe, { handle, path, container: target.format })
    const names = ['primaries', 'transfer', 'matrix'] as const
    const isSame = names.every((name) => colors[name] === look.colors[name])
    const isSameRange = isFull(colors.range) === isFull(look.colors.range)
    if (!isSame || !isSameRange) throw beyondProgram('colours that its version does not write')
    return undefined
  }

  async free(): Promise<void> {
    await this.#running.close()
  }

  #nanoseconds(ticks: bigint): bigint {
    const perSecond = BigInt(this.#order.look.ticksPerSecond)
    return (ticks * nanosecondsPerSecond + perSecond / 2n) / perSecond
  }

  /** Waits until the program has room for more. */
  async #send(bytes: Uint8Array): Promise<void> {
    throwIfAborted(this.#signal)
    if (await hasWritten(this.#running.input, bytes)) return
    const { told } = await this.#running.outcome()
    throw encodeFailure(told)
  }
}

const isFull = (range: number): boolean => range === 2

const hasWritten = (stream: Writable, bytes: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => stream.write(bytes, (error) => resolve(!error)))

const encodeFailure = (told: string): MediaFailure =>
  new MediaFailure(failed({ code: told.includes('No space left on device') ? 'disk-full' : 'encode-failed' }))

function encodeArguments(order: OutputOrder): readonly string[] {
  const { path, target, thoroughness, threads, look } = order
  const settings = encoderSettings(target, look.layout.bits, thoroughness)
  const { num, den } = look.pixelAspect
  return [
    ...[...commonArguments, '-nostdin', '-xerror', '-copyts', '-filter_threads', '1'],
    ...['-protocol_whitelist', 'pipe', '-f', 'matroska', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-map_metadata', '-1', '-map_chapters', '-1', '-an', '-sn', '-dn'],
    ...['-vf', `setsar=sar=${num}/${den}:max=${Math.max(num, den, 100)}`],
    ...['-fps_mode', 'passthrough', '-enc_time_base', `1:${look.ticksPerSecond}`],
    ...['-c:v', settings.encoder, ...optionFlags(withRate(settings.options, look.framesPerSecond))],
    ...['-bf', '0', '-g', String(keyframeDistance), '-threads', String(threads)],
    ...(settings.tag ? ['-tag:v', settings.tag] : []),
    ...['-bsf:v', bitstreamFilters(settings, order)],
    ...['-flags:v', '+bitexact', '-fflags', '+bitexact', ...optionFlags(muxerOptions[target.format])],
    ...['-f', target.format, '-y', urlForProgram({ path })],
  ]
}

const optionFlags = (options: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) => [name === 'b' ? '-b:v' : `-${name}`, value])

/** The program would guess a rate from the times of the first pictures, and a level of the coding that few players have. */
function withRate(
  options: Readonly<Record<string, string>>,
  framesPerSecond: number,
): Readonly<Record<string, string>> {
  const rate = `fps=${Math.round(framesPerSecond * 1000)}/1000`
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, name.endsWith('-params') ? `${value}:${rate}` : value]),
  )
}

/** Encoders forget how long a picture is shown; of all but the last one the times of the next tell. */
function bitstreamFilters({ filter }: EncoderSettings, { frames, lastDurationTicks }: OutputOrder): string {
  const last = `setts=duration=DURATION+not(N-${frames - 1})*(${lastDurationTicks}-DURATION)`
  if (!filter) return last
  const options = Object.entries(filter.options).map(([name, value]) => `${name}=${value}`)
  return `${filter.name}=${options.join(':')},${last}`
}
