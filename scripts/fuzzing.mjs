// What the two fuzzers share: random numbers that repeat, ways to damage a file, and one run of the command.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'

const command = path.join(path.dirname(import.meta.dirname), 'dist/cli/main.js')

/** mulberry32: the same seed gives the same files. */
export function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `others` are pairs of an extension and a file; a piece of one may be spliced in. */
export function mutate(original, others, random) {
  let file = Buffer.from(original)
  const place = () => Math.floor(random() ** 2 * file.length)
  const kinds = [
    () => file.writeUInt8(Math.floor(random() * 256), place()),
    () => {
      const at = place()
      file.fill(random() < 0.5 ? 0 : 255, at, Math.min(file.length, at + 8))
    },
    () => (file = file.subarray(0, 1 + place())),
    () => {
      const at = place()
      file = Buffer.concat([
        file.subarray(0, at),
        file.subarray(Math.min(file.length, at + 1 + Math.floor(random() * 64))),
      ])
    },
    () => {
      const other = others[Math.floor(random() * others.length)][1]
      file = Buffer.concat([file.subarray(0, place()), other.subarray(Math.floor(random() * other.length))])
    },
    () => {
      const at = Math.min(place(), Math.max(0, file.length - 4))
      if (file.length >= 4) file.writeUInt32BE([0, 1, 0x7fffffff, 0xffffffff, 0x00010000][Math.floor(random() * 5)], at)
    },
  ]
  const changes = 1 + Math.floor(random() * 6)
  for (let change = 0; change < changes && file.length > 0; change++) kinds[Math.floor(random() * kinds.length)]()
  return file
}

/** Redacts a folder; ends the command where it takes longer than `limitMs`. */
export function redactFolder(input, output, limitMs, options = []) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [command, 'redact', input, '--out', output, '--json', '--thoroughness', 'fast', ...options],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let stdout = ''
    let stderr = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => (stderr += data))
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer)
      resolve({ exitCode, signal, stdout, stderr })
    })
  })
}

/** The finished items that the command told of. */
export const itemsOf = (stdout) =>
  stdout
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)]
      } catch {
        return []
      }
    })
    .filter((item) => typeof item.input === 'string' && typeof item.status === 'string')
