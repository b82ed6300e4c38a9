import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import type { RgbImage } from '../../main/core/ports.js'

export const modelsFolder = fileURLToPath(new URL('../../models', import.meta.url))

export async function decodedPicture(input: string | Uint8Array): Promise<RgbImage> {
  const { data, info } = await sharp(input).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
