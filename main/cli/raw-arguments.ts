import fs from 'node:fs'
import { pathFromBytes } from '../core/naming/path-bytes.js'

const replacement = '\uFFFD'

/**
 * The arguments in the notation of [Note: Names that are not UTF-8]. Node has already replaced what is not UTF-8 in
 * them; Linux still has the bytes (proc(5), `cmdline`), where the arguments of the program come last.
 */
export function rawArguments(args: readonly string[]): readonly string[] {
  if (process.platform !== 'linux' || !args.some((argument) => argument.includes(replacement))) return args
  try {
    const all = splitAtZero(fs.readFileSync('/proc/self/cmdline'))
    return all.slice(all.length - args.length)
  } catch {
    return args
  }
}

function splitAtZero(bytes: Buffer): readonly string[] {
  const parts: string[] = []
  let start = 0
  for (let end = bytes.indexOf(0, start); end >= 0; end = bytes.indexOf(0, start)) {
    parts.push(pathFromBytes(bytes.subarray(start, end)))
    start = end + 1
  }
  return parts
}
