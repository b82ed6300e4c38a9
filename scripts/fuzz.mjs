// Feeds damaged pictures to the built command:  npm run fuzz [-- --minutes 10 --seed 1]
//
// Starts from valid files of every format we read, made on the spot, and mutates them: bytes, runs, lengths, cuts, splices.
// Each round is one `zaslona redact` over a folder of such files. A round fails where the command dies by a signal or an
// exit code it does not document, says nothing of an input, takes longer than its limit, or leaves anything in the output
// folder that is not a finished picture named as safe.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import typescript from 'typescript'
import { walkStructure } from '../dist/engine/structure/walk-structure.js'

/** The fixtures of the tests, which are not built. */
async function importFixtures(name) {
  const source = readFileSync(new URL(`../test/support/${name}.ts`, import.meta.url), 'utf8')
  const { outputText } = typescript.transpileModule(source, {
    compilerOptions: { module: typescript.ModuleKind.ESNext },
  })
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`)
}
const { jxlCodestreams, jxlContainer } = await importFixtures('jxl')
const { avifSequence } = await importFixtures('avif-sequence')

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
})
const limitMs = Number(values.minutes) * 60_000
const filesARound = 30
const roundLimitMs = 300_000
const command = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'dist/cli/main.js')

/** mulberry32: the same seed gives the same files. */
function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

async function validFiles() {
  const [width, height] = [120, 80]
  const pixels = (channels, pages) =>
    Buffer.from({ length: width * height * channels * pages }, (_, index) => (index * 7 + (index >> 5)) & 255)
  const still = (channels = 3) =>
    sharp(pixels(channels, 1), { raw: { width, height, channels } }).withExif({ IFD0: { Artist: 'A. Person' } })
  const moving = () => sharp(pixels(4, 3), { raw: { width, height: height * 3, channels: 4, pageHeight: height } })
  return [
    ['.jpg', await still().jpeg().toBuffer()],
    ['.jpg', await still().jpeg({ progressive: true }).toBuffer()],
    ['.png', await still(4).png().toBuffer()],
    ['.png', await still().png({ palette: true }).toBuffer()],
    ['.webp', await still().webp().toBuffer()],
    [
      '.webp',
      await moving()
        .webp({ delay: [50, 50, 50] })
        .toBuffer(),
    ],
    [
      '.gif',
      await moving()
        .gif({ delay: [50, 50, 50] })
        .toBuffer(),
    ],
    ['.tif', await moving().tiff({ compression: 'lzw' }).toBuffer()],
    ['.tif', await still().tiff({ compression: 'deflate', tile: true }).toBuffer()],
    ['.avif', await still().avif({ effort: 0 }).toBuffer()],
    ['.jxl', jxlContainer(jxlCodestreams.oriented[5], [])],
    ['.jxl', jxlCodestreams.animated],
    ['.jxl', jxlCodestreams.alpha],
    ['.avif', avifSequence],
    // The containers that we read and cannot write: their boxes around an AV1 picture reach the same parsers.
    [
      '.heic',
      Buffer.from((await still().avif({ effort: 0 }).toBuffer()).toString('latin1').replace('avif', 'heic'), 'latin1'),
    ],
  ]
}

function mutate(original, others, random) {
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

function run(input, output) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [command, 'redact', input, '--out', output, '--json', '--thoroughness', 'fast'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let stdout = ''
    let stderr = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), roundLimitMs)
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => (stderr += data))
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer)
      resolve({ exitCode, signal, stdout, stderr })
    })
  })
}

/** What is wrong with a round; empty when nothing is. */
function judgeRound({ exitCode, signal, stdout }, inputs, output, counts) {
  const problems = []
  if (signal) problems.push(`killed by ${signal}`)
  else if (exitCode !== 0 && exitCode !== 1) problems.push(`exit code ${exitCode}`)
  const items = stdout.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
  const finished = items.filter((item) => typeof item.input === 'string' && typeof item.status === 'string')
  for (const { status } of finished) counts[status] = (counts[status] ?? 0) + 1
  const told = new Set(finished.map(({ input }) => path.basename(input)))
  for (const input of inputs) if (!told.has(input)) problems.push(`nothing said of ${input}`)
  const named = new Set(finished.flatMap((item) => (item.status === 'safe' ? [path.basename(item.output)] : [])))
  for (const entry of readdirSync(output, { recursive: true })) {
    if (!named.has(path.basename(entry))) problems.push(`left over: ${entry}`)
    else if (walkStructure(readFileSync(path.join(output, entry))).findings.length > 0)
      problems.push(`not clean: ${entry}`)
  }
  return problems
}

const random = createRandom(Number(values.seed))
const valid = await validFiles()
const folder = mkdtempSync(path.join(tmpdir(), 'fuzz-'))
const counts = {}
const began = performance.now()
let rounds = 0
let failures = 0
while (performance.now() - began < limitMs) {
  const [input, output] = ['in', 'out'].map((name) => path.join(folder, `${name}-${rounds}`))
  mkdirSync(input)
  mkdirSync(output)
  const inputs = Array.from({ length: filesARound }, (_, index) => {
    const [extension, original] = valid[index % valid.length]
    const name = `file-${index}${extension}`
    writeFileSync(path.join(input, name), mutate(original, valid, random))
    return name
  })
  const result = await run(input, output)
  const problems = judgeRound(result, inputs, output, counts)
  rounds++
  if (problems.length > 0) {
    failures++
    console.error(`round ${rounds}, kept in ${input}:\n  ${problems.join('\n  ')}\n${result.stderr.slice(-500)}`)
  } else for (const used of [input, output]) rmSync(used, { recursive: true })
}
if (failures === 0) rmSync(folder, { recursive: true })
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  JSON.stringify({ seed: Number(values.seed), seconds, rounds, files: rounds * filesARound, failures, ...counts }),
)
process.exitCode = failures > 0 ? 1 : 0
