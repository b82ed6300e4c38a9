import type { Finding } from '../../core/verdict/finding.js'

/** So many findings say all there is to say; a hostile file could make millions. */
const maxFindings = 200

/** Collects what a walker finds. Names come from the file and are made printable before they are kept. */
export interface FindingList {
  unexpectedPart(part: string, offsetBytes: number, sizeBytes: number): void
  unaccountedBytes(offsetBytes: number, sizeBytes: number): void
  malformedPart(part: string, offsetBytes: number): void
  hiddenPicture(part: string): void
  readonly findings: readonly Finding[]
}

export function createFindingList(): FindingList {
  const findings: Finding[] = []
  const add = (finding: Finding) => {
    if (findings.length < maxFindings) findings.push(finding)
  }
  return {
    unexpectedPart: (part, offsetBytes, sizeBytes) =>
      add({ code: 'unexpected-part', part: printable(part), offsetBytes, sizeBytes }),
    unaccountedBytes: (offsetBytes, sizeBytes) => {
      if (sizeBytes > 0) add({ code: 'unaccounted-bytes', offsetBytes, sizeBytes })
    },
    malformedPart: (part, offsetBytes) => add({ code: 'malformed-part', part: printable(part), offsetBytes }),
    hiddenPicture: (part) => add({ code: 'hidden-picture', part: printable(part) }),
    findings,
  }
}

/** Names of parts may hold any bytes: everything but printable ASCII becomes a full stop. */
const printable = (name: string): string => name.slice(0, 60).replaceAll(/[^ -~]/g, '.')
