import { expect, test } from 'vitest'
import { keptStretches } from '../../../main/core/people/video/kept-stretches.js'
import type { KeptPerson } from '../../../main/core/review/kept-tracks.js'

test('what is visible of people is reported stretch by stretch, with a sign of life for each', () => {
  const box = { x: 0.2, y: 0.2, width: 0.1, height: 0.2 }
  const person = (from: number): KeptPerson => ({
    reason: 'consented',
    sightings: Array.from({ length: 11 }, (_, at) => ({ frame: from + at, seconds: (from + at) / 10, box })),
  })
  const people = [0, 100, 200].map(person)
  const events: string[] = []
  const stretches = keptStretches(
    people,
    (frame) => {
      events.push('frame')
      // A stranger walks past the second one, and before the third all the time.
      return (frame >= 100 && frame < 105) || frame >= 200 ? [{ box, confidence: 1, uncertain: false }] : []
    },
    () => events.push('stretch'),
  )
  expect(new Set(stretches.map(({ reason }) => reason))).toEqual(new Set(['consented']))
  expect(stretches.map(({ stretch }) => stretch?.visibleSeconds.toFixed(1))).toEqual(['1.0', '0.5'])
  expect(events.join(' ').split('stretch').slice(1)).toHaveLength(people.length)
  expect(events[0]).toBe('stretch')
})
