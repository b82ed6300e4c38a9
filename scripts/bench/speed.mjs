// What a photo costs:  npm run bench:speed [-- --photos 8] [-- --rounds 3] [-- --endurance 200]
//
// Makes 12-MP photos out of the sample pictures that a package of ours brings, then, in one run and on the same files, times
// sharp's own decode + encode and the built command with 1 and 2 jobs in `balanced` and `fast`. Prints ratios: seconds depend on
// the machine, ratios much less. The command's start (models, processes) is timed on its own and not part of a photo's cost.
// Machines are not equally quick from one second to the next: each round times sharp right before and right after each run of the
// command, which is held against the mean of the two. Printed are the medians of all rounds, and the least and greatest ratio.
// --endurance N sends N photos through one command and compares the memory of its last quarter with its second quarter.
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const command = path.join(root, 'dist/cli/main.js')
const samples = path.join(root, 'node_modules/@vladmandic/face-api/demo')
const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    endurance: { type: 'string' },
  },
})
const work = mkdtempSync(path.join(os.tmpdir(), 'zaslona-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
sharp.cache(false)

/** Six samples side by side and over each other at 4000 x 3000 pixels: faces of several sizes in photographic surroundings. */
async function makePhoto(file, turn) {
  const names = readdirSync(samples)
    .filter((name) => /^sample\d\.jpg$/.test(name))
    .sort()
  const tiles = await Promise.all(
    names.slice(0, 6).map((_, index) =>
      sharp(path.join(samples, names[(index + turn) % names.length]))
        .resize(1334, 1500, { fit: 'cover' })
        .toBuffer(),
    ),
  )
  await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#888888' } })
    .composite(
      tiles.map((input, index) => ({
        input,
        left: Math.min((index % 3) * 1333, 4000 - 1334),
        top: Math.floor(index / 3) * 1500,
      })),
    )
    .jpeg({ quality: 92 })
    .toFile(file)
}

/** Resident bytes of a process and everything below it; 0 where the system has no /proc. */
function treeBytes(pid) {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return pages * 4096 + children.reduce((sum, child) => sum + treeBytes(child), 0)
  } catch {
    return 0
  }
}

/** Runs a program; resolves to its seconds, the memory of its whole tree over time and its standard output. */
function measure(args) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const memory = []
    let stdout = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    const timer = setInterval(() => memory.push(treeBytes(child.pid)), 100)
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(timer)
      resolve({ code, seconds: (performance.now() - began) / 1000, peakBytes: Math.max(0, ...memory), memory, stdout })
    })
  })
}

let runs = 0
async function redact(folder, jobs, thoroughness) {
  const out = path.join(work, `out-${++runs}`)
  const run = await measure([
    command,
    'redact',
    folder,
    '--out',
    out,
    '--jobs',
    String(jobs),
    '--thoroughness',
    thoroughness,
    '--json',
    '--quiet',
  ])
  const items = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((item) => typeof item.input === 'string')
  const unsafe = items.filter((item) => item.status !== 'safe')
  if (run.code !== 0 || unsafe.length > 0)
    throw new Error(`exit ${run.code}, not safe: ${unsafe.map((item) => item.status).join(', ')}`)
  rmSync(out, { recursive: true, force: true })
  return run
}

/** The yardstick, in a process of its own: `sharp(file).jpeg().toFile()`, `jobs` at a time. */
const yardstick = `
  import sharp from ${JSON.stringify(import.meta.resolve('sharp'))}
  import fs from 'node:fs'
  import path from 'node:path'
  const [folder, out, jobs] = process.argv.slice(1)
  sharp.cache(false)
  fs.mkdirSync(out, { recursive: true })
  const files = fs.readdirSync(folder)
  const began = performance.now()
  await Promise.all(Array.from({ length: Number(jobs) }, async () => {
    for (let name = files.pop(); name; name = files.pop()) {
      await sharp(path.join(folder, name)).jpeg({ quality: 85 }).toFile(path.join(out, name))
    }
  }))
  console.log((performance.now() - began) / 1000)
`

function folderOf(name, photos, count) {
  const folder = path.join(work, name)
  mkdirSync(folder)
  for (let index = 0; index < count; index++) {
    const file = path.join(folder, `${String(index).padStart(4, '0')}.jpg`)
    copyFileSync(photos[index % photos.length], file)
    utimesSync(file, 0, 0)
  }
  return folder
}

const mebibytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`
const row = (...cells) => console.log(cells.map((cell, index) => String(cell).padEnd(index === 0 ? 22 : 16)).join(''))

const count = Number(options.photos)
const photos = []
for (let turn = 0; turn < 4; turn++) {
  const file = path.join(work, `photo-${turn}.jpg`)
  await makePhoto(file, turn)
  photos.push(file)
}
console.log(
  `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} cores, Node ${process.version}`,
)
console.log(`${count} photos of 4000 x 3000 pixels, ${Math.round(statSync(photos[0]).size / 1024)} KiB each\n`)

const folder = folderOf('photos', photos, count)
const single = folderOf('single', photos, 1)

async function timeYardstick(jobs) {
  const out = path.join(work, `base-${++runs}`)
  const run = await measure(['--input-type=module', '--eval', yardstick, folder, out, String(jobs)])
  rmSync(out, { recursive: true })
  return { seconds: Number(run.stdout) / count, peakBytes: run.peakBytes }
}

/** What a photo takes beside the first of a run, which pays for the start. */
async function timePhoto(jobs, thoroughness) {
  const one = await redact(single, jobs, thoroughness)
  const run = await redact(folder, jobs, thoroughness)
  return { seconds: (run.seconds - one.seconds) / (count - 1), peakBytes: run.peakBytes }
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
const peakOf = (timed) => mebibytes(Math.max(...timed.map(({ peakBytes }) => peakBytes)))
const secondsOf = (timed) => median(timed.map(({ seconds }) => seconds)).toFixed(3)

row('', 'jobs', 's/photo', 'ratio', 'least, greatest', 'peak memory')
for (const jobs of [1, 2]) {
  const base = []
  const timed = { balanced: [], fast: [] }
  for (let round = 0; round < Number(options.rounds); round++) {
    base.push(await timeYardstick(jobs))
    for (const [thoroughness, rounds] of Object.entries(timed)) {
      const before = base.at(-1)
      const photo = await timePhoto(jobs, thoroughness)
      base.push(await timeYardstick(jobs))
      rounds.push({ ...photo, ratio: photo.seconds / ((before.seconds + base.at(-1).seconds) / 2) })
    }
  }
  row('sharp decode + encode', jobs, secondsOf(base), '1.00', '', peakOf(base))
  for (const [thoroughness, rounds] of Object.entries(timed)) {
    const ratios = rounds.map(({ ratio }) => ratio)
    const range = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2)).join(', ')
    row(`zaslona ${thoroughness}`, jobs, secondsOf(rounds), median(ratios).toFixed(2), range, peakOf(rounds))
  }
}

if (options.endurance) {
  const many = folderOf('many', photos, Number(options.endurance))
  const run = await redact(many, 1, 'fast')
  const quarter = Math.floor(run.memory.length / 4)
  const peakBetween = (from, to) => Math.max(0, ...run.memory.slice(from, to))
  const early = peakBetween(quarter, 2 * quarter)
  const late = peakBetween(3 * quarter, run.memory.length)
  console.log(
    `\n${options.endurance} photos in a row: peak memory ${mebibytes(early)} in the second quarter, ${mebibytes(late)} in the last (${(late / early).toFixed(2)})`,
  )
}
