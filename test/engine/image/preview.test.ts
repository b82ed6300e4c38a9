import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { PixelRect } from '../../../main/core/geometry/box.js'
import { gridAtCorner } from '../../../main/core/geometry/grid.js'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import type { PreviewOrder } from '../../../main/core/ports.js'
import { renderPreview } from '../../../main/engine/image/preview.js'

const side = 256

/** Every pixel has another colour. */
function gradient(): Pixels {
  const data = new Uint8Array(side * side * 3)
  for (let at = 0; at < side * side; at++) data.set([at % side, Math.floor(at / side), 0], at * 3)
  return { data, width: side, height: side, channels: 3 }
}

const small = { x: 16 / side, y: 16 / side, width: 32 / side, height: 32 / side }
const large = { x: 0.5, y: 0.5, width: 112 / side, height: 112 / side }
const cover: NonNullable<PreviewOrder['cover']> = {
  style: 'pixelate',
  color: { red: 128, green: 128, blue: 128 },
  growShare: 0.3,
  shapes: [small, large].map((box) => ({ kind: 'face', box })),
}

/** How far the colours reach from each other in a part of the preview. */
async function spreadOf(jpeg: Uint8Array, part: PixelRect): Promise<number> {
  const raw = await sharp(jpeg).extract(part).raw().toBuffer()
  const reds = [...raw].filter((_, index) => index % 3 === 0)
  return Math.max(...reds) - Math.min(...reds)
}

const insideSmall: PixelRect = { left: 24, top: 24, width: 16, height: 16 }
const insideLarge: PixelRect = { left: 136, top: 136, width: 96, height: 96 }

describe('a redacted preview', () => {
  it('shows a small face filled, as it will be exported, and a large one as a mosaic', async () => {
    const { jpeg } = await renderPreview(gradient(), gridAtCorner, { cover, sidePx: side })
    expect(await spreadOf(jpeg, insideSmall)).toBeLessThan(4)
    expect(await spreadOf(jpeg, insideLarge)).toBeGreaterThan(40)
  })

  it('goes by the size that the face will have in the exported picture', async () => {
    const reduced = { ...cover, maxSizePx: 64 }
    const { jpeg } = await renderPreview(gradient(), gridAtCorner, { cover: reduced, sidePx: side })
    expect(await spreadOf(jpeg, insideLarge)).toBeLessThan(4)
  })
})
