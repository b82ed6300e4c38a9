import type { Pixels } from '../../core/redaction/paint.js'
import type { DeepPixels } from './deep-pixels.js'
import { stretched } from './deep-pixels.js'
import type { LibheifModule } from './libheif.js'
import { libheif } from './libheif.js'
import { corrupt, refuse, truncated } from './media-failure.js'

/** `struct heif_error`: code, subcode, pointer to a message. */
const errorBytes = 12
/** libheif/heif.h: `heif_error_Unsupported_feature`, `heif_suberror_End_of_data`. */
const unsupportedFeature = 4
const endOfData = 100
/** `heif_colorspace_RGB`, `heif_chroma_interleaved_RGB` and `_RGBA`, `heif_channel_interleaved`. */
const colorspaceRgb = 1
const chromaRgb = 10
const chromaRgba = 11
const channelInterleaved = 10
/** `heif_chroma_interleaved_RRGGBB_LE` and `_RRGGBBAA_LE`: two bytes a sample. */
const chromaDeepRgb = 14
const chromaDeepRgba = 15
/** Offset of `convert_hdr_to_8bit` in `struct heif_decoding_options`. */
const convertTo8BitOffset = 20

export interface HeicPicture {
  readonly pixels: Pixels
  readonly profile: Uint8Array | undefined
}

/**
 * Decodes the primary item, with its own transformations applied and nothing of the file's other items. 8-bit pixels in
 * the colours that the file declares.
 */
export const decodeHeic = (file: Uint8Array): HeicPicture =>
  withPrimary(file, (heif, handle) => ({ profile: readProfile(heif, handle), pixels: decodeHandle(heif, handle) }))

/** The same with 16 bits a sample. */
export const decodeDeepHeic = (file: Uint8Array): DeepPixels => withPrimary(file, decodeDeepHandle)

function withPrimary<Value>(file: Uint8Array, read: (heif: LibheifModule, handle: number) => Value): Value {
  const heif = libheif()
  const source = heif._malloc(file.length)
  const context = heif._heif_context_alloc()
  try {
    if (source === 0) throw corrupt()
    heif.HEAPU8.set(file, source)
    call(heif, (error) => heif._heif_context_read_from_memory(error, context, source, file.length, 0))
    const handle = outPointer(heif, (error, out) => heif._heif_context_get_primary_image_handle(error, context, out))
    try {
      return read(heif, handle)
    } finally {
      heif._heif_image_handle_release(handle)
    }
  } finally {
    heif._heif_context_free(context)
    heif._free(source)
  }
}

function decodeHandle(heif: LibheifModule, handle: number): Pixels {
  const channels = heif._heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4
  const chroma = channels === 4 ? chromaRgba : chromaRgb
  return withImage(heif, handle, { chroma, convertTo8Bit: true }, (image) => {
    const { width, height, data } = copyPlane(heif, image, channels)
    return { width, height, channels, data }
  })
}

function decodeDeepHandle(heif: LibheifModule, handle: number): DeepPixels {
  const bits = heif._heif_image_handle_get_luma_bits_per_pixel(handle)
  if (bits <= 8) {
    const { width, height, channels, data } = decodeHandle(heif, handle)
    return { width, height, channels, data: stretched(Uint16Array.from(data), 8) }
  }
  const channels = heif._heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4
  const chroma = channels === 4 ? chromaDeepRgba : chromaDeepRgb
  return withImage(heif, handle, { chroma, convertTo8Bit: false }, (image) => {
    const { width, height, data } = copyPlane(heif, image, channels * 2)
    return { width, height, channels, data: stretched(new Uint16Array(data.buffer), bits) }
  })
}

function withImage<Value>(
  heif: LibheifModule,
  handle: number,
  { chroma, convertTo8Bit }: { readonly chroma: number; readonly convertTo8Bit: boolean },
  read: (image: number) => Value,
): Value {
  const options = heif._heif_decoding_options_alloc()
  heif.HEAPU8[options + convertTo8BitOffset] = convertTo8Bit ? 1 : 0
  try {
    const image = outPointer(heif, (error, out) =>
      heif._heif_decode_image(error, handle, out, colorspaceRgb, chroma, options),
    )
    try {
      return read(image)
    } finally {
      heif._heif_image_release(image)
    }
  } finally {
    heif._heif_decoding_options_free(options)
  }
}

/** The rows of the one plane of pixels, without what stands between them. */
function copyPlane(heif: LibheifModule, image: number, pixelBytes: number) {
  const width = heif._heif_image_get_width(image, channelInterleaved)
  const height = heif._heif_image_get_height(image, channelInterleaved)
  if (width < 1 || height < 1) throw corrupt()
  const strideOut = heif._malloc(4)
  const plane = heif._heif_image_get_plane_readonly(image, channelInterleaved, strideOut)
  const stride = readInt(heif, strideOut)
  heif._free(strideOut)
  const rowBytes = width * pixelBytes
  if (plane === 0 || stride < rowBytes) throw corrupt()
  const data = new Uint8Array(height * rowBytes)
  for (let y = 0; y < height; y++) {
    const from = plane + y * stride
    data.set(heif.HEAPU8.subarray(from, from + rowBytes), y * rowBytes)
  }
  return { width, height, data }
}

function readProfile(heif: LibheifModule, handle: number): Uint8Array | undefined {
  const sizeBytes = heif._heif_image_handle_get_raw_color_profile_size(handle)
  if (sizeBytes < 128 || sizeBytes > 8 * 1024 * 1024) return undefined
  const target = heif._malloc(sizeBytes)
  try {
    call(heif, (error) => heif._heif_image_handle_get_raw_color_profile(error, handle, target))
    return heif.HEAPU8.slice(target, target + sizeBytes)
  } finally {
    heif._free(target)
  }
}

function outPointer(heif: LibheifModule, run: (error: number, out: number) => void): number {
  const out = heif._malloc(4)
  try {
    call(heif, (error) => run(error, out))
    return readInt(heif, out)
  } finally {
    heif._free(out)
  }
}

/** Calls a function that returns `struct heif_error` and throws what it says. */
function call(heif: LibheifModule, run: (error: number) => void): void {
  const error = heif._malloc(errorBytes)
  try {
    run(error)
    const code = readInt(heif, error)
    if (code === 0) return
    if (code === unsupportedFeature) throw refuse({ code: 'unsupported-format', format: 'HEIF of another codec' })
    throw readInt(heif, error + 4) === endOfData ? truncated() : corrupt()
  } finally {
    heif._free(error)
  }
}

const readInt = (heif: LibheifModule, pointer: number): number =>
  new DataView(heif.HEAPU8.buffer).getInt32(pointer, true)
