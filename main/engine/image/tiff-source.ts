import type { DecodeLimits } from '../../core/ports.js'
import { gridAtCorner } from '../../core/geometry/grid.js'
import { corrupt, readingHeaders, refuse } from './media-failure.js'
import type { OpenOptions, PictureSource } from './picture-source.js'
import { checkLimits } from './picture-source.js'
import { openRawPreview } from './raw-preview.js'
import { decodeWithSharp, gridOf, isUntaggedCmyk, readSharpMetadata, uprightSize } from './sharp-decode.js'
import type { TiffDirectory } from './tiff-directories.js'
import { TiffFile, tiffTags } from './tiff-directories.js'

const colorFilterArray = 32803
const linearRaw = 34892

/**
 * Opens the pages of a TIFF or BigTIFF file; a camera's raw file in TIFF's clothes goes to `openRawPreview`. Reduced
 * copies and masks (NewSubfileType bits 0 and 2) and sub-directories are no pages.
 */
export async function openTiff(file: Buffer, limits: DecodeLimits, options: OpenOptions): Promise<PictureSource> {
  const tiff = readingHeaders(() => new TiffFile(file))
  const chain = readingHeaders(() => tiff.mainChain())
  if (readingHeaders(() => isRaw(tiff, chain))) return openRawPreview(file, limits)
  const pages = pagesOf(chain)
  if (pages.length === 0) throw corrupt()
  const sizes = pages.map((page) => page.size)
  checkLimits(sizes, limits)
  const first = pages[0]
  if (!first) throw corrupt()
  return {
    info: {
      format: 'tiff',
      size: first.size,
      frames: sizes,
      animated: false,
      hasAlpha: pages.some((page) => page.hasAlpha),
      grid: pages.length === 1 ? gridOf(first.size, first.orientation) : gridAtCorner,
    },
    frame: async (index) => {
      const page = pages[index]
      if (!page) throw corrupt()
      const metadata = await readSharpMetadata(file, { page: page.number, pages: 1 })
      // What floating point samples mean is nowhere written in the file.
      if (metadata.depth === 'float' || metadata.depth === 'double') {
        throw refuse({ code: 'unsupported-format', format: 'TIFF, floating point' })
      }
      const untaggedCmyk = isUntaggedCmyk(metadata)
      const pixels = await decodeWithSharp(file, { ...options, page: page.number, pages: 1, untaggedCmyk })
      if (pixels.width !== page.size.width || pixels.height !== page.size.height) throw corrupt()
      return pixels
    },
  }
}

function pagesOf(chain: readonly TiffDirectory[]) {
  return chain.flatMap((directory, number) => {
    const subfileType = directory.numbers(tiffTags.subfileType)[0] ?? 0
    const isPage = (subfileType & 0b101) === 0 || chain.length === 1
    if (!isPage) return []
    const orientation = directory.numbers(tiffTags.orientation)[0]
    const width = directory.numbers(tiffTags.width)[0] ?? 0
    const height = directory.numbers(tiffTags.height)[0] ?? 0
    const hasAlpha = directory.fields.has(338)
    return [{ number, size: uprightSize(width, height, orientation), orientation, hasAlpha }]
  })
}

function isRaw(tiff: TiffFile, chain: readonly TiffDirectory[]): boolean {
  if (tiff.bytes.toString('latin1', 8, 10) === 'CR') return true
  const subDirectories = chain.flatMap((directory) =>
    directory
      .numbers(tiffTags.subDirectories)
      .slice(0, 32)
      .map((offset) => tiff.directoryAt(offset).directory),
  )
  return [...chain, ...subDirectories].some((directory) => {
    const photometric = directory.numbers(tiffTags.photometric)[0]
    return directory.fields.has(tiffTags.dngVersion) || photometric === colorFilterArray || photometric === linearRaw
  })
}
