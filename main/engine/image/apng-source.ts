import type { PixelSize } from '../../core/geometry/box.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import type { DecodeLimits } from '../../core/ports.js'
import type { Pixels } from '../../core/redaction/paint.js'
import { corrupt, readingHeaders } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import type { PngChunk } from './png-chunks.js'
import { writePng } from './png-chunks.js'
import { decodeWithSharp, withoutHiddenColor } from './sharp-decode.js'

interface FrameControl {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly delayMs: number
  /** 0 leave, 1 clear to transparent, 2 restore what was before. */
  readonly dispose: number
  /** 0 replace, 1 lay over. */
  readonly blend: number
  readonly data: Buffer[]
}

/**
 * Opens an animated PNG (PNG, third edition, 4.9). The default picture belongs to the animation only if a frame control
 * chunk stands before it; otherwise no viewer of animations shows it and it is not published.
 */
export function openApng(
  header: PngChunk,
  shared: readonly PngChunk[],
  chunks: readonly PngChunk[],
  canvas: PixelSize,
  limits: DecodeLimits,
  options: OpenOptions,
): PictureSource {
  const controls = readingHeaders(() => readFrames(chunks, canvas))
  const sizes = controls.map(() => canvas)
  checkLimits(sizes, limits)
  const loops = chunks.find((chunk) => chunk.type === 'acTL')?.data.readUInt32BE(4) ?? 0
  const composer = new FrameComposer(header, shared, controls, canvas, options)
  return {
    info: { format: 'png', size: canvas, frames: sizes, animated: true, hasAlpha: true, grid: gridAtCorner },
    timing: { delaysMs: controls.map((control) => control.delayMs), loops },
    frame: (index) => composer.frame(index),
  }
}

function readFrames(chunks: readonly PngChunk[], canvas: PixelSize): FrameControl[] {
  const controls: FrameControl[] = []
  for (const chunk of chunks) {
    const current = controls.at(-1)
    if (chunk.type === 'fcTL') controls.push(readControl(chunk.data, canvas))
    else if (chunk.type === 'IDAT') current?.data.push(chunk.data)
    else if (chunk.type === 'fdAT') current?.data.push(chunk.data.subarray(4))
  }
  if (controls.some((control) => control.data.length === 0)) throw corrupt()
  return controls
}

function readControl(data: Buffer, canvas: PixelSize): FrameControl {
  const width = data.readUInt32BE(4)
  const height = data.readUInt32BE(8)
  const left = data.readUInt32BE(12)
  const top = data.readUInt32BE(16)
  if (width < 1 || height < 1 || left + width > canvas.width || top + height > canvas.height) throw corrupt()
  const seconds = data.readUInt16BE(20) / (data.readUInt16BE(22) || 100)
  return {
    left,
    top,
    width,
    height,
    delayMs: Math.round(seconds * 1000),
    dispose: data.readUInt8(24),
    blend: data.readUInt8(25),
    data: [],
  }
}

/** Keeps the canvas of the frame it composed last, so that going through the frames in order decodes each once. */
class FrameComposer {
  readonly #header: PngChunk
  readonly #shared: readonly PngChunk[]
  readonly #controls: readonly FrameControl[]
  readonly #size: PixelSize
  readonly #options: OpenOptions
  #canvas: Uint8Array
  #next = 0

  constructor(
    header: PngChunk,
    shared: readonly PngChunk[],
    controls: readonly FrameControl[],
    size: PixelSize,
    options: OpenOptions,
  ) {
    this.#header = header
    this.#shared = shared
    this.#controls = controls
    this.#size = size
    this.#options = options
    this.#canvas = new Uint8Array(0)
  }

  async frame(index: number): Promise<Pixels> {
    if (index < this.#next || this.#canvas.length === 0) this.#restart()
    for (;;) {
      const at = this.#next
      const shown = await this.#compose(at)
      const pixels: Pixels = { ...this.#size, channels: 4, data: shown }
      if (at === index) return this.#options.keepHiddenColor ? pixels : withoutHiddenColor(pixels)
    }
  }

  #restart(): void {
    this.#canvas = new Uint8Array(this.#size.width * this.#size.height * 4)
    this.#next = 0
  }

  /** Returns the canvas as frame `index` shows it and leaves `#canvas` as the next frame finds it. */
  async #compose(index: number): Promise<Uint8Array> {
    const control = this.#controls[index]
    if (!control) throw corrupt()
    const before = control.dispose === 2 && index > 0 ? this.#canvas.slice() : undefined
    this.#draw(control, await this.#decode(control))
    const shown = this.#canvas.slice()
    if (before) this.#canvas = before
    else if (control.dispose !== 0) this.#clear(control)
    this.#next = index + 1
    return shown
  }

  async #decode(control: FrameControl): Promise<Pixels> {
    const header = Buffer.from(this.#header.data)
    header.writeUInt32BE(control.width, 0)
    header.writeUInt32BE(control.height, 4)
    const data = { type: 'IDAT', data: Buffer.concat(control.data) }
    const png = writePng([{ type: 'IHDR', data: header }, ...this.#shared, data])
    const pixels = await decodeWithSharp(png, { ...this.#options, keepOrientation: true })
    if (pixels.width !== control.width || pixels.height !== control.height) throw corrupt()
    return pixels
  }

  #draw(control: FrameControl, pixels: Pixels): void {
    for (let y = 0; y < control.height; y++) {
      for (let x = 0; x < control.width; x++) {
        const from = (y * control.width + x) * pixels.channels
        const to = ((control.top + y) * this.#size.width + control.left + x) * 4
        const alpha = pixels.channels === 4 ? (pixels.data[from + 3] ?? 0) : 255
        if (control.blend === 0 || alpha === 255) this.#put(pixels.data, from, to, alpha)
        else if (alpha > 0) this.#blend(pixels.data, from, to, alpha)
      }
    }
  }

  #put(data: Uint8Array, from: number, to: number, alpha: number): void {
    this.#canvas.set(data.subarray(from, from + 3), to)
    this.#canvas[to + 3] = alpha
  }

  #blend(data: Uint8Array, from: number, to: number, alpha: number): void {
    const under = ((this.#canvas[to + 3] ?? 0) * (255 - alpha)) / 255
    const total = alpha + under
    for (let channel = 0; channel < 3; channel++) {
      const color = (data[from + channel] ?? 0) * alpha + (this.#canvas[to + channel] ?? 0) * under
      this.#canvas[to + channel] = Math.round(color / total)
    }
    this.#canvas[to + 3] = Math.round(total)
  }

  #clear(control: FrameControl): void {
    for (let y = control.top; y < control.top + control.height; y++) {
      const start = (y * this.#size.width + control.left) * 4
      this.#canvas.fill(0, start, start + control.width * 4)
    }
  }
}
