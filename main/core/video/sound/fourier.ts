/** The discrete Fourier transform of a fixed power of two, in place (Cooley and Tukey 1965, decimation in time). */
export class Fourier {
  readonly size: number
  readonly #cosines: Float64Array
  readonly #sines: Float64Array
  readonly #reversed: Uint32Array

  constructor(size: number) {
    this.size = size
    this.#cosines = Float64Array.from({ length: size / 2 }, (_, index) => Math.cos((2 * Math.PI * index) / size))
    this.#sines = Float64Array.from({ length: size / 2 }, (_, index) => Math.sin((2 * Math.PI * index) / size))
    const bits = Math.log2(size)
    this.#reversed = Uint32Array.from({ length: size }, (_, index) => {
      let reversed = 0
      for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit)
      return reversed
    })
  }

  /** Transforms `size` complex numbers. The inverse is the same with both parts exchanged, divided by `size`. */
  transform(real: Float64Array, imaginary: Float64Array): void {
    const { size } = this
    for (let index = 0; index < size; index++) {
      const other = this.#reversed[index] ?? 0
      if (other <= index) continue
      swap(real, index, other)
      swap(imaginary, index, other)
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let start = 0; start < size; start += 2 * half) {
        for (let step = 0; step < half; step++) {
          const cosine = this.#cosines[step * stride] ?? 0
          const sine = this.#sines[step * stride] ?? 0
          const [near, far] = [start + step, start + step + half]
          const [farReal, farImaginary] = [real[far] ?? 0, imaginary[far] ?? 0]
          const [nearReal, nearImaginary] = [real[near] ?? 0, imaginary[near] ?? 0]
          const turnedReal = farReal * cosine + farImaginary * sine
          const turnedImaginary = farImaginary * cosine - farReal * sine
          real[near] = nearReal + turnedReal
          imaginary[near] = nearImaginary + turnedImaginary
          real[far] = nearReal - turnedReal
          imaginary[far] = nearImaginary - turnedImaginary
        }
      }
    }
  }
}

function swap(numbers: Float64Array, a: number, b: number): void {
  const kept = numbers[a] ?? 0
  numbers[a] = numbers[b] ?? 0
  numbers[b] = kept
}
