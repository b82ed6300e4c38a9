import path from 'node:path'
import { printable } from '../core/messages/printable.js'

/** A path as the terminal shows it: short where it lies below the working folder, and harmless. */
export function shownName(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return printable(relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative)
}
