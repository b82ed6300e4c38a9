import { expect, it } from 'vitest'
import { isOlderThanSystem } from '../../../main/engine/files/staging-folder.js'

const nowMs = Date.UTC(2026, 10, 22)
const hourMs = 3_600_000

it('a staging folder from before the system started belongs to nobody, whoever has its process’s number', () => {
  expect(isOlderThanSystem(nowMs - 5 * hourMs, nowMs, 2 * 3_600)).toBe(true)
})

it('one from after that, or from about then, may be in use', () => {
  expect(isOlderThanSystem(nowMs - hourMs, nowMs, 2 * 3_600)).toBe(false)
  expect(isOlderThanSystem(nowMs - 2 * hourMs - 60_000, nowMs, 2 * 3_600)).toBe(false)
  expect(isOlderThanSystem(nowMs + hourMs, nowMs, 2 * 3_600)).toBe(false)
})
