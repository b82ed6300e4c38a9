import { Fourier } from './fourier.js'
import { VoicePath } from './voice-path.js'

/** Samples of one look at the sound and from one to the next: 43 and 11 ms at 48 kHz. */
const frameSamples = 2048
const hopSamples = 512
const bins = frameSamples / 2 + 1
/** The squares of the window's overlapping copies add up to this. */
const windowSum = 1.5
/**
 * Coefficients of the cepstrum that make the envelope: what lies above tells the folds' frequency. So few also blur what is
 * finest in the resonances, which is gone for good.
 */
const envelopeCoefficients = 110
const envelopeRounds = 6

/** Fades out over the last fifth, so that the envelope does not ring. */
const keptShare = (coefficient: number): number =>
  Math.max(0, Math.min(1, (envelopeCoefficients - coefficient) / (envelopeCoefficients * 0.2)))

/** Phases are moved by up to this much at random, in radians, so that no filter finds the original waves again. */
const phaseJitter = 0.5

/**
 * Changes the pitch and the formants of speech by amounts that vary at random: a phase vocoder (Flanagan and Golden 1966)
 * moves the partials, and the spectral envelope, taken from the cepstrum (Oppenheim and Schafer 2009, chapter 13), is laid
 * over them at other frequencies. The output has as many samples as the input, at the same times.
 */
export class VoiceDistorter {
  readonly #sampleRate: number
  readonly #random: () => number
  readonly #path: VoicePath
  readonly #fourier = new Fourier(frameSamples)
  readonly #window = Float64Array.from(
    { length: frameSamples },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / frameSamples),
  )
  readonly #real = new Float64Array(frameSamples)
  readonly #imaginary = new Float64Array(frameSamples)
  readonly #magnitudes = new Float64Array(bins)
  readonly #levels = new Float64Array(bins)
  readonly #envelope = new Float64Array(bins)
  readonly #lastPhases = new Float64Array(bins)
  readonly #phases = new Float64Array(bins)
  /** Which bin each one's partial came from, 0 for none. */
  readonly #movedFrom = new Uint16Array(bins)
  readonly #movedPlaces = new Float64Array(bins)
  readonly #overlap = new Float64Array(frameSamples)
  #input = new Float32Array(frameSamples - hopSamples)
  /** Of the present frame. */
  #energy = 0
  #frames = 0
  #taken = 0
  #given = 0
  /** Samples left out so far because they lie before the sound. */
  #early = 0

  /** `random` gives unpredictable numbers from 0 up to, not including, 1. */
  constructor(sampleRate: number, random: () => number) {
    this.#sampleRate = sampleRate
    this.#random = random
    this.#path = new VoicePath(random)
  }

  /** Takes one channel of samples and gives those that are ready. */
  push(samples: Float32Array): Float32Array {
    this.#taken += samples.length
    return this.#process(samples)
  }

  /** What is left when the sound has ended. */
  end(): Float32Array {
    const missing = this.#taken - this.#given
    return this.#process(new Float32Array(frameSamples)).subarray(0, missing)
  }

  #process(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#input.length + samples.length)
    input.set(this.#input)
    input.set(samples, this.#input.length)
    const hops = Math.max(0, Math.floor((input.length - frameSamples) / hopSamples) + 1)
    const output = new Float32Array(hops * hopSamples)
    for (let hop = 0; hop < hops; hop++) {
      this.#changeFrame(input.subarray(hop * hopSamples, hop * hopSamples + frameSamples))
      for (let index = 0; index < hopSamples; index++) {
        const sample = (this.#overlap[index] ?? 0) / windowSum
        output[hop * hopSamples + index] = Math.max(-1, Math.min(1, sample))
      }
      this.#overlap.copyWithin(0, hopSamples)
      this.#overlap.fill(0, frameSamples - hopSamples)
    }
    this.#input = input.slice(hops * hopSamples)
    // The first frames begin before the sound does.
    const early = Math.min(output.length, Math.max(0, frameSamples - hopSamples - this.#early))
    this.#early += early
    const ready = output.subarray(early)
    this.#given += ready.length
    return ready
  }

  #changeFrame(frame: Float32Array): void {
    for (let index = 0; index < frameSamples; index++) {
      this.#real[index] = (frame[index] ?? 0) * (this.#window[index] ?? 0)
      this.#imaginary[index] = 0
    }
    this.#fourier.transform(this.#real, this.#imaginary)
    const change = this.#path.at((this.#frames++ * hopSamples) / this.#sampleRate)
    this.#movePartials(change.pitch)
    this.#findEnvelope()
    this.#synthesize(change.formants)
  }

  /** Measures the true frequency of each partial from the advance of its phase, and moves it. */
  #movePartials(pitch: number): void {
    this.#movedFrom.fill(0)
    this.#energy = 0
    for (let bin = 0; bin < bins; bin++) {
      const [real, imaginary] = [this.#real[bin] ?? 0, this.#imaginary[bin] ?? 0]
      const phase = Math.atan2(imaginary, real)
      const expected = (2 * Math.PI * bin * hopSamples) / frameSamples
      const advance = wrapped(phase - (this.#lastPhases[bin] ?? 0) - expected)
      this.#lastPhases[bin] = phase
      this.#magnitudes[bin] = Math.hypot(real, imaginary)
      this.#energy += real ** 2 + imaginary ** 2
      const place = bin + (advance * frameSamples) / (2 * Math.PI * hopSamples)
      const moved = Math.round(bin * pitch)
      if (moved >= bins) continue
      this.#movedFrom[moved] = bin
      this.#movedPlaces[moved] = place * pitch
    }
  }

  /**
   * The smooth course along the tops of the partials ("true envelope", Röbel and Rodet 2005): the low coefficients of the
   * cepstrum, of a spectrum whose valleys are filled up again and again. Leaves the transform's arrays overwritten.
   */
  #findEnvelope(): void {
    const levels = this.#levels
    for (let bin = 0; bin < bins; bin++) levels[bin] = Math.log((this.#magnitudes[bin] ?? 0) + 1e-9)
    for (let round = 0; round < envelopeRounds; round++) {
      this.#smooth(levels)
      for (let bin = 0; bin < bins; bin++) levels[bin] = Math.max(levels[bin] ?? 0, this.#real[bin] ?? 0)
    }
    for (let bin = 0; bin < bins; bin++) this.#envelope[bin] = Math.exp(this.#real[bin] ?? 0)
  }

  /** Puts the smoothed levels into the transform's real part. */
  #smooth(levels: Float64Array): void {
    for (let index = 0; index < frameSamples; index++) {
      this.#real[index] = levels[index < bins ? index : frameSamples - index] ?? 0
      this.#imaginary[index] = 0
    }
    this.#fourier.transform(this.#real, this.#imaginary)
    for (let index = 0; index < frameSamples; index++) {
      const distance = Math.min(index, frameSamples - index)
      this.#real[index] = ((this.#real[index] ?? 0) * keptShare(distance)) / frameSamples
      this.#imaginary[index] = 0
    }
    this.#fourier.transform(this.#real, this.#imaginary)
  }

  #synthesize(formants: number): void {
    this.#real.fill(0)
    this.#imaginary.fill(0)
    let energy = 0
    for (let bin = 0; bin < bins; bin++) {
      const source = this.#movedFrom[bin] ?? 0
      const jitter = (this.#random() - 0.5) * 2 * phaseJitter
      const advance = (2 * Math.PI * hopSamples * (this.#movedPlaces[bin] ?? 0)) / frameSamples
      const phase = wrapped((this.#phases[bin] ?? 0) + advance)
      this.#phases[bin] = phase
      if (source === 0) continue
      const flat = (this.#magnitudes[source] ?? 0) / Math.max(1e-9, this.#envelope[source] ?? 0)
      const magnitude = Math.min(flat, flatLimit) * this.#envelopeAt(bin / formants)
      energy += magnitude ** 2
      this.#real[bin] = magnitude * Math.cos(phase + jitter)
      // Half a spectrum, doubled, gives the waves as the real part. The inverse is the transform of the conjugate.
      this.#imaginary[bin] = -magnitude * Math.sin(phase + jitter)
    }
    const gain = 2 * Math.min(mostGain, Math.sqrt(this.#energy / Math.max(1e-12, energy)))
    this.#fourier.transform(this.#real, this.#imaginary)
    for (let index = 0; index < frameSamples; index++) {
      const sample = (gain * (this.#real[index] ?? 0)) / frameSamples
      this.#overlap[index] = (this.#overlap[index] ?? 0) + sample * (this.#window[index] ?? 0)
    }
  }

  #envelopeAt(place: number): number {
    const low = Math.floor(place)
    if (low + 1 >= bins) return 0
    const share = place - low
    return (this.#envelope[low] ?? 0) * (1 - share) + (this.#envelope[low + 1] ?? 0) * share
  }
}

/** A partial stands out from the envelope by no more than this. */
const flatLimit = 3
/** Moved partials are brought to the loudness of the original by no more than this factor. */
const mostGain = 4

const wrapped = (phase: number): number => phase - 2 * Math.PI * Math.round(phase / (2 * Math.PI))
