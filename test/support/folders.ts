import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of its own for one test, without links in its path; removed afterwards. */
export function testFolder(): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'folder-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files, `name: content`, and returns the folder. */
export function fill(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, content)
  }
  return folder
}

/**
 * Everything in a folder, byte by byte: kind, permissions, modification time in nanoseconds, content, link target. There
 * is deliberately no list of exceptions.
 */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {}
  const visit = (relative: Buffer): void => {
    const absolute = Buffer.concat([Buffer.from(folder), Buffer.from('/'), relative])
    const stats = fs.lstatSync(absolute, { bigint: true })
    const shape = `${stats.mode.toString(8)} ${String(stats.mtimeNs)} ${String(stats.nlink)}`
    const key = relative.toString('latin1')
    if (stats.isSymbolicLink()) entries[key] = `${shape} -> ${fs.readlinkSync(absolute)}`
    else if (stats.isFile()) entries[key] = `${shape} ${digest(fs.readFileSync(absolute))}`
    else entries[key] = shape
    if (!stats.isDirectory()) return
    for (const name of fs.readdirSync(absolute, { encoding: 'buffer' }))
      visit(relative.length === 0 ? name : Buffer.concat([relative, Buffer.from('/'), name]))
  }
  visit(Buffer.alloc(0))
  return entries
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The names of everything below a folder, hidden entries too, `/` between parts, sorted. */
export const namesBelow = (folder: string): readonly string[] =>
  fs
    .readdirSync(folder, { recursive: true })
    .map((name) => String(name).split(path.sep).join('/'))
    .sort()
