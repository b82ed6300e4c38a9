// The noise residual of a picture: what a wavelet-domain Wiener filter takes out (Mıhçak, Kozintsev, Ramchandran 1999; the
// filter of Lukáš, Fridrich, Goljan 2006). Grey pictures as Float64Array, both sides multiples of 16.

/** Daubechies' filter of eight taps. */
const low = [
  0.23037781330885523, 0.7148465705525415, 0.6308807679295904, -0.02798376941698385, -0.18703481171888114,
  0.030841381835986965, 0.032883011666982945, -0.010597401784997278,
]
const high = low.map((value, index) => (index % 2 === 0 ? 1 : -1) * low[low.length - 1 - index])
const levels = 4
const windows = [3, 5, 7, 9]

function line(source, start, step, length) {
  return Float64Array.from({ length }, (_, index) => source[start + index * step])
}

function analyse(values) {
  const half = values.length / 2
  const result = new Float64Array(values.length)
  for (let index = 0; index < half; index++) {
    let [smooth, detail] = [0, 0]
    for (let tap = 0; tap < low.length; tap++) {
      const value = values[(2 * index + tap) % values.length]
      smooth += low[tap] * value
      detail += high[tap] * value
    }
    result[index] = smooth
    result[half + index] = detail
  }
  return result
}

function synthesise(values) {
  const half = values.length / 2
  const result = new Float64Array(values.length)
  for (let index = 0; index < half; index++) {
    for (let tap = 0; tap < low.length; tap++) {
      result[(2 * index + tap) % values.length] += low[tap] * values[index] + high[tap] * values[half + index]
    }
  }
  return result
}

/** Applies a transform of lines to all rows and columns of the upper left corner. */
function both(data, stride, width, height, transform) {
  for (let y = 0; y < height; y++) data.set(transform(line(data, y * stride, 1, width)), y * stride)
  for (let x = 0; x < width; x++) {
    const column = transform(line(data, x, stride, height))
    for (let y = 0; y < height; y++) data[y * stride + x] = column[y]
  }
}

/** The mean of squares over a square window at each place. */
function localEnergy(data, stride, band, size) {
  const { left, top, width, height } = band
  const sums = new Float64Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += data[(top + y) * stride + left + x] ** 2
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row
    }
  }
  const reach = (size - 1) / 2
  return (x, y) => {
    const [x0, x1] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)]
    const [y0, y1] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)]
    const sum =
      sums[y1 * (width + 1) + x1] -
      sums[y0 * (width + 1) + x1] -
      sums[y1 * (width + 1) + x0] +
      sums[y0 * (width + 1) + x0]
    return sum / ((x1 - x0) * (y1 - y0))
  }
}

/** Leaves of one subband what is noise of the given variance. */
function keepNoise(data, stride, band, variance) {
  const energies = windows.map((size) => localEnergy(data, stride, band, size))
  const kept = new Float64Array(band.width * band.height)
  for (let y = 0; y < band.height; y++) {
    for (let x = 0; x < band.width; x++) {
      const signal = Math.max(0, Math.min(...energies.map((energy) => energy(x, y))) - variance)
      kept[y * band.width + x] = (data[(band.top + y) * stride + band.left + x] * variance) / (signal + variance)
    }
  }
  for (let y = 0; y < band.height; y++)
    data.set(kept.subarray(y * band.width, (y + 1) * band.width), (band.top + y) * stride + band.left)
}

export function noiseResidual(grey, { width, height }, sigma = 3) {
  const data = Float64Array.from(grey)
  for (let level = 0; level < levels; level++) both(data, width, width >> level, height >> level, analyse)
  for (let level = 0; level < levels; level++) {
    const [halfWidth, halfHeight] = [width >> (level + 1), height >> (level + 1)]
    const bands = [
      { left: halfWidth, top: 0, width: halfWidth, height: halfHeight },
      { left: 0, top: halfHeight, width: halfWidth, height: halfHeight },
      { left: halfWidth, top: halfHeight, width: halfWidth, height: halfHeight },
    ]
    for (const band of bands) keepNoise(data, width, band, sigma ** 2)
  }
  for (let y = 0; y < height >> levels; y++) data.fill(0, y * width, y * width + (width >> levels))
  for (let level = levels - 1; level >= 0; level--) bothBack(data, width, width >> level, height >> level)
  return withoutLines(data, { width, height })
}

function bothBack(data, stride, width, height) {
  for (let x = 0; x < width; x++) {
    const column = synthesise(line(data, x, stride, height))
    for (let y = 0; y < height; y++) data[y * stride + x] = column[y]
  }
  for (let y = 0; y < height; y++) data.set(synthesise(line(data, y * stride, 1, width)), y * stride)
}

/** Zero mean in every row and column: what all cameras of a kind share is no fingerprint (Chen et al. 2008). */
export function withoutLines(data, { width, height }) {
  for (let y = 0; y < height; y++) {
    let sum = 0
    for (let x = 0; x < width; x++) sum += data[y * width + x]
    for (let x = 0; x < width; x++) data[y * width + x] -= sum / width
  }
  for (let x = 0; x < width; x++) {
    let sum = 0
    for (let y = 0; y < height; y++) sum += data[y * width + x]
    for (let y = 0; y < height; y++) data[y * width + x] -= sum / height
  }
  return data
}
