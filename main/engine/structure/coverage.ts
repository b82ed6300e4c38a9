import { u8 } from './bytes.js'
import type { FindingList } from './finding-list.js'

/** Which bytes of a file some part of it refers to, for formats whose parts lie anywhere. */
export interface Coverage {
  /** Notes that `part` claims these bytes. What reaches beyond the file is a finding and is cut. */
  claim(part: string, start: number, end: number): void
  /**
   * Reports gaps and bytes claimed twice between `start` and `end`. Where `aligned` is set, one zero byte may stand
   * between two parts so that the next begins at an even offset.
   */
  report(start: number, end: number, aligned: boolean): void
}

interface Claim {
  readonly part: string
  readonly start: number
  readonly end: number
}

export function createCoverage(bytes: Uint8Array, findings: FindingList): Coverage {
  const claims: Claim[] = []
  return {
    claim(part, start, end) {
      if (start < 0 || end > bytes.length || end < start) findings.malformedPart(part, Math.max(0, start))
      const from = Math.max(0, Math.min(start, bytes.length))
      const to = Math.min(end, bytes.length)
      if (to > from) claims.push({ part, start: from, end: to })
    },
    report(start, end, aligned) {
      let reached = start
      for (const claim of claims.sort((a, b) => a.start - b.start || a.end - b.end)) {
        if (claim.start < reached) findings.malformedPart(claim.part, claim.start)
        const isPadding = aligned && claim.start === reached + 1 && reached % 2 === 1 && u8(bytes, reached) === 0
        if (!isPadding) findings.unaccountedBytes(reached, claim.start - reached)
        reached = Math.max(reached, claim.end)
      }
      findings.unaccountedBytes(reached, end - reached)
    },
  }
}
