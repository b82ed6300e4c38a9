import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { recordsOf, zaslona } from '../cli/run-command.js'
import { fill, testFolder } from '../support/folders.js'
import { hasExiftool, toldByExiftool } from './ask-exiftool.js'

const planted = { IFD0: { Artist: 'Planted Person', Make: 'Maker', Model: 'Phone 7', DateTime: '2024:08:09 12:00:00' } }
const gps = {
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 54/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '27/1 33/1 0/1' },
}

async function pictures(folder: string): Promise<void> {
  const { data, info } = await sharp({ create: { width: 200, height: 140, channels: 3, background: '#7a8b99' } })
    .raw()
    .toBuffer({ resolveWithObject: true })
  data.forEach((_, at) => (data[at] = (at * 7919) % 251))
  for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const)
    fill(folder, {
      [`photo.${format}`]: await sharp(data, { raw: info })
        .withExif({ ...planted, ...gps })
        .withIccProfile('p3')
        .toFormat(format)
        .toBuffer(),
    })
}

describe.skipIf(!hasExiftool)('exiftool, asked of released files', () => {
  it('finds structure only, in every format', async () => {
    const folder = testFolder()
    const source = path.join(folder, 'in')
    await pictures(source)
    const run = await zaslona('redact', source, '--out', path.join(folder, 'out'), '--json')
    expect(run.code).toBe(0)
    const outputs = Object.values(recordsOf(run.stdout)).map(({ output }) => output ?? '')
    expect(outputs).toHaveLength(6)
    expect(toldByExiftool(outputs)).toEqual([])
    for (const file of outputs) expect(fs.readFileSync(file).includes('Planted')).toBe(false)
  })

  it('finds the planted traces in the originals, so it is not blind', async () => {
    const source = path.join(testFolder(), 'in')
    await pictures(source)
    const told = toldByExiftool([path.join(source, 'photo.jpeg')])
    expect(told).toEqual(expect.arrayContaining(['EXIF:Artist', 'EXIF:GPSLatitude']))
  })
})
