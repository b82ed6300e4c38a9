import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { FramePlan } from '../../../main/core/redaction/types.js'
import { openPicture } from '../../../main/engine/image/open-picture.js'
import { avifSequence, avifSequenceColors } from '../../support/avif-sequence.js'
import { emptyFile, grey, limits, never, open, refusalOf, withFolder } from './support.js'

/** The file with the first occurrence of some bytes after a box type exchanged. */
function patched(find: string, replace: string, times = 1): Buffer {
  let text = avifSequence.toString('latin1')
  for (let count = 0; count < times; count++) text = text.replace(find, replace)
  return Buffer.from(text, 'latin1')
}

describe('AVIF image sequences', () => {
  it('brings every frame with its colours, transparency and time', async () => {
    const source = await openPicture(avifSequence, limits)
    expect(source.info).toMatchObject({ format: 'avif', size: { width: 24, height: 16 }, animated: true })
    expect(source.timing).toEqual({ delaysMs: [50, 120, 90], loops: 0 })
    for (const [index, color] of avifSequenceColors.entries()) {
      const { data, channels } = await source.frame(index)
      expect(channels).toBe(4)
      color.forEach((value, channel) => expect(Math.abs((data[channel] ?? 0) - value)).toBeLessThanOrEqual(3))
      expect(data[3]).toBe(255)
      expect([...data.subarray(20 * 4, 21 * 4)]).toEqual([0, 0, 0, 0])
    }
    // An earlier frame once more: the decoder starts again.
    expect(Math.abs(((await source.frame(1)).data[1] ?? 0) - 200)).toBeLessThanOrEqual(3)
  })

  it('in PQ is shown as on an ordinary screen', async () => {
    const [srgb, pq] = ['nclx\0\x01\0\x0d', 'nclx\0\x01\0\x10']
    const bright = await openPicture(patched(srgb, pq, 3), limits)
    for (const [index, color] of avifSequenceColors.entries()) {
      const { data } = await bright.frame(index)
      color.forEach((value, channel) => {
        if (value < 100) expect(data[channel]).toBeLessThan(value / 2)
        else expect(data[channel]).toBeGreaterThan(value)
      })
    }
    expect((await bright.frame(0)).data[0]).toBeGreaterThan(220)
  })

  it('covers every frame and keeps the times, as WebP', async () => {
    await withFolder(async (folder) => {
      const media = await open(avifSequence)
      const staged = await emptyFile(folder)
      const target = { format: 'webp' as const }
      const plan: readonly FramePlan[] = [0, 1, 2].map((frame) => ({
        frame,
        regions: [{ parts: [{ left: 0, top: 0, width: 16, height: 16 }], faceSizePx: 10 }],
      }))
      await media.write(never, plan, grey, target, staged)
      const examined = await media.examine(never, plan, grey, target, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
      const finished = await openPicture(await readFile(staged), limits)
      expect(finished.timing?.delaysMs).toEqual([50, 120, 90])
      for (let frame = 0; frame < 3; frame++)
        expect([...(await finished.frame(frame)).data.subarray(0, 4)]).toEqual([128, 128, 128, 255])
    })
  })

  it('refuses what is cut, damaged, turned or too long', async () => {
    expect(await refusalOf(openPicture(avifSequence, { ...limits, maxFrames: 2 }))).toBe('too-many-frames')
    expect(await refusalOf(openPicture(avifSequence.subarray(0, avifSequence.length - 40), limits))).toMatch(
      /corrupt|truncated/,
    )
    const upright = '\0\x01\0\0' + '\0'.repeat(12) + '\0\x01\0\0' + '\0'.repeat(12) + '\x40\0\0\0'
    const turned = '\0'.repeat(4) + '\0\x01\0\0' + '\0'.repeat(4) + '\xff\xff\0\0' + '\0'.repeat(16) + '\x40\0\0\0'
    expect(await refusalOf(openPicture(patched(upright, turned, 2), limits))).toMatch(/unsupported-format/)
    expect(await refusalOf(openPicture(patched('stts', 'sttx', 2), limits))).toBe('corrupt')
    const damaged = Buffer.from(avifSequence)
    damaged.fill(0xa5, avifSequence.lastIndexOf('mdat') + 4)
    const opened = await openPicture(damaged, limits)
    expect(await refusalOf(opened.frame(0))).toBe('corrupt')
  })
})
