/** The typical tables of T.81 K.1 and K.2 for brightness and colour, in zigzag order as they are stored. */
const typical = [
  [
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61,
    60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113,
    121, 112, 100, 120, 92, 101, 103, 99,
  ],
  [
    17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
  ],
] as const

/** How the Independent JPEG Group's encoder scales them for a quality of 1 to 100 (`jpeg_quality_scaling`). */
const scaleOf = (quality: number): number => (quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2)

const known: ReadonlySet<string> = new Set(
  Array.from({ length: 100 }, (_, index) => index + 1).flatMap((quality) =>
    typical.map((table) =>
      table.map((value) => Math.min(255, Math.max(1, Math.floor((value * scaleOf(quality) + 50) / 100)))).join(' '),
    ),
  ),
)

/**
 * Whether 64 quantisation steps are typical ones of some quality. Others tell of the camera or program that chose them,
 * and those of a colour that does not occur could be any 64 bytes.
 */
export const isTypicalQuantization = (steps: Uint8Array): boolean => known.has(steps.join(' '))
