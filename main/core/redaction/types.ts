import { z } from 'zod'
import type { PixelRect } from '../geometry/box.js'

export const redactionStyleSchema = z.enum(['fill', 'pixelate', 'blur'])

/** How a region is covered. Only `fill` carries nothing of what it hides. */
export type RedactionStyle = z.infer<typeof redactionStyleSchema>

/** An opaque colour, each channel 0–255. */
export interface Color {
  readonly red: number
  readonly green: number
  readonly blue: number
}

/** What is drawn over one merged group of faces, in pixels of the upright source picture. */
export interface RedactionRegion {
  /** Parts of one region may overlap each other; parts of different regions never do. */
  readonly parts: readonly PixelRect[]
  /** The longer side of the largest face inside, before growing, in pixels: pixelation may show at most 8 cells across it. */
  readonly faceSizePx: number
}

/** What to draw on one frame or page. */
export interface FramePlan {
  readonly frame: number
  readonly regions: readonly RedactionRegion[]
}

/** How to draw it. */
export interface RedactionLook {
  readonly style: RedactionStyle
  readonly color: Color
}
