/** How a voice is changed at one moment. */
export interface VoiceChange {
  /** What frequencies of the voice's folds are multiplied by. */
  readonly pitch: number
  /** The same for the resonances of throat and mouth, which tell people apart as well as pitch does. */
  readonly formants: number
}

/** Octaves away from the original, on one side of it. */
const pitchOctaves = { least: 0.22, most: 0.5 }
const formantOctaves = { least: 0.16, most: 0.34 }
/** Seconds from one turning point to the next: shorter than a sentence, longer than a sound. */
const turnSeconds = { least: 0.2, most: 0.8 }

const between = ({ least, most }: { least: number; most: number }, share: number): number =>
  least + (most - least) * share

/**
 * A random walk of pitch and formants. A constant shift is undone by shifting back; here the shift is another one at
 * every moment and is kept nowhere. Each goes to its own side, for the whole clip, because jumps make speech unclear.
 */
export class VoicePath {
  readonly #random: () => number
  readonly #pitchSide: 1 | -1
  readonly #formantSide: 1 | -1
  #from: readonly [number, number]
  #to: readonly [number, number]
  #fromSeconds = 0
  #toSeconds = 0

  /** `random` gives unpredictable numbers from 0 up to, not including, 1. */
  constructor(random: () => number) {
    this.#random = random
    this.#pitchSide = random() < 0.5 ? 1 : -1
    this.#formantSide = random() < 0.5 ? 1 : -1
    this.#from = this.#turn()
    this.#to = this.#from
  }

  /** The change at a moment; moments are asked for in order. */
  at(seconds: number): VoiceChange {
    while (seconds >= this.#toSeconds) {
      this.#from = this.#to
      this.#fromSeconds = this.#toSeconds
      this.#to = this.#turn()
      this.#toSeconds += between(turnSeconds, this.#random())
    }
    const share = (seconds - this.#fromSeconds) / (this.#toSeconds - this.#fromSeconds)
    const mix = (index: 0 | 1): number => 2 ** (this.#from[index] + (this.#to[index] - this.#from[index]) * share)
    return { pitch: mix(0), formants: mix(1) }
  }

  #turn(): readonly [number, number] {
    return [
      this.#pitchSide * between(pitchOctaves, this.#random()),
      this.#formantSide * between(formantOctaves, this.#random()),
    ]
  }
}
