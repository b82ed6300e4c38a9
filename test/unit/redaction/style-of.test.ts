import { describe, expect, it } from 'vitest'
import { lookOf, styleOf } from '../../../main/core/redaction/style-of.js'
import type { RedactionLook, RedactionRegion } from '../../../main/core/redaction/types.js'

const look: RedactionLook = { style: 'pixelate', color: { red: 1, green: 2, blue: 3 } }
const region = (faceSizePx: number): RedactionRegion => ({
  parts: [{ left: 0, top: 0, width: 100, height: 100 }],
  faceSizePx,
})
const size = { width: 1000, height: 800 }

describe('how a region is covered', () => {
  it('is as asked for, where the face is large enough in the finished picture', () => {
    expect(styleOf(region(48), look, size, size)).toBe('pixelate')
    expect(styleOf(region(47), look, size, size)).toBe('fill')
    expect(styleOf(region(90), look, size, { width: 500, height: 400 })).toBe('fill')
    expect(styleOf(region(96), look, size, { width: 500, height: 400 })).toBe('pixelate')
  })

  it('is an even fill in everything that moves', () => {
    expect(lookOf(look, true)).toEqual({ ...look, style: 'fill' })
    expect(lookOf(look, false)).toEqual(look)
  })
})
