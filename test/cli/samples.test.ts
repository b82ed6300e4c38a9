import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { fill, snapshot, testFolder } from '../support/folders.js'
import { recordsOf, zaslona } from './run-command.js'

/** The colour of the middle of a share of a picture. */
async function colorAt(file: string, [x, y]: readonly [number, number]): Promise<readonly number[]> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
  return [...data.subarray(at, at + 3)]
}

describe('zaslona redact on photos of people', () => {
  it('covers every face of every photo, changes no original, and verifies what it wrote', async () => {
    const out = path.join(testFolder(), 'out')
    const originals = path.dirname(samplePhotos[0]?.file ?? '')
    const before = snapshot(originals)
    const run = await zaslona(
      'redact',
      ...samplePhotos.map(({ file }) => file),
      '--out',
      out,
      '--color',
      '#336699',
      '--json',
    )
    expect(run).toMatchObject({ code: 0 })
    expect(snapshot(originals)).toEqual(before)

    const records = recordsOf(run.stdout)
    for (const { file, faceCenters } of samplePhotos) {
      const record = records[path.basename(file)]
      expect(record?.status).toBe('safe')
      expect(record?.faces).toBeGreaterThanOrEqual(faceCenters.length)
      for (const center of faceCenters) {
        const color = await colorAt(record?.output ?? '', center)
        // JPEG at quality 85 may turn the fill by a level or two.
        expect(
          Math.max(...color.map((value, channel) => Math.abs(value - ([0x33, 0x66, 0x99][channel] ?? 0)))),
        ).toBeLessThan(6)
      }
    }
    expect(await zaslona('verify', out)).toMatchObject({ code: 0 })
  })

  it('releases a pixelated GIF too, where few colours make every cell uneven', async () => {
    const out = path.join(testFolder(), 'out')
    const run = await zaslona(
      'redact',
      samplePhotos[0]?.file ?? '',
      '--out',
      out,
      '--format',
      'gif',
      '--style',
      'pixelate',
    )
    expect(run).toMatchObject({ code: 0 })
  })

  it('verifies a folder with all that lies in it, also what a file manager hides', async () => {
    const folder = testFolder()
    const original = fs.readFileSync(samplePhotos[0]?.file ?? '')
    fill(folder, { '.thumbnails/t.jpg': original, 'below/b.jpg': original, 'Thumbs.db': 'pictures' })
    const run = await zaslona('verify', folder, '--json')
    expect(run.code).toBe(1)
    for (const name of ['t.jpg', 'b.jpg', 'Thumbs.db']) expect(run.stdout).toContain(name)
  })

  it('says of the originals that faces are visible', async () => {
    const photo = samplePhotos[0]
    if (!photo) throw new Error('no sample photo')
    const run = await zaslona('verify', photo.file, '--json')
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('face-visible')
  })
})
