import type { PixelRect, PixelSize } from '../geometry/box.js'
import type { Color, RedactionLook, RedactionRegion } from './types.js'

/** Upright 8-bit sRGB pixels, `width * height * channels` bytes, row by row; the fourth channel is straight alpha. */
export interface Pixels extends PixelSize {
  readonly channels: 3 | 4
  readonly data: Uint8Array
}

/** Fills an array with bytes that nobody can predict. */
export type RandomBytes = (target: Uint8Array) => void

/** Levels that a pixelated cell's channel can take before noise is added. */
const levelCount = 8
/** Largest noise on a cell's channel, in both directions. */
const noiseAmplitude = 12

/** Covers the regions of one frame. Every pixel inside gets its final value once, from what was there before. */
export function paintRegions(
  pixels: Pixels,
  regions: readonly RedactionRegion[],
  look: RedactionLook,
  randomBytes: RandomBytes,
): void {
  for (const region of regions) {
    const clipped = clipRegion(region, pixels)
    if (clipped.parts.length === 0) continue
    switch (look.style) {
      case 'fill':
        for (const part of clipped.parts) fillRect(pixels, part, look.color)
        break
      case 'pixelate':
        pixelate(pixels, clipped, randomBytes)
        break
      case 'blur':
        blur(pixels, clipped)
        break
    }
  }
}

/** The region's parts cut at the picture's border, empty ones left out. */
export function clipRegion(region: RedactionRegion, size: PixelSize): RedactionRegion {
  const parts: PixelRect[] = []
  for (const part of region.parts) {
    const left = Math.max(0, Math.floor(part.left))
    const top = Math.max(0, Math.floor(part.top))
    const width = Math.min(size.width, Math.ceil(part.left + part.width)) - left
    const height = Math.min(size.height, Math.ceil(part.top + part.height)) - top
    if (width > 0 && height > 0) parts.push({ left, top, width, height })
  }
  return { parts, faceSizePx: region.faceSizePx }
}

function fillRect(pixels: Pixels, rect: PixelRect, color: Color): void {
  const { data, width, channels } = pixels
  const row = new Uint8Array(rect.width * channels)
  for (let at = 0; at < row.length; at += channels) setColor(row, at, channels, color.red, color.green, color.blue)
  for (let y = rect.top; y < rect.top + rect.height; y++) data.set(row, (y * width + rect.left) * channels)
}

function setColor(data: Uint8Array, at: number, channels: 3 | 4, red: number, green: number, blue: number): void {
  data[at] = red
  data[at + 1] = green
  data[at + 2] = blue
  if (channels === 4) data[at + 3] = 255
}

/** Side of the squares a region is pixelated in: a face that lies across their lines anyhow still touches at most eight. */
export const pixelateCellPx = (faceSizePx: number): number => Math.max(1, Math.ceil(faceSizePx / 7))

/** Spread of the Gaussian that a region is blurred with, in pixels. */
export const blurSigmaPx = (faceSizePx: number): number => Math.max(4, faceSizePx / 4)

/** Where a region lies, as a mask over its bounding box and sums over square cells of it. */
interface CellGrid {
  readonly bounds: PixelRect
  readonly mask: Uint8Array
  readonly cellPx: number
  readonly columns: number
  readonly rows: number
  /** Per cell: sum of red, of green, of blue, number of pixels inside the region. */
  readonly sums: Float64Array
}

/** The smallest rectangle around all parts. */
export function boundsOf(parts: readonly PixelRect[]): PixelRect {
  const left = Math.min(...parts.map((part) => part.left))
  const top = Math.min(...parts.map((part) => part.top))
  const right = Math.max(...parts.map((part) => part.left + part.width))
  const bottom = Math.max(...parts.map((part) => part.top + part.height))
  return { left, top, width: right - left, height: bottom - top }
}

/** One byte for every pixel of `bounds`: 1 inside a part. */
export function maskOf(parts: readonly PixelRect[], bounds: PixelRect): Uint8Array {
  const mask = new Uint8Array(bounds.width * bounds.height)
  for (const part of parts) {
    for (let y = part.top - bounds.top; y < part.top - bounds.top + part.height; y++) {
      const start = y * bounds.width + part.left - bounds.left
      mask.fill(1, start, start + part.width)
    }
  }
  return mask
}

function sumCells(pixels: Pixels, region: RedactionRegion, cellPx: number): CellGrid {
  const bounds = boundsOf(region.parts)
  const mask = maskOf(region.parts, bounds)
  const columns = Math.ceil(bounds.width / cellPx)
  const rows = Math.ceil(bounds.height / cellPx)
  const sums = new Float64Array(columns * rows * 4)
  forEachMasked(bounds, mask, (x, y) => {
    const from = ((bounds.top + y) * pixels.width + bounds.left + x) * pixels.channels
    const to = (Math.floor(y / cellPx) * columns + Math.floor(x / cellPx)) * 4
    for (let channel = 0; channel < 3; channel++) {
      sums[to + channel] = (sums[to + channel] ?? 0) + (pixels.data[from + channel] ?? 0)
    }
    sums[to + 3] = (sums[to + 3] ?? 0) + 1
  })
  return { bounds, mask, cellPx, columns, rows, sums }
}

function forEachMasked(bounds: PixelRect, mask: Uint8Array, visit: (x: number, y: number) => void): void {
  for (let y = 0; y < bounds.height; y++) {
    for (let x = 0; x < bounds.width; x++) if (mask[y * bounds.width + x] === 1) visit(x, y)
  }
}

/** Mean colours of coarse squares, rounded to few levels and disturbed, so that a known face cannot be matched to them. */
function pixelate(pixels: Pixels, region: RedactionRegion, randomBytes: RandomBytes): void {
  const grid = sumCells(pixels, region, pixelateCellPx(region.faceSizePx))
  const noise = new Uint8Array(grid.columns * grid.rows * 3)
  randomBytes(noise)
  const colors = new Uint8Array(noise.length)
  for (let cell = 0; cell < grid.columns * grid.rows; cell++) {
    const count = Math.max(1, grid.sums[cell * 4 + 3] ?? 1)
    for (let channel = 0; channel < 3; channel++) {
      const mean = (grid.sums[cell * 4 + channel] ?? 0) / count
      colors[cell * 3 + channel] = disturb(mean, noise[cell * 3 + channel] ?? 0)
    }
  }
  forEachMasked(grid.bounds, grid.mask, (x, y) => {
    const cell = (Math.floor(y / grid.cellPx) * grid.columns + Math.floor(x / grid.cellPx)) * 3
    const at = ((grid.bounds.top + y) * pixels.width + grid.bounds.left + x) * pixels.channels
    setColor(pixels.data, at, pixels.channels, colors[cell] ?? 0, colors[cell + 1] ?? 0, colors[cell + 2] ?? 0)
  })
}

function disturb(mean: number, random: number): number {
  const step = 255 / (levelCount - 1)
  // Kept off both ends, where half of the noise would be cut off.
  const level = Math.max(noiseAmplitude, Math.min(255 - noiseAmplitude, Math.round(mean / step) * step))
  return Math.max(0, Math.min(255, Math.round(level + (random / 255) * 2 * noiseAmplitude - noiseAmplitude)))
}

/**
 * A wide Gaussian over the region alone: pixels outside take no part. Computed on squares a third of the spread wide and
 * interpolated, which no eye can tell from the exact one at this width.
 */
function blur(pixels: Pixels, region: RedactionRegion): void {
  const sigmaPx = blurSigmaPx(region.faceSizePx)
  const grid = sumCells(pixels, region, Math.max(1, Math.floor(sigmaPx / 3)))
  const smooth = smoothCells(grid, sigmaPx / grid.cellPx)
  forEachMasked(grid.bounds, grid.mask, (x, y) => {
    const at = ((grid.bounds.top + y) * pixels.width + grid.bounds.left + x) * pixels.channels
    const [red, green, blue] = interpolate(smooth, grid, (x + 0.5) / grid.cellPx - 0.5, (y + 0.5) / grid.cellPx - 0.5)
    setColor(pixels.data, at, pixels.channels, red, green, blue)
  })
}

/** Separable normalised convolution of the cell sums: colour sums and pixel counts are smoothed alike. */
function smoothCells(grid: CellGrid, sigmaCells: number): Float64Array {
  const radius = Math.ceil(sigmaCells * 3)
  const kernel = Array.from({ length: radius + 1 }, (_, index) => Math.exp(-(index * index) / (2 * sigmaCells ** 2)))
  const across = convolve(grid.sums, grid.columns, grid.rows, kernel, 1, 0)
  return convolve(across, grid.columns, grid.rows, kernel, 0, 1)
}

function convolve(
  source: Float64Array,
  columns: number,
  rows: number,
  kernel: readonly number[],
  stepX: number,
  stepY: number,
): Float64Array {
  const target = new Float64Array(source.length)
  const radius = kernel.length - 1
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const to = (row * columns + column) * 4
      for (let offset = -radius; offset <= radius; offset++) {
        const fromRow = row + offset * stepY
        const fromColumn = column + offset * stepX
        if (fromRow < 0 || fromRow >= rows || fromColumn < 0 || fromColumn >= columns) continue
        const weight = kernel[Math.abs(offset)] ?? 0
        const from = (fromRow * columns + fromColumn) * 4
        for (let part = 0; part < 4; part++)
          target[to + part] = (target[to + part] ?? 0) + weight * (source[from + part] ?? 0)
      }
    }
  }
  return target
}

function interpolate(smooth: Float64Array, grid: CellGrid, column: number, row: number): [number, number, number] {
  const total = [0, 0, 0, 0]
  const fromColumn = Math.floor(column)
  const fromRow = Math.floor(row)
  for (let y = 0; y < 2; y++) {
    for (let x = 0; x < 2; x++) {
      const atColumn = Math.max(0, Math.min(grid.columns - 1, fromColumn + x))
      const atRow = Math.max(0, Math.min(grid.rows - 1, fromRow + y))
      const weight = (x ? column - fromColumn : 1 - column + fromColumn) * (y ? row - fromRow : 1 - row + fromRow)
      const from = (atRow * grid.columns + atColumn) * 4
      for (let part = 0; part < 4; part++) total[part] = (total[part] ?? 0) + weight * (smooth[from + part] ?? 0)
    }
  }
  const count = Math.max(1e-9, total[3] ?? 0)
  return [(total[0] ?? 0) / count, (total[1] ?? 0) / count, (total[2] ?? 0) / count]
}
