import type { Sighting } from './link.js'
import type { FaceTrack, Scene, TrackedPiece } from './track-faces.js'

/** Left, top, width, height, score. */
const numbersPerSighting = 5

/**
 * The tracks of one piece as plain numbers, a tenth of what they take as objects: an hour of a crowd has millions of
 * sightings. Boxes and scores come back as they were if they were 32-bit numbers, as those of a `FrameRecord` are.
 */
export class PackedTracks implements Scene {
  readonly first: number
  readonly last: number
  readonly #scene: Scene
  readonly #confidences: Float64Array
  /** Where each track's sightings end. */
  readonly #ends: Uint32Array
  readonly #frames: Uint32Array
  readonly #numbers: Float32Array

  constructor({ first, last, tracks }: TrackedPiece) {
    const count = tracks.reduce((sum, { sightings }) => sum + sightings.length, 0)
    this.first = first
    this.last = last
    this.#scene = tracks[0]?.scene ?? { first, last }
    this.#confidences = Float64Array.from(tracks, ({ confidence }) => confidence)
    this.#ends = new Uint32Array(tracks.length)
    this.#frames = new Uint32Array(count)
    this.#numbers = new Float32Array(count * numbersPerSighting)
    let at = 0
    tracks.forEach(({ sightings }, track) => {
      for (const { frame, observation } of sightings) {
        const { box, score } = observation
        this.#frames[at] = frame
        this.#numbers.set([box.x, box.y, box.width, box.height, score], at++ * numbersPerSighting)
      }
      this.#ends[track] = at
    })
  }

  *tracks(): Generator<FaceTrack, void, undefined> {
    for (let track = 0; track < this.#ends.length; track++) {
      const start = track === 0 ? 0 : (this.#ends[track - 1] ?? 0)
      const sightings = Array.from({ length: (this.#ends[track] ?? start) - start }, (_, index) =>
        this.#sighting(start + index),
      )
      yield { sightings, confidence: this.#confidences[track] ?? 0, scene: this.#scene }
    }
  }

  #sighting(at: number): Sighting {
    const start = at * numbersPerSighting
    const number = (offset: number): number => this.#numbers[start + offset] ?? 0
    const box = { x: number(0), y: number(1), width: number(2), height: number(3) }
    return { frame: this.#frames[at] ?? 0, observation: { box, score: number(4) } }
  }
}
