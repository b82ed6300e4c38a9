import { describe, expect, it } from 'vitest'
import { judge, requiredExaminations } from '../../../main/core/verdict/verdict.js'

const evidence = { performed: requiredExaminations, findings: [], sha256: 'aa', sizeBytes: 10 }

describe('judge', () => {
  it('gives a verdict only after every examination', () => {
    expect(judge(evidence)).toMatchObject({ ok: true, value: { sha256: 'aa' } })
    for (const left of requiredExaminations) {
      const performed = requiredExaminations.filter((name) => name !== left)
      expect(() => judge({ ...evidence, performed })).toThrow(left)
    }
  })

  it('gives none while anything was found', () => {
    expect(judge({ ...evidence, findings: [{ code: 'undecodable' }] })).toEqual({
      ok: false,
      error: [{ code: 'undecodable' }],
    })
  })
})
