/** A key press, as far as shortcuts look at it. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * The Latin letter of a key, lower case. On a keyboard of another script it is the one at the same place, so that shortcuts
 * work on a Belarusian, Russian or Ukrainian layout; on a Latin one it is what is printed on the key.
 */
export function letterOf({ key, code }: KeyPress): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  const place = /^Key([A-Z])$/.exec(code)?.[1]
  // A Latin letter with a mark (ą, č, ß) has its own key and is no shortcut.
  return place !== undefined && !/^\p{Script=Latin}$/u.test(key) ? place.toLowerCase() : undefined
}

/** Ctrl, on a Mac Command. */
export const hasCommand = ({ ctrlKey, metaKey }: KeyPress): boolean => ctrlKey || metaKey

/** The panic key: Ctrl or Command with Shift and X. */
export const isPanic = (press: KeyPress): boolean =>
  hasCommand(press) && press.shiftKey && !press.altKey && letterOf(press) === 'x'

/** What moves along a slider, or from one radio button to the next. */
const movingKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  ' ',
])

/** Whether the key belongs to the field that has the focus, in which somebody types or chooses. */
export function isTyping({ target, key }: Pick<KeyboardEvent, 'target' | 'key'>): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement)
    return true
  if (!(target instanceof HTMLInputElement)) return false
  // Whoever chose "Covered" or a moment of a video goes on with the keys of the review.
  if (target.type === 'radio' || target.type === 'range') return movingKeys.has(key)
  return !['checkbox', 'button'].includes(target.type)
}
