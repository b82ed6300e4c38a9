// How surely a residual belongs to a reference pattern: normalised correlation, the peak-to-correlation energy over all
// shifts (Goljan 2008), and the same block by block for an examiner who knows that the picture was bent.

/** In-place FFT of one line (Cooley and Tukey), length a power of two. */
function fftLine(re, im, inverse) {
  const count = re.length
  for (let index = 1, reversed = 0; index < count; index++) {
    let bit = count >> 1
    for (; reversed & bit; bit >>= 1) reversed ^= bit
    reversed ^= bit
    if (index < reversed) {
      ;[re[index], re[reversed]] = [re[reversed], re[index]]
      ;[im[index], im[reversed]] = [im[reversed], im[index]]
    }
  }
  for (let length = 2; length <= count; length <<= 1) {
    const angle = ((inverse ? 2 : -2) * Math.PI) / length
    const half = length >> 1
    const cos = Float64Array.from({ length: half }, (_, k) => Math.cos(angle * k))
    const sin = Float64Array.from({ length: half }, (_, k) => Math.sin(angle * k))
    for (let start = 0; start < count; start += length) {
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half]
        const real = re[b] * cos[k] - im[b] * sin[k]
        const imaginary = re[b] * sin[k] + im[b] * cos[k]
        re[b] = re[a] - real
        im[b] = im[a] - imaginary
        re[a] += real
        im[a] += imaginary
      }
    }
  }
}

function fft(field, inverse) {
  const { re, im, width, height } = field
  for (let y = 0; y < height; y++)
    fftLine(re.subarray(y * width, (y + 1) * width), im.subarray(y * width, (y + 1) * width), inverse)
  const [columnRe, columnIm] = [new Float64Array(height), new Float64Array(height)]
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      columnRe[y] = re[y * width + x]
      columnIm[y] = im[y * width + x]
    }
    fftLine(columnRe, columnIm, inverse)
    for (let y = 0; y < height; y++) {
      re[y * width + x] = columnRe[y]
      im[y * width + x] = columnIm[y]
    }
  }
  return field
}

const powerOfTwo = (atLeast) => 2 ** Math.ceil(Math.log2(atLeast))

function padded(data, size) {
  const [width, height] = [powerOfTwo(size.width), powerOfTwo(size.height)]
  const re = new Float64Array(width * height)
  for (let y = 0; y < size.height; y++) re.set(data.subarray(y * size.width, (y + 1) * size.width), y * width)
  return fft({ re, im: new Float64Array(width * height), width, height }, false)
}

/** The correlation of two fields for every shift, wrapped around. */
function crossCorrelation(a, b, size) {
  const [one, other] = [padded(a, size), padded(b, size)]
  for (let at = 0; at < one.re.length; at++) {
    const real = one.re[at] * other.re[at] + one.im[at] * other.im[at]
    one.im[at] = one.im[at] * other.re[at] - one.re[at] * other.im[at]
    one.re[at] = real
  }
  return fft(one, true)
}

/** Normalised correlation without any shift. */
export function correlation(a, b) {
  let [ab, aa, bb] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    ab += a[at] * b[at]
    aa += a[at] ** 2
    bb += b[at] ** 2
  }
  return ab / Math.sqrt(aa * bb + 1e-12)
}

/** Peak-to-correlation energy over all shifts. Above 60 is usually taken for a match. */
export function peakEnergy(a, b, size) {
  const { re, width, height } = crossCorrelation(a, b, size)
  let peak = 0
  for (let at = 0; at < re.length; at++) if (re[at] > re[peak]) peak = at
  const [peakX, peakY] = [peak % width, Math.floor(peak / width)]
  let [energy, count] = [0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distanceX = Math.min(Math.abs(x - peakX), width - Math.abs(x - peakX))
      const distanceY = Math.min(Math.abs(y - peakY), height - Math.abs(y - peakY))
      if (distanceX <= 5 && distanceY <= 5) continue
      energy += re[y * width + x] ** 2
      count++
    }
  }
  return re[peak] ** 2 / (energy / count)
}

/** Shifts at which unrelated noise is measured, far from those where the pattern could be. */
const elsewhere = [-1, 0, 1].flatMap((y) => [-1, 0, 1].flatMap((x) => (x || y ? [[x * 9, y * 9]] : [])))
const farthestPx = 9

/**
 * For an examiner who expects the picture to be bent: each block is shifted by itself, by `reach` pixels at most, to where
 * it fits best. Returns how far, in standard deviations, the sum of the best fits lies above what the same search finds at
 * shifts where the pattern cannot be. About 0 for unrelated pictures; above 5 hardly by chance.
 */
export function bentMatch(a, b, size, blockPx, reach) {
  const border = farthestPx + reach
  let [sum, blocks] = [0, 0]
  for (let top = border; top + blockPx + border <= size.height; top += blockPx) {
    for (let left = border; left + blockPx + border <= size.width; left += blockPx) {
      const best = (offsetX, offsetY) => bestFit(a, b, size, { left, top, blockPx }, { offsetX, offsetY, reach })
      const unrelated = elsewhere.map(([x, y]) => best(x, y))
      const mean = unrelated.reduce((total, value) => total + value, 0) / unrelated.length
      const variance = unrelated.reduce((total, value) => total + (value - mean) ** 2, 0) / (unrelated.length - 1)
      // Cut, so that one block with an unusually even surrounding does not decide alone.
      sum += Math.max(-6, Math.min(6, (best(0, 0) - mean) / Math.sqrt(variance + 1e-12)))
      blocks++
    }
  }
  return sum / Math.sqrt(blocks)
}

function bestFit(a, b, size, block, { offsetX, offsetY, reach }) {
  let best = -Infinity
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++)
      best = Math.max(best, blockProduct(a, b, size, block, offsetX + dx, offsetY + dy))
  return best
}

function blockProduct(a, b, { width }, { left, top, blockPx }, dx, dy) {
  let sum = 0
  for (let y = top; y < top + blockPx; y++) {
    const [from, to] = [y * width + left, (y + dy) * width + left + dx]
    for (let x = 0; x < blockPx; x++) sum += a[from + x] * b[to + x]
  }
  return sum
}
