import sharp from 'sharp'
import type { Box } from '../../main/core/geometry/box.js'

/** The colours in the middle of a box, as a share of the picture: their mean, and how far they are from being one. */
export async function look(file: string, { x, y, width, height }: Box): Promise<{ mean: number; deviation: number }> {
  const picture = sharp(file)
  const size = await picture.metadata()
  const [left, top] = [(x + width * 0.3) * size.width, (y + height * 0.3) * size.height]
  const area = {
    left: Math.round(left),
    top: Math.round(top),
    width: Math.max(1, Math.round(width * 0.4 * size.width)),
    height: Math.max(1, Math.round(height * 0.4 * size.height)),
  }
  const { channels } = await sharp(await picture.extract(area).removeAlpha().png().toBuffer()).stats()
  return {
    mean: channels.reduce((sum, channel) => sum + channel.mean, 0) / channels.length,
    deviation: Math.max(...channels.map(({ stdev }) => stdev)),
  }
}
