/** Space between tiles. */
export const gridGapPx = 16

const tileRem = 11.5
const captionRem = 3.25

/** How many tiles stand in a row, and how high it is: a picture of 4:3 with two lines below. */
export function gridShape(widthPx: number, remPx: number): { readonly columns: number; readonly rowHeightPx: number } {
  const columns = Math.max(1, Math.floor((widthPx + gridGapPx) / (tileRem * remPx + gridGapPx)))
  const tilePx = (widthPx - gridGapPx * (columns - 1)) / columns
  return { columns, rowHeightPx: Math.max(1, Math.round(tilePx * 0.75 + captionRem * remPx)) }
}

/** Where a key leads from a tile, undefined for keys that lead nowhere. */
export function indexAfterKey(key: string, index: number, count: number, columns: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    PageUp: index - columns * 3,
    PageDown: index + columns * 3,
    Home: 0,
    End: count - 1,
  }
  const next = Object.hasOwn(steps, key) ? steps[key] : undefined
  return next === undefined ? undefined : Math.min(count - 1, Math.max(0, next))
}
