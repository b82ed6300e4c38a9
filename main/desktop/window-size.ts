/** In device-independent pixels. */
export interface WindowSize {
  readonly width: number
  readonly height: number
}

const usual: WindowSize = { width: 1_200, height: 800 }
const least: WindowSize = { width: 720, height: 540 }
/** Of a screen that tells less than this nothing is believed: a remote one without a display says 0. */
const smallestRoom: WindowSize = { width: 480, height: 320 }

/**
 * How large the window opens and how small it may become, on a screen with this much room. Windows opens one that is too large all
 * the same, with its title or its lowest buttons out of reach: a laptop of 1366 × 768 has 728 lines, at 150 % no more than 485.
 */
export function windowSizeIn(told: WindowSize): WindowSize & { readonly minWidth: number; readonly minHeight: number } {
  const isScreen = told.width >= smallestRoom.width && told.height >= smallestRoom.height
  const room = isScreen ? told : usual
  const fitting = ({ width, height }: WindowSize): WindowSize => ({
    width: Math.min(width, room.width),
    height: Math.min(height, room.height),
  })
  const minimum = fitting(least)
  return { ...fitting(usual), minWidth: minimum.width, minHeight: minimum.height }
}
