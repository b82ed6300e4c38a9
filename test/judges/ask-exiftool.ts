import { spawnSync } from 'node:child_process'

const exiftool = process.env['EXIFTOOL'] ?? 'exiftool'

/** Is the judge here? Where it is required, its absence is a failure. */
export const hasExiftool = spawnSync(exiftool, ['-ver']).status === 0
if (!hasExiftool && process.env['REQUIRE_JUDGES'] === '1') throw new Error('exiftool is required here and missing')

/** What a picture needs in order to be a picture, by exiftool's names; groups of its own remarks are left out. */
const structural =
  /^(File:(FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling|ExifByteOrder)|JFIF:.*|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|SRGBRendering)|RIFF:(ImageWidth|ImageHeight|VP8Version|HorizontalScale|VerticalScale|AlphaIsUsed|WebP_Flags|AnimationLoopCount|BackgroundColor|FrameCount|Duration)|GIF:.*(?<!Comment)|EXIF:(ImageWidth|ImageHeight|BitsPerSample|Compression|PhotometricInterpretation|StripOffsets|SamplesPerPixel|RowsPerStrip|StripByteCounts|PlanarConfiguration|Predictor|SampleFormat|Orientation|ExtraSamples)|QuickTime:.*(?<!Date))$/

/** What the file system and exiftool itself say of a file. */
const outside = /^(ExifTool|Composite|File:(FileName|Directory|File))/

/** The fields for dates that a container must have, left empty. */
const noDate = '0000:00:00 00:00:00'

/** What exiftool reads in files beyond their structure, by its names for it. */
export function toldByExiftool(files: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(exiftool, ['-a', '-u', '-ee', '-G0', '-j', ...files], { encoding: 'utf8' })
  const judged = JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[]
  if (judged.length !== files.length) throw new Error('exiftool judged only some of the files')
  return judged
    .flatMap((tags) => Object.entries(tags))
    .filter(([tag, value]) => tag.includes(':') && !outside.test(tag) && !structural.test(tag) && value !== noDate)
    .map(([tag]) => tag)
}
