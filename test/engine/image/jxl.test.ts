import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import { openPicture } from '../../../main/engine/image/open-picture.js'
import { inspectMetadata } from '../../../main/engine/metadata/inspect-metadata.js'
import { jxlCodestreams, jxlColors, jxlContainer } from '../../support/jxl.js'
import { emptyFile, grey, limits, never, open, refusalOf, withFolder } from './support.js'

const still = jxlCodestreams.oriented[0] ?? Buffer.alloc(0)
const [upperLeft, upperRight, lowerLeft, lowerRight] = jxlColors

/** The largest difference in the middle of one quarter of the picture to a colour. */
function differenceAt(pixels: Pixels, right: boolean, lower: boolean, color: readonly number[]): number {
  const x = Math.floor(pixels.width * (right ? 0.75 : 0.25))
  const y = Math.floor(pixels.height * (lower ? 0.75 : 0.25))
  const at = (y * pixels.width + x) * pixels.channels
  return Math.max(...color.map((value, channel) => Math.abs(value - (pixels.data[at + channel] ?? 0))))
}

async function decode(bytes: Buffer): Promise<Pixels> {
  return (await openPicture(bytes, limits)).frame(0)
}

describe('JPEG XL', () => {
  /** What a viewer sees in the upper left and in the lower right corner. */
  const corners = [
    [upperLeft, lowerRight],
    [upperRight, lowerLeft],
    [lowerRight, upperLeft],
    [lowerLeft, upperRight],
    [upperLeft, lowerRight],
    [lowerLeft, upperRight],
    [lowerRight, upperLeft],
    [upperRight, lowerLeft],
  ].map(([first, last], index) => ({ orientation: index + 1, first, last }))

  it.each(corners)('turns orientation $orientation upright', async ({ orientation, first, last }) => {
    const pixels = await decode(jxlCodestreams.oriented[orientation - 1] ?? Buffer.alloc(0))
    const isTurned = orientation > 4
    expect([pixels.width, pixels.height]).toEqual(isTurned ? [16, 24] : [24, 16])
    expect(differenceAt(pixels, false, false, first ?? [])).toBeLessThan(30)
    expect(differenceAt(pixels, true, true, last ?? [])).toBeLessThan(30)
  })

  it.each(['deep', 'wide', 'wideLossy', 'alpha'] as const)(
    'shows the colours of a picture that is %s',
    async (kind) => {
      const pixels = await decode(jxlCodestreams[kind])
      const tolerance = kind === 'wideLossy' ? 12 : 3
      expect(differenceAt(pixels, false, false, upperLeft)).toBeLessThanOrEqual(tolerance)
      expect(differenceAt(pixels, true, false, upperRight)).toBeLessThanOrEqual(tolerance)
      expect(differenceAt(pixels, false, true, lowerLeft)).toBeLessThanOrEqual(tolerance)
      expect(pixels.channels).toBe(kind === 'alpha' ? 4 : 3)
      if (kind === 'alpha') expect(pixels.data.at(-1)).toBe(128)
    },
  )

  it('brings all frames of an animation with their times', async () => {
    const source = await openPicture(jxlCodestreams.animated, limits)
    const firstPixels: number[][] = []
    for (let index = 0; index < source.info.frames.length; index++)
      firstPixels.push([...(await source.frame(index)).data.subarray(0, 3)])
    expect(source.info.animated).toBe(true)
    expect(firstPixels).toEqual([
      [0, 255, 100],
      [80, 175, 100],
      [160, 95, 100],
    ])
    expect(source.timing?.delaysMs).toEqual([50, 120, 90])
  })

  it('keeps an animation moving, as WebP', async () => {
    await withFolder(async (folder) => {
      const media = await open(jxlCodestreams.animated)
      const staged = await emptyFile(folder)
      const target = { format: 'webp' as const }
      expect((await media.write(never, [], grey, target, staged)).ok).toBe(true)
      const examined = await media.examine(never, [], grey, target, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
      const finished = await openPicture(await readFile(staged), limits)
      expect(finished.timing?.delaysMs).toEqual([50, 120, 90])
    })
  })

  it('shows what lies in its boxes, and carries none of it over', async () => {
    const exif = Buffer.from(
      '\0\0\0\0MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02\0\0\0\x0f\0\0\0\x1a\0\0\0\0Planted Person\0',
      'latin1',
    )
    const jumbf = Buffer.from('\0\0\0\x10jumdc2pa....', 'latin1')
    const bytes = jxlContainer(still, [
      ['Exif', exif],
      ['xml ', Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>Planted Place</a></x:xmpmeta>')],
      ['jumb', jumbf],
      ['jbrd', Buffer.from('Planted JPEG')],
      ['priv', Buffer.from('Planted Box')],
    ])
    const traces = await inspectMetadata(bytes)
    expect(traces).toContainEqual(expect.objectContaining({ kind: 'person', value: 'Planted Person' }))
    expect(traces.map(({ kind }) => kind)).toContain('history')
    expect(traces.map(({ field }) => field).join()).toMatch(/jbrd[\s\S]*priv/)
    expect(differenceAt(await decode(bytes), false, false, upperLeft)).toBeLessThan(12)
    await withFolder(async (folder) => {
      const media = await open(bytes)
      const staged = await emptyFile(folder)
      await media.write(never, [], grey, { format: 'jpeg' }, staged)
      const examined = await media.examine(never, [], grey, { format: 'jpeg' }, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
      expect((await readFile(staged)).includes('Planted')).toBe(false)
    })
  })

  it('refuses what is cut, damaged or too large, and goes on afterwards', async () => {
    for (const length of [2, 3, 12, 60, still.length - 1])
      expect(await refusalOf(decode(still.subarray(0, length))), String(length)).toMatch(/truncated|corrupt/)
    for (let at = 2; at < still.length; at += 5) {
      const damaged = Buffer.from(still)
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at)
      expect(await refusalOf(decode(damaged)), String(at)).toMatch(/truncated|corrupt|too-many-pixels|not refused/)
    }
    expect(await refusalOf(openPicture(still, { ...limits, maxPixels: 100 }))).toBe('too-many-pixels')
    expect(await refusalOf(openPicture(jxlCodestreams.animated, { ...limits, maxFrames: 2 }))).toBe('too-many-frames')
    expect(await refusalOf(decode(still))).toBe('not refused')
  })
})
