import { describe, expect, it } from 'vitest'
import { VoiceDistorter } from '../../../../main/core/video/sound/distort-voice.js'
import { Fourier } from '../../../../main/core/video/sound/fourier.js'
import { VoicePath } from '../../../../main/core/video/sound/voice-path.js'

const rate = 48_000

/** A small linear congruential generator: unpredictable enough here, and the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A vowel: the partials of one pitch under one broad resonance. */
function vowel(pitchHz: number, resonanceHz: number, seconds: number): Float32Array {
  const samples = new Float32Array(rate * seconds)
  for (let partial = 1; partial * pitchHz < 6_000; partial++) {
    const hz = partial * pitchHz
    const level = 0.2 * Math.exp(-(((hz - resonanceHz) / 300) ** 2)) + 0.004
    for (let index = 0; index < samples.length; index++)
      samples[index] = (samples[index] ?? 0) + level * Math.sin((2 * Math.PI * hz * index) / rate + partial)
  }
  return samples
}

function distorted(samples: Float32Array, seed: number, pieceSamples = 960): Float32Array {
  const distorter = new VoiceDistorter(rate, seeded(seed))
  const pieces: Float32Array[] = []
  for (let at = 0; at < samples.length; at += pieceSamples)
    pieces.push(distorter.push(samples.subarray(at, at + pieceSamples)))
  pieces.push(distorter.end())
  return Float32Array.from(pieces.flatMap((piece) => [...piece]))
}

function spectrum(samples: Float32Array, start: number): number[] {
  const size = 8192
  const real = Float64Array.from(
    { length: size },
    (_, index) => (samples[start + index] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size)),
  )
  const imaginary = new Float64Array(size)
  new Fourier(size).transform(real, imaginary)
  return Array.from({ length: size / 2 }, (_, index) => Math.hypot(real[index] ?? 0, imaginary[index] ?? 0))
}

const hzOf = (bin: number): number => (bin * rate) / 8192

/** The pitch whose partials hold most of the sound. */
function pitchAt(samples: Float32Array, start: number): number {
  const levels = spectrum(samples, start)
  let best = { hz: 0, level: 0 }
  for (let hz = 70; hz < 260; hz += 0.5) {
    let level = 0
    for (let partial = 1; partial <= 12; partial++)
      level += Math.sqrt(levels[Math.round((hz * partial * 8192) / rate)] ?? 0)
    if (level > best.level) best = { hz, level }
  }
  return best.hz
}

/** Where most of the sound lies: the centre of its spectrum. */
function resonanceAt(samples: Float32Array, start: number): number {
  const levels = spectrum(samples, start).map((level) => level ** 2)
  const total = levels.reduce((sum, level) => sum + level, 0)
  return levels.reduce((sum, level, bin) => sum + level * hzOf(bin), 0) / total
}

const moments = [0.7, 1.4, 2.1].map((seconds) => seconds * rate)

describe('Fourier', () => {
  it('finds a frequency, and comes back by exchanging the parts', () => {
    const real = Float64Array.from({ length: 64 }, (_, index) => Math.cos((2 * Math.PI * 5 * index) / 64))
    const imaginary = new Float64Array(64)
    const fourier = new Fourier(64)
    fourier.transform(real, imaginary)
    expect(real[5]).toBeCloseTo(32)
    expect(real[6]).toBeCloseTo(0)
    fourier.transform(imaginary, real)
    expect((real[3] ?? 0) / 64).toBeCloseTo(Math.cos((2 * Math.PI * 15) / 64))
  })
})

describe('VoiceDistorter', () => {
  const original = vowel(120, 1_000, 2.5)

  it('keeps the length, whatever pieces come', () => {
    for (const length of [0, 1, 100, 2047, 2048, 5000, 48_123])
      expect(distorted(original.subarray(0, length), 1, 777)).toHaveLength(length)
  })

  it('keeps the time of a sound', () => {
    const late = new Float32Array(rate * 2)
    late.set(vowel(150, 900, 0.2), rate)
    const output = distorted(late, 5)
    const loud = output.findIndex((sample) => Math.abs(sample) > 0.05)
    expect(Math.abs(loud - rate)).toBeLessThan(0.05 * rate)
  })

  it('moves pitch and resonance away from the original, by amounts that change', () => {
    const output = distorted(original, 7)
    const pitches = moments.map((moment) => pitchAt(output, moment))
    const resonances = moments.map((moment) => resonanceAt(output, moment))
    for (const pitch of pitches) expect(Math.abs(Math.log2(pitch / 120))).toBeGreaterThan(0.15)
    const moved = resonances.map((resonance) => Math.abs(Math.log2(resonance / 1_000)))
    expect(moved.reduce((sum, octaves) => sum + octaves, 0) / moved.length).toBeGreaterThan(0.08)
    expect(Math.max(...pitches) / Math.min(...pitches)).toBeGreaterThan(1.02)
    expect(Math.max(...resonances) / Math.min(...resonances)).toBeGreaterThan(1.02)
  })

  it('changes the two independently: what undoes the one does not undo the other', () => {
    const output = distorted(original, 11)
    const factors = moments.map(
      (moment) => pitchAt(output, moment) / 120 / (resonanceAt(output, moment) / resonanceAt(original, moment)),
    )
    expect(Math.max(...factors) / Math.min(...factors)).toBeGreaterThan(1.02)
  })

  it('does so otherwise each time', () => {
    const [one, other] = [distorted(original, 21), distorted(original, 22)]
    expect(moments.some((moment) => Math.abs(pitchAt(one, moment) / pitchAt(other, moment) - 1) > 0.02)).toBe(true)
  })

  it('leaves silence silent', () => {
    expect(Math.max(...distorted(new Float32Array(10_000), 3).map(Math.abs))).toBeLessThan(1e-6)
  })
})

describe('VoicePath', () => {
  it('stays on its side, away from the original, and turns often', () => {
    for (let seed = 1; seed < 40; seed++) {
      const path = new VoicePath(seeded(seed * 7_919))
      const changes = Array.from({ length: 400 }, (_, index) => path.at(index * 0.05))
      const sides = new Set(changes.map(({ pitch }) => Math.sign(Math.log2(pitch))))
      expect(sides.size).toBe(1)
      for (const { pitch, formants } of changes) {
        expect(Math.abs(Math.log2(pitch))).toBeGreaterThan(0.2)
        expect(Math.abs(Math.log2(formants))).toBeGreaterThan(0.1)
      }
      const still = changes.filter(
        ({ pitch }, index) => index > 0 && Math.abs(pitch - (changes[index - 1]?.pitch ?? 0)) < 1e-9,
      )
      expect(still.length).toBeLessThan(40)
    }
  })
})
