import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { recordsOf, zaslona } from '../cli/run-command.js'
import { fill, testFolder } from '../support/folders.js'

const exiftool = process.env['EXIFTOOL'] ?? 'exiftool'
const present = spawnSync(exiftool, ['-ver']).status === 0
if (!present && process.env['REQUIRE_JUDGES'] === '1') throw new Error('exiftool is required here and missing')

/** What a picture needs in order to be a picture, by exiftool's names; groups of its own remarks are left out. */
const structural =
  /^(File:(FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling|ExifByteOrder)|JFIF:.*|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|SRGBRendering)|RIFF:(ImageWidth|ImageHeight|VP8Version|HorizontalScale|VerticalScale|AlphaIsUsed|WebP_Flags|AnimationLoopCount|BackgroundColor|FrameCount|Duration)|GIF:.*(?<!Comment)|EXIF:(ImageWidth|ImageHeight|BitsPerSample|Compression|PhotometricInterpretation|StripOffsets|SamplesPerPixel|RowsPerStrip|StripByteCounts|PlanarConfiguration|Predictor|SampleFormat|Orientation|ExtraSamples)|QuickTime:.*(?<!Date))$/

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

describe.skipIf(!present)('exiftool, asked of released files', () => {
  it('finds structure only, in every format', async () => {
    const folder = testFolder()
    const source = path.join(folder, 'in')
    await pictures(source)
    const run = await zaslona('redact', source, '--out', path.join(folder, 'out'), '--json')
    expect(run.code).toBe(0)
    const outputs = Object.values(recordsOf(run.stdout)).map(({ output }) => output ?? '')
    expect(outputs).toHaveLength(6)
    const judged = spawnSync(exiftool, ['-a', '-u', '-ee', '-G0', '-j', ...outputs], { encoding: 'utf8' })
    for (const tags of JSON.parse(judged.stdout) as readonly Record<string, unknown>[]) {
      const told = Object.keys(tags).filter(
        (tag) =>
          tag.includes(':') &&
          !/^(ExifTool|Composite|File:(FileName|Directory|File.*Date|FileSize|FilePermissions))/.test(tag),
      )
      expect(told.filter((tag) => !structural.test(tag) && !/^File:(FileName|Directory|File)/.test(tag))).toEqual([])
    }
    for (const file of outputs) expect(fs.readFileSync(file).includes('Planted')).toBe(false)
  })

  it('finds the planted traces in the originals, so it is not blind', async () => {
    const source = path.join(testFolder(), 'in')
    await pictures(source)
    const judged = spawnSync(exiftool, ['-a', '-G0', '-j', path.join(source, 'photo.jpeg')], { encoding: 'utf8' })
    const tags = Object.keys((JSON.parse(judged.stdout) as readonly Record<string, unknown>[])[0] ?? {})
    expect(tags).toEqual(expect.arrayContaining(['EXIF:Artist', 'EXIF:GPSLatitude']))
  })
})
