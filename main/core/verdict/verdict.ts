import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import type { Finding } from './finding.js'

/** Every examination that a finished file must have passed. */
export const requiredExaminations = ['structure', 'metadata', 'decode', 'coverage', 'faces'] as const
export type ExaminationName = (typeof requiredExaminations)[number]

/** What the examinations of one finished file, re-read from disk, brought. */
export interface Evidence {
  readonly performed: readonly ExaminationName[]
  readonly findings: readonly Finding[]
  /** SHA-256 of the bytes that were examined, lower-case hex. */
  readonly sha256: string
  readonly sizeBytes: number
}

declare const proof: unique symbol

/** Proof that a file was examined and nothing was found. Only `judge` makes one. */
export interface Verdict {
  readonly [proof]: true
  readonly performed: readonly ExaminationName[]
  readonly sha256: string
  readonly sizeBytes: number
}

/** A verdict, where every required examination was made and none found anything; else what stands against the file. */
export function judge(evidence: Evidence): Result<Verdict, readonly Finding[]> {
  if (evidence.findings.length > 0) return err(evidence.findings)
  const missing = requiredExaminations.filter((name) => !evidence.performed.includes(name))
  if (missing.length > 0) throw new Error(`examinations not performed: ${missing.join(', ')}`)
  const { performed, sha256, sizeBytes } = evidence
  return ok({ performed, sha256, sizeBytes } as Verdict)
}
