import type { Finding } from './finding.js'

/** What a person has to know of an examined file although it does not keep the file from being published. */
export type Remark =
  /** A video has sound: voices identify people, also those of people who are not seen. */
  | { readonly code: 'sound' }
  /** Faces were looked for in so many of a video's frames, not in each. */
  | { readonly code: 'frames-sampled'; readonly looked: number; readonly frames: number }

/** What examining a file that somebody else made brought. */
export interface Audit {
  readonly findings: readonly Finding[]
  readonly remarks: readonly Remark[]
}
