import type { DecodeLimits } from '../../core/ports.js'
import { openJpeg } from './jpeg-source.js'
import { MediaFailure, readingHeaders, refuse } from './media-failure.js'
import type { PictureSource } from './picture-source.js'
import type { TiffDirectory } from './tiff-directories.js'
import { TiffFile, tiffTags } from './tiff-directories.js'

/** Smaller ones are thumbnails, no picture anybody would publish. */
const minPreviewPixels = 400_000

/**
 * A camera's raw file is shown by the largest JPEG that the camera put into it, which is how its screen and every photo
 * manager show it. Without one of a useful size the file is refused: developing raw data is no business of Zaslona.
 */
export async function openRawPreview(file: Buffer, limits: DecodeLimits): Promise<PictureSource> {
  const { candidates, orientation } = readingHeaders(() => findPreviews(file))
  let best: PictureSource | undefined
  for (const candidate of candidates) {
    const source = await tryJpeg(candidate, limits, orientation)
    if (source && pixelsOf(source) > (best ? pixelsOf(best) : minPreviewPixels)) best = source
  }
  if (!best) throw refuse({ code: 'unsupported-format', format: 'camera raw without a preview' })
  return { ...best, info: { ...best.info, format: 'raw' } }
}

const pixelsOf = (source: PictureSource): number => source.info.size.width * source.info.size.height

async function tryJpeg(
  bytes: Buffer,
  limits: DecodeLimits,
  orientation: number | undefined,
): Promise<PictureSource | undefined> {
  try {
    return await openJpeg(bytes, limits, orientation)
  } catch (error) {
    if (error instanceof MediaFailure) return undefined
    throw error
  }
}

function findPreviews(file: Buffer): { candidates: Buffer[]; orientation: number | undefined } {
  if (file.toString('latin1', 0, 15) === 'FUJIFILMCCD-RAW') {
    const offset = file.readUInt32BE(84)
    return { candidates: [file.subarray(offset, offset + file.readUInt32BE(88))], orientation: undefined }
  }
  const tiff = new TiffFile(file)
  const seen = new Set<number>()
  const directories: TiffDirectory[] = []
  const visit = (directory: TiffDirectory): void => {
    directories.push(directory)
    for (const offset of directory.numbers(tiffTags.subDirectories).slice(0, 32)) {
      if (seen.has(offset) || directories.length > 64) continue
      seen.add(offset)
      visit(tiff.directoryAt(offset).directory)
    }
  }
  for (const directory of tiff.mainChain().slice(0, 32)) visit(directory)
  const candidates = directories.flatMap((directory) => jpegsOf(file, directory))
  return { candidates, orientation: directories[0]?.numbers(tiffTags.orientation)[0] }
}

function jpegsOf(file: Buffer, directory: TiffDirectory): Buffer[] {
  const found: Buffer[] = []
  const add = (offset: number | undefined, length: number | undefined): void => {
    if (offset === undefined || length === undefined || length < 4) return
    const bytes = file.subarray(offset, offset + length)
    if (bytes[0] === 0xff && bytes[1] === 0xd8) found.push(bytes)
  }
  add(directory.numbers(tiffTags.jpegOffset)[0], directory.numbers(tiffTags.jpegLength)[0])
  const strips = directory.numbers(tiffTags.stripOffsets)
  if (strips.length === 1) add(strips[0], directory.numbers(tiffTags.stripByteCounts)[0])
  const panasonic = directory.fields.get(tiffTags.panasonicPreview)
  if (panasonic) add(panasonic.offsetBytes, panasonic.count)
  return found
}
