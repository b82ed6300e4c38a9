import type { Settings } from './types.js'
import { textSizesPercent } from './types.js'

export type TextSizePercent = Settings['textSizePercent']
export type TextSizeChange = 'larger' | 'smaller' | 'usual'

/** The next size in that direction; the largest and the smallest stay what they are. */
export function changedTextSize(now: TextSizePercent, change: TextSizeChange): TextSizePercent {
  if (change === 'usual') return 100
  const next = textSizesPercent.indexOf(now) + (change === 'larger' ? 1 : -1)
  return textSizesPercent[next] ?? now
}
