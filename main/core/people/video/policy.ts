/** When a face that is followed through a video stays visible, beside what `KeepPolicy` asks of each look at it. */
export interface KeepTrackPolicy {
  /** A track that may be a person to keep is looked at this often; one that is clearly somebody else less often. */
  readonly sampleSeconds: number
  readonly strangerSampleSeconds: number
  /** Two samples farther apart say nothing of the time between them. */
  readonly maxSampleSeconds: number
  /** In a longer gap between two sightings the track is not steady, */
  readonly maxGapSeconds: number
  /** nor where a sighting overlaps the place where the last two lead by less than this. */
  readonly leastStepIou: number
  /** While the person is recognised, every sighting of a lower score is looked at. */
  readonly lowScore: number
  /** A sighting of a still lower score may be anything: it ends a stretch, and nobody is near because of one. */
  readonly leastScore: number
  /**
   * Another track is near where the middles are closer than this many face sizes: tracking could confuse the two, so
   * that every sighting of the person is looked at. The other counts this long before it is first seen and after it is
   * last seen.
   */
  readonly nearSizes: number
  readonly nearSeconds: number
  /** A stretch that is shorter, or bounded by fewer samples, is covered. */
  readonly leastSeconds: number
  readonly leastSamples: number
  /** Of the time for which samples of an unbroken track say something, they must be sure for this share. */
  readonly leastMatchingShare: number
  /** A track that is steady and alone for this long beside a stretch is the same person there. */
  readonly joinSeconds: number
}

export const keepTrackPolicy: KeepTrackPolicy = {
  sampleSeconds: 0.25,
  strangerSampleSeconds: 1,
  maxSampleSeconds: 0.35,
  maxGapSeconds: 0.2,
  leastStepIou: 0.4,
  lowScore: 0.3,
  leastScore: 0.1,
  nearSizes: 1.2,
  nearSeconds: 0.5,
  leastSeconds: 0.5,
  leastSamples: 3,
  leastMatchingShare: 0.5,
  joinSeconds: 0.5,
}
