// Redacts the sample pictures that are installed anyway, and says where to look:  npm run demo
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const run = (script, ...args) =>
  spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status ?? 1

/** A folder that is not there yet: samples/run-1, samples/run-2, … */
function freshFolder() {
  const parent = path.join(root, 'samples')
  mkdirSync(parent, { recursive: true })
  for (let number = 1; ; number++) {
    const folder = path.join(parent, `run-${number}`)
    try {
      mkdirSync(folder)
      return folder
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}

if (run('scripts/setup.mjs') !== 0) process.exit(1)

const pictures = path.join(root, 'node_modules/@vladmandic/face-api/demo')
const originals = readdirSync(pictures)
  .filter((name) => name.endsWith('.jpg'))
  .map((name) => path.join(pictures, name))
const folder = freshFolder()
console.log(`\nCovering the faces in ${originals.length} sample pictures …`)
const status = run('dist/cli/main.js', 'redact', ...originals, '--out', folder)
if (status === 0) {
  console.log(`\nLook at the safe copies in  ${folder}`)
  console.log(`The originals are in        ${pictures}`)
  console.log('\nYour own pictures:          npx zaslona redact <files or folders> --out <folder>')
}
process.exit(status)
