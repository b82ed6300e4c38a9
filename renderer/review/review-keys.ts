import type { ReviewTool } from '../../main/core/messages/window/review-catalogue.js'
import type { KeyPress } from '../shell/keys.js'
import { hasCommand, letterOf } from '../shell/keys.js'

/** The letter of each tool. */
export const toolKeys: Readonly<Record<ReviewTool, string>> = {
  select: 'v',
  rectangle: 'r',
  ellipse: 'e',
  brush: 'b',
  below: 'l',
}

/** What a key asks for while a file is reviewed. */
export type ReviewCommand =
  | { readonly do: 'tool'; readonly tool: ReviewTool }
  | { readonly do: 'nudge' | 'grow'; readonly dx: -1 | 0 | 1; readonly dy: -1 | 0 | 1 }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'frame' | 'step' | 'second'; readonly by: -1 | 1 }
  | {
      readonly do: 'keep' | 'whole-person' | 'remove' | 'deselect' | 'span-from' | 'span-to'
    }
  | { readonly do: 'accept-next' | 'next' | 'previous' | 'undo' | 'redo' | 'compare' | 'fit' }
  | { readonly do: 'add' | 'flag' | 'find-person' | 'background' | 'bare-head' }

const zoomStep = 1.35

const letters: Readonly<Record<string, ReviewCommand>> = {
  a: { do: 'add' },
  n: { do: 'next' },
  p: { do: 'previous' },
  k: { do: 'keep' },
  w: { do: 'whole-person' },
  f: { do: 'find-person' },
  o: { do: 'background' },
  c: { do: 'compare' },
  g: { do: 'flag' },
  h: { do: 'bare-head' },
  ...Object.fromEntries(
    Object.entries(toolKeys).map(([tool, letter]) => [letter, { do: 'tool', tool: tool as ReviewTool }]),
  ),
}

const keys: Readonly<Record<string, ReviewCommand>> = {
  Enter: { do: 'accept-next' },
  Delete: { do: 'remove' },
  Backspace: { do: 'remove' },
  Escape: { do: 'deselect' },
  '+': { do: 'zoom', factor: zoomStep },
  '=': { do: 'zoom', factor: zoomStep },
  '-': { do: 'zoom', factor: 1 / zoomStep },
  '0': { do: 'fit' },
  PageUp: { do: 'frame', by: -1 },
  PageDown: { do: 'frame', by: 1 },
}

/** By their place on the keyboard: other layouts have letters there. */
const places: Readonly<Record<string, { readonly plain: ReviewCommand; readonly shift: ReviewCommand }>> = {
  Comma: { plain: { do: 'step', by: -1 }, shift: { do: 'second', by: -1 } },
  Period: { plain: { do: 'step', by: 1 }, shift: { do: 'second', by: 1 } },
  BracketLeft: { plain: { do: 'span-from' }, shift: { do: 'span-from' } },
  BracketRight: { plain: { do: 'span-to' }, shift: { do: 'span-to' } },
}

const arrows: Readonly<Record<string, readonly [dx: -1 | 0 | 1, dy: -1 | 0 | 1]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** The command of a key, undefined for keys that mean nothing here. */
export function reviewCommand(press: KeyPress): ReviewCommand | undefined {
  if (press.altKey) return undefined
  const letter = letterOf(press)
  if (hasCommand(press)) {
    if (letter === 'z') return { do: press.shiftKey ? 'redo' : 'undo' }
    return letter === 'y' ? { do: 'redo' } : undefined
  }
  const arrow = own(arrows, press.key)
  if (arrow) return { do: press.shiftKey ? 'grow' : 'nudge', dx: arrow[0], dy: arrow[1] }
  const place = own(places, press.code)
  if (place) return press.shiftKey ? place.shift : place.plain
  const named = own(keys, press.key)
  if (named) return named
  return letter === undefined ? undefined : own(letters, letter)
}
