import { describe, expect, it } from 'vitest'
import type { InputFormat } from '../../../main/core/media/formats.js'
import { targetFormat } from '../../../main/core/media/target-format.js'
import type { MediaInfo } from '../../../main/core/ports.js'

const info = (format: InputFormat, frames: number, animated: boolean, width = 100): MediaInfo => ({
  format,
  size: { width, height: 50 },
  frames: Array.from({ length: frames }, () => ({ width, height: 50 })),
  animated,
  hasAlpha: false,
  grid: { offsetX: 0, offsetY: 0 },
})
const refusedFor = (format: string, what: string) => ({
  ok: false,
  error: { kind: 'refused', reason: { code: 'format-cannot-hold', format, what } },
})

describe('targetFormat', () => {
  it('keeps the family', () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const)
      expect(targetFormat(info(format, 1, false), undefined, {})).toEqual({ ok: true, value: format })
    expect(targetFormat(info('heic', 1, false), undefined, {})).toEqual({ ok: true, value: 'jpeg' })
  })

  it('keeps an animation moving', () => {
    expect(targetFormat(info('gif', 3, true), undefined, {})).toEqual({ ok: true, value: 'gif' })
    expect(targetFormat(info('png', 3, true), undefined, {})).toEqual({ ok: true, value: 'png' })
    expect(targetFormat(info('avif', 3, true), undefined, {})).toEqual({ ok: true, value: 'webp' })
  })

  it('refuses what would silently lose frames, pages or size', () => {
    expect(targetFormat(info('gif', 3, true), 'jpeg', {})).toEqual(refusedFor('jpeg', 'animation'))
    expect(targetFormat(info('tiff', 3, false), 'png', {})).toEqual(refusedFor('png', 'pages'))
    expect(targetFormat(info('jpeg', 1, false, 20_000), 'webp', {})).toEqual(refusedFor('webp', 'size'))
    expect(targetFormat(info('jpeg', 1, false, 20_000), 'webp', { maxSizePx: 4_000 })).toEqual({
      ok: true,
      value: 'webp',
    })
  })
})
