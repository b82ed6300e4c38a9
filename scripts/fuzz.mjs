// Feeds damaged pictures to the built command:  npm run fuzz [-- --minutes 10 --seed 1]
//
// Starts from valid files of every format we read, made on the spot, and mutates them: bytes, runs, lengths, cuts, splices.
// Each round is one `zaslona redact` over a folder of such files. A round fails where the command dies by a signal or an
// exit code it does not document, says nothing of an input, takes longer than its limit, or leaves anything in the output
// folder that is not a finished picture named as safe.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import typescript from 'typescript'
import { walkStructure } from '../dist/engine/structure/walk-structure.js'
import { createRandom, itemsOf, mutate, redactFolder } from './fuzzing.mjs'

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

/** What is wrong with a round; empty when nothing is. */
function judgeRound({ exitCode, signal, stdout }, inputs, output, counts) {
  const problems = []
  if (signal) problems.push(`killed by ${signal}`)
  else if (exitCode !== 0 && exitCode !== 1) problems.push(`exit code ${exitCode}`)
  const finished = itemsOf(stdout)
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
  const result = await redactFolder(input, output, roundLimitMs)
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
