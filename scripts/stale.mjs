// What an earlier build left in dist/ and no source makes any more: it must neither be run nor packed.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** The folders of dist/ that are compiled out of the folders of main/ with the same names. */
const compiled = ['core', 'engine', 'cli', 'desktop']
const made = /\.(?:js|d\.ts)(?:\.map)?$/

/** Removes compiled files whose source is gone. Returns their paths below dist/. */
export function removeStale(root) {
  return compiled.flatMap((folder) => {
    const built = path.join(root, 'dist', folder)
    if (!existsSync(built)) return []
    return readdirSync(built, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && made.test(entry.name))
      .map((entry) => path.relative(path.join(root, 'dist'), path.join(entry.parentPath, entry.name)))
      .filter(
        (file) => !['.ts', '.mts', '.cts'].some((end) => existsSync(path.join(root, 'main', file.replace(made, end)))),
      )
      .map((file) => {
        rmSync(path.join(root, 'dist', file))
        return file
      })
  })
}
