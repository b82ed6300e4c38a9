import type { Pixels, RandomBytes } from './paint.js'

/** How a picture is bent, see `SensorNoiseSettings`. */
export interface BendSettings {
  readonly bendPx: number
  readonly bendGridPx: number
}

/** The opaque picture with every pixel shifted by an irregular, smoothly changing, small amount. */
export function bend(pixels: Pixels, randomBytes: RandomBytes, settings: BendSettings): Pixels {
  const { width, height } = pixels
  const columns = Math.ceil(width / settings.bendGridPx) + 2
  const rows = Math.ceil(height / settings.bendGridPx) + 2
  const shifts = randomShifts(columns * rows * 2, randomBytes, settings.bendPx)
  const target = new Uint8Array(pixels.data.length)
  const line = new Float64Array(columns * 2)
  for (let y = 0; y < height; y++) {
    blendRows(shifts, line, y / settings.bendGridPx)
    for (let x = 0; x < width; x++) {
      const place = x / settings.bendGridPx
      const node = Math.floor(place) * 2
      const weight = smooth(place - Math.floor(place))
      const shiftX = (line[node] ?? 0) * (1 - weight) + (line[node + 2] ?? 0) * weight
      const shiftY = (line[node + 1] ?? 0) * (1 - weight) + (line[node + 3] ?? 0) * weight
      sample(pixels, x + shiftX, y + shiftY, target, (y * width + x) * 3)
    }
  }
  return { ...pixels, data: target }
}

function randomShifts(count: number, randomBytes: RandomBytes, mostPx: number): Float64Array {
  const random = new Uint8Array(count * 2)
  randomBytes(random)
  return Float64Array.from({ length: count }, (_, index) => {
    const share = ((random[index * 2] ?? 0) * 256 + (random[index * 2 + 1] ?? 0)) / 65_535
    return (share * 2 - 1) * mostPx
  })
}

/** Without a kink where two squares of the grid meet. */
const smooth = (share: number): number => share * share * (3 - 2 * share)

/** The shifts along one row of pixels, between two rows of the grid. */
function blendRows(shifts: Float64Array, line: Float64Array, place: number): void {
  const above = Math.floor(place) * line.length
  const weight = smooth(place - Math.floor(place))
  for (let index = 0; index < line.length; index++) {
    line[index] = (shifts[above + index] ?? 0) * (1 - weight) + (shifts[above + line.length + index] ?? 0) * weight
  }
}

const weightsX = new Float64Array(4)
const weightsY = new Float64Array(4)

/** Cubic interpolation (Keys 1981, a = -1/2) of three channels at a place between pixels; the border is repeated. */
function sample(pixels: Pixels, x: number, y: number, target: Uint8Array, to: number): void {
  const { width, height, data } = pixels
  const left = Math.floor(x)
  const top = Math.floor(y)
  cubicWeights(x - left, weightsX)
  cubicWeights(y - top, weightsY)
  let red = 0
  let green = 0
  let blue = 0
  for (let row = 0; row < 4; row++) {
    const line = Math.max(0, Math.min(height - 1, top + row - 1)) * width
    const weightY = weightsY[row] ?? 0
    for (let column = 0; column < 4; column++) {
      const weight = weightY * (weightsX[column] ?? 0)
      const from = (line + Math.max(0, Math.min(width - 1, left + column - 1))) * 3
      red += weight * (data[from] ?? 0)
      green += weight * (data[from + 1] ?? 0)
      blue += weight * (data[from + 2] ?? 0)
    }
  }
  target[to] = level(red)
  target[to + 1] = level(green)
  target[to + 2] = level(blue)
}

const level = (value: number): number => Math.max(0, Math.min(255, Math.round(value)))

function cubicWeights(share: number, weights: Float64Array): void {
  const square = share * share
  const cube = square * share
  weights[0] = -0.5 * cube + square - 0.5 * share
  weights[1] = 1.5 * cube - 2.5 * square + 1
  weights[2] = -1.5 * cube + 2 * square + 0.5 * share
  weights[3] = 0.5 * cube - 0.5 * square
}
