import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { OutputFormat } from '../../../main/core/media/formats.js'
import type { FaceDetector } from '../../../main/core/ports.js'
import type { Pixels } from '../../../main/core/redaction/paint.js'
import type { FramePlan, RedactionLook } from '../../../main/core/redaction/types.js'
import { encodeWebpAnimation } from '../../../main/engine/image/encode-webp-animation.js'
import { openPicture } from '../../../main/engine/image/open-picture.js'
import { walkStructure } from '../../../main/engine/structure/walk-structure.js'
import { blindDetector, emptyFile, grey, limits, never, open, rawSharp, scene, withFolder } from './support.js'

const formats: readonly OutputFormat[] = ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif']
const plan: readonly FramePlan[] = [
  {
    frame: 0,
    regions: [
      {
        parts: [
          { left: 32, top: 48, width: 96, height: 80 },
          { left: 96, top: 96, width: 64, height: 64 },
        ],
        faceSizePx: 70,
      },
      { parts: [{ left: 208, top: 16, width: 32, height: 32 }], faceSizePx: 20 },
    ],
  },
]
const looks: readonly RedactionLook[] = [grey, { ...grey, style: 'pixelate' }, { ...grey, style: 'blur' }]
const everyCase = formats.flatMap((format) => looks.map((look) => ({ format, look, style: look.style })))

/** Squares of eight pixels in strong colours. */
function squares(width: number, height: number): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3)
    const isLight = (((pixel % width) >> 3) + (Math.floor(pixel / width) >> 3)) % 2 === 0
    return isLight ? 220 - (at % 3) * 20 : 20 + (at % 3) * 30
  })
  return { width, height, channels: 3, data }
}

const photo = (): Promise<Buffer> => rawSharp(squares(320, 240)).jpeg({ quality: 95 }).toBuffer()

describe('write and examine', () => {
  it.each(everyCase)('finds nothing against $format with $style', async ({ format, look }) => {
    await withFolder(async (folder) => {
      const media = await open(await photo())
      const staged = await emptyFile(folder)
      expect(await media.write(never, plan, look, { format }, staged)).toEqual({ ok: true, value: undefined })
      const examined = await media.examine(never, plan, look, { format }, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
      expect(examined.ok && examined.value.evidence.performed).toEqual([
        'structure',
        'metadata',
        'decode',
        'coverage',
        'faces',
      ])
    })
  })

  it.each(everyCase)('sees that $format with $style was written without its covers', async ({ format, look }) => {
    await withFolder(async (folder) => {
      const media = await open(await photo())
      const staged = await emptyFile(folder)
      await media.write(never, [], look, { format }, staged)
      const examined = await media.examine(never, plan, look, { format }, 'balanced', staged)
      const uncovered = examined.ok
        ? examined.value.evidence.findings.filter(({ code }) => code === 'region-uncovered')
        : []
      expect(uncovered.length).toBeGreaterThan(0)
    })
  })

  it.each(formats)('reduces %s after covering', async (format) => {
    await withFolder(async (folder) => {
      const media = await open(await photo())
      const staged = await emptyFile(folder)
      const target = { format, maxSizePx: 200 }
      await media.write(never, plan, grey, target, staged)
      const examined = await media.examine(never, plan, grey, target, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
      const reopened = await openPicture(await readFile(staged), limits)
      expect(reopened.info.size).toEqual({ width: 200, height: 150 })
    })
  })

  it.each(everyCase)('proves the covers of $format with $style without the fingerprint', async ({ format, look }) => {
    await withFolder(async (folder) => {
      const media = await open(await rawSharp(squares(960, 720)).png().toBuffer())
      const staged = await emptyFile(folder)
      const target = { format, defeatFingerprint: true, roundSize: true }
      await media.write(never, plan, look, target, staged)
      const examined = await media.examine(never, plan, look, target, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
      const reopened = await openPicture(await readFile(staged), limits)
      expect(reopened.info.size).toEqual({ width: 640, height: 480 })
      await media.write(never, [], look, target, staged)
      const bare = await media.examine(never, plan, look, target, 'balanced', staged)
      expect(bare.ok && bare.value.evidence.findings.map(({ code }) => code)).toContain('region-uncovered')
    })
  })

  it('keeps nothing hidden where it reduces the fingerprint of a picture with transparency', async () => {
    await withFolder(async (folder) => {
      const opaque = squares(300, 200)
      const data = new Uint8Array(300 * 200 * 4)
      for (let pixel = 0; pixel < 300 * 200; pixel++) {
        data.set(opaque.data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4)
        data[pixel * 4 + 3] = pixel % 300 < 100 ? 0 : pixel % 300 < 200 ? 128 : 255
      }
      const media = await open(await rawSharp({ width: 300, height: 200, channels: 4, data }).png().toBuffer())
      const staged = await emptyFile(folder)
      const target = { format: 'png' as const, defeatFingerprint: true }
      await media.write(never, plan, grey, target, staged)
      const examined = await media.examine(never, plan, grey, target, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings).toEqual([])
    })
  })

  it('bends all frames of an animation alike and gives them the same noise', async () => {
    await withFolder(async (folder) => {
      const still = squares(96, 96)
      const delaysMs = [40, 40, 40]
      const animated = await encodeWebpAnimation({
        count: 3,
        timing: { delaysMs, loops: 0 },
        frame: () => Promise.resolve(still),
      })
      const staged = await emptyFile(folder)
      await (await open(animated)).write(never, [], grey, { format: 'png', defeatFingerprint: true }, staged)
      const finished = await openPicture(await readFile(staged), limits)
      const [first, second, third] = await Promise.all([0, 1, 2].map((index) => finished.frame(index)))
      expect(first?.width).toBe(64)
      expect(second?.data).toEqual(first?.data)
      expect(third?.data).toEqual(first?.data)
    })
  })

  it.each(['pixelate', 'blur'] as const)('fills small faces although %s is asked for', async (style) => {
    await withFolder(async (folder) => {
      const look = { ...grey, style }
      const small = [{ frame: 0, regions: [{ parts: [{ left: 64, top: 64, width: 48, height: 48 }], faceSizePx: 30 }] }]
      const media = await open(await photo())
      const staged = await emptyFile(folder)
      await media.write(never, small, look, { format: 'png' }, staged)
      const finished = await (await openPicture(await readFile(staged), limits)).frame(0)
      expect([...finished.data.subarray((64 * 320 + 64) * 3, (64 * 320 + 64) * 3 + 3)]).toEqual([128, 128, 128])
      const coarse = squares(320, 240)
      const at = (64 * 320 + 64) * 3
      for (let y = 0; y < 48; y++) coarse.data.fill(20 * (y >> 2), at + y * 960, at + y * 960 + 48 * 3)
      await writeFile(staged, await rawSharp(coarse).png().toBuffer())
      const examined = await media.examine(never, small, look, { format: 'png' }, 'balanced', staged)
      expect(examined.ok && examined.value.evidence.findings.map(({ code }) => code)).toContain('region-uncovered')
    })
  })

  it('leaves no unused colour in the tables of a GIF', async () => {
    await withFolder(async (folder) => {
      const staged = await emptyFile(folder)
      const media = await open(await rawSharp(scene(320, 240)).png().toBuffer())
      await media.write(never, plan, grey, { format: 'gif', maxSizePx: 200 }, staged)
      expect(walkStructure(await readFile(staged))).toEqual({ format: 'gif', findings: [] })
    })
  })

  it.each(formats)('writes every %s with the same structure and nothing else', async (format) => {
    await withFolder(async (folder) => {
      const staged = await emptyFile(folder)
      const withMetadata = await rawSharp(scene(320, 240))
        .withExif({ IFD0: { Artist: 'Somebody' } })
        .jpeg()
        .toBuffer()
      await (await open(withMetadata)).write(never, [], grey, { format }, staged)
      const bytes = await readFile(staged)
      expect(walkStructure(bytes)).toEqual({ format, findings: [] })
      expect(bytes.includes('Somebody')).toBe(false)
    })
  })

  it('writes the same file for the same pixels from different containers', async () => {
    await withFolder(async (folder) => {
      const pixels = scene(100, 80)
      const outputs: Buffer[] = []
      for (const bytes of [
        await rawSharp(pixels).png().toBuffer(),
        await rawSharp(pixels).tiff({ compression: 'lzw' }).toBuffer(),
      ]) {
        const staged = await emptyFile(folder)
        await (await open(bytes)).write(never, [], grey, { format: 'jpeg' }, staged)
        outputs.push(await readFile(staged))
      }
      expect(outputs[0]?.equals(outputs[1] ?? Buffer.alloc(0))).toBe(true)
    })
  })

  it('always starts again from the original pixels', async () => {
    await withFolder(async (folder) => {
      const media = await open(await photo())
      const staged = await emptyFile(folder)
      await media.write(never, [], grey, { format: 'png' }, staged)
      const before = await readFile(staged)
      await media.write(never, plan, grey, { format: 'png' }, staged)
      await media.write(never, [], grey, { format: 'png' }, staged)
      expect((await readFile(staged)).equals(before)).toBe(true)
    })
  })

  it('refuses a format that cannot hold an animation, before decoding it', async () => {
    await withFolder(async (folder) => {
      const strip = scene(20, 60)
      const gif = await rawSharp(strip).gif().toBuffer()
      const animated = await encodeWebpAnimation({
        count: 2,
        timing: { delaysMs: [50, 50], loops: 0 },
        frame: (index) => Promise.resolve(scene(20, 20, index)),
      })
      const staged = await emptyFile(folder)
      const result = await (await open(animated)).write(never, [], grey, { format: 'jpeg' }, staged)
      expect(result).toEqual({
        ok: false,
        error: { kind: 'refused', reason: { code: 'format-cannot-hold', format: 'jpeg', what: 'animation' } },
      })
      expect((await (await open(gif)).write(never, [], grey, { format: 'jpeg' }, staged)).ok).toBe(true)
    })
  })

  it('finds what was put into the staged file after writing', async () => {
    await withFolder(async (folder) => {
      const media = await open(await photo())
      const staged = await emptyFile(folder)
      await media.write(never, [], grey, { format: 'jpeg' }, staged)
      const bytes = await readFile(staged)
      await writeFile(staged, Buffer.concat([bytes, Buffer.from('trailer')]))
      const trailed = await media.examine(never, [], grey, { format: 'jpeg' }, 'balanced', staged)
      expect(trailed.ok && trailed.value.evidence.findings.map(({ code }) => code)).toContain('unaccounted-bytes')
      await writeFile(staged, bytes.subarray(0, bytes.length / 2))
      const cut = await media.examine(never, [], grey, { format: 'jpeg' }, 'balanced', staged)
      expect(cut.ok && cut.value.evidence.findings.map(({ code }) => code)).toContain('undecodable')
      expect(cut.ok && cut.value.evidence.performed).not.toContain('faces')
    })
  })

  it('looks at an unchanged frame once and reports progress to the end', async () => {
    const animation = { count: 4, timing: { delaysMs: [40, 40, 40, 40], loops: 0 } }
    const seeds = [1, 1, 1, 4]
    const animated = await encodeWebpAnimation({
      ...animation,
      frame: (index) => Promise.resolve(scene(64, 64, seeds[index])),
    })
    let looks = 0
    const face = { box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }, confidence: 0.9, uncertain: false }
    const detector: FaceDetector = {
      ...blindDetector,
      detect: () => Promise.resolve((looks++, { faces: [face], bareHeads: [] })),
    }
    const shares: number[] = []
    const detected = await (await open(animated, detector)).detect(never, 'balanced', (share) => shares.push(share))
    expect(detected.ok && detected.value.map(({ faces }) => faces)).toEqual([[face], [face], [face], [face]])
    expect(looks).toBe(2)
    expect(shares.at(-1)).toBe(1)
  })
})
