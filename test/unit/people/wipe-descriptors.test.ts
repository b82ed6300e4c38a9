import { expect, test } from 'vitest'
import { wipeDescriptors } from '../../../main/engine/worker/wipe-descriptors.js'
import { described, descriptorAt } from './support.js'

const isWiped = (descriptor: Float32Array): boolean => descriptor.every((number) => number === 0)

test('what tells people apart is overwritten wherever it is in a message, and nothing else is', () => {
  const reference = descriptorAt(0.3)
  const face = described(0.7)
  const boxes = Uint8Array.of(1, 2, 3)
  const times = Float64Array.of(0.5)
  const call = { name: 'video-recognize', request: { item: 'a', people: [{ references: [reference] }] } }
  const result = { ok: true, value: [{ frame: 0, descriptions: [undefined, face], boxes, times, none: null }] }
  wipeDescriptors([call, result])
  expect([reference, face.descriptor].every(isWiped)).toBe(true)
  expect(face.quality).toEqual(described(0.7).quality)
  expect([boxes, times]).toEqual([Uint8Array.of(1, 2, 3), Float64Array.of(0.5)])
})
