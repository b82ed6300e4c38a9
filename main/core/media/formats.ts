import { z } from 'zod'

/** Formats that Zaslona can write, named by their usual lower-case extension. */
export const outputFormatSchema = z.enum(['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'])
export type OutputFormat = z.infer<typeof outputFormatSchema>

/** Formats that Zaslona recognises by content. */
export type InputFormat = OutputFormat | 'heic' | 'jxl' | 'raw'

export const extensionOf: Readonly<Record<OutputFormat, string>> = {
  jpeg: '.jpg',
  png: '.png',
  webp: '.webp',
  avif: '.avif',
  tiff: '.tif',
  gif: '.gif',
}
