/** Characters that move the cursor, hide themselves or turn the direction of a line, lone surrogates and separators. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/u

/**
 * The text as a terminal can show it: everything that could act on the terminal or deceive the reader is written as its
 * code, so that a file name can neither colour the screen nor fake another line.
 */
export function printable(text: string): string {
  let shown = ''
  for (const character of text) shown += unprintable.test(character) ? codeOf(character) : character
  return shown
}

function codeOf(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = character.codePointAt(0) ?? 0
  // A byte that is not UTF-8, see engine/files/native-path.ts.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`
  return `\\u{${code.toString(16)}}`
}

/** The text, shortened in its middle to at most `width` characters. */
export function shortened(text: string, width: number): string {
  const characters = Array.from(text)
  if (characters.length <= width) return text
  if (width < 5) return characters.slice(0, Math.max(0, width)).join('')
  const tail = Math.floor((width - 1) / 2)
  return [...characters.slice(0, width - 1 - tail), '…', ...characters.slice(characters.length - tail)].join('')
}

/** The number of characters that a terminal shows; wide ones count as one. */
export const lengthOf = (text: string): number => Array.from(text).length
