import sharp from 'sharp'

/** A text that stands in the metadata of generated pictures. */
export const plantedName = 'Planted-Name-Kupala-1882'

export interface PictureOptions {
  readonly width?: number
  readonly height?: number
  readonly format?: 'jpeg' | 'png' | 'webp'
  readonly planted?: boolean
}

/** A picture of coloured noise, with or without somebody's name in its metadata. */
export async function picture(options: PictureOptions = {}): Promise<Buffer> {
  const { width = 160, height = 120, format = 'jpeg', planted = false } = options
  const noise = sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 120, sigma: 30 } },
  })
  const described = planted ? noise.withExif({ IFD0: { Artist: plantedName, Model: 'Phone 7' } }) : noise
  return described.toFormat(format).toBuffer()
}
