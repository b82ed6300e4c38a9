// What ties a finished picture to the sensor that took its original:  npm run bench:fingerprint [-- --strength 0.01] [-- --photos 6]
//
// Two cameras are simulated, each with a fixed pattern of its own (see fingerprint/camera.mjs). The first photographs the sample
// pictures that a package of ours brings; the built command makes copies with several options. An examiner who has a dozen
// even pictures of either camera, and knows to what size a copy was reduced, compares each copy with both patterns. What is
// printed holds for this simulation alone: real sensors, long series of pictures and other examiners differ.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { createPattern, takePhoto, wall } from './fingerprint/camera.mjs'
import { bentMatch, correlation, peakEnergy } from './fingerprint/correlate.mjs'
import { noiseResidual, withoutLines } from './fingerprint/residual.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const command = path.join(root, 'dist/cli/main.js')
const samples = path.join(root, 'node_modules/@vladmandic/face-api/demo')
const { values: options } = parseArgs({
  options: { strength: { type: 'string', default: '0.01' }, photos: { type: 'string', default: '6' } },
})
const strength = Number(options.strength)
const photos = Number(options.photos)
const size = { width: 2048, height: 1536 }
const referencePictures = 12
const variants = [
  { name: 'original', flags: undefined },
  { name: 'redacted', flags: [] },
  { name: '--round-size', flags: ['--round-size'] },
  { name: '--max-size 1365', flags: ['--max-size', '1365'] },
  { name: '--defeat-fingerprint', flags: ['--defeat-fingerprint'] },
]
const work = mkdtempSync(path.join(os.tmpdir(), 'zaslona-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

async function greyOf(file) {
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { grey: data, size: { width: info.width, height: info.height } }
}

/** The pattern of a camera, estimated from even pictures (Chen, Fridrich, Goljan, Lukáš 2008). */
async function referenceOf(pattern, seed) {
  const product = new Float64Array(size.width * size.height)
  const energy = new Float64Array(product.length)
  for (let index = 0; index < referencePictures; index++) {
    const { grey } = await greyOf(await takePhoto(wall(size, seed + index), pattern, size, seed + 500 + index))
    const residual = noiseResidual(grey, size)
    for (let at = 0; at < product.length; at++) {
      product[at] += residual[at] * grey[at]
      energy[at] += grey[at] ** 2
    }
  }
  return withoutLines(
    product.map((value, at) => value / (energy[at] + 1)),
    size,
  )
}

/** The reference reduced as the copy was. */
async function resampled(reference, target) {
  if (target.width === size.width && target.height === size.height) return reference
  const [middle, scale] = [32_768, 200_000]
  const levels = Uint16Array.from(reference, (value) =>
    Math.max(0, Math.min(65_535, middle + Math.round(value * scale))),
  )
  const { data } = await sharp(levels, { raw: { ...size, channels: 1 } })
    .toColourspace('grey16')
    .resize({ ...target, fit: 'fill', kernel: 'lanczos3' })
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  const values = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  return Float64Array.from(values, (value) => (value - middle) / scale)
}

/** The part whose sides the wavelets can halve four times. */
function cut(field, from, to) {
  const result = new Float64Array(to.width * to.height)
  for (let y = 0; y < to.height; y++)
    for (let x = 0; x < to.width; x++) result[y * to.width + x] = field[y * from.width + x]
  return result
}

async function examine(file, references) {
  const { grey, size: whole } = await greyOf(file)
  const part = { width: whole.width & ~15, height: whole.height & ~15 }
  const seen = cut(grey, whole, part)
  const residual = noiseResidual(seen, part)
  const results = []
  for (const reference of references) {
    const scaled = cut(await resampled(reference, whole), whole, part)
    const expected = scaled.map((value, at) => value * seen[at])
    results.push({
      correlation: correlation(residual, expected),
      peak: peakEnergy(residual, expected, part),
      bent: bentMatch(residual, expected, part, 64, 4),
    })
  }
  return results
}

function copiesOf(input, { name, flags }) {
  if (!flags) return input
  const output = path.join(work, name.replaceAll(/\W/g, ''))
  const common = ['--format', 'jpeg', '--names', 'keep', '--thoroughness', 'fast', '--jobs', '1', '--quiet']
  const { status, stderr } = spawnSync(
    process.execPath,
    [command, 'redact', input, '--out', output, ...common, ...flags],
    {
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(stderr)
  return output
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const range = (values, digits) =>
  `${mean(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} … ${Math.max(...values).toFixed(digits)})`

const patterns = [createPattern(1, size, strength), createPattern(2, size, strength)]
const references = [await referenceOf(patterns[0], 10), await referenceOf(patterns[1], 5_000)]
const input = path.join(work, 'in')
mkdirSync(input)
const names = readdirSync(samples)
  .filter((name) => /^sample\d\.jpg$/.test(name))
  .sort()
for (let index = 0; index < photos; index++) {
  const file = path.join(samples, names[index % names.length])
  const scene = await sharp(file)
    .resize({ ...size, fit: 'cover' })
    .flop(index >= names.length)
    .raw()
    .toBuffer()
  writeFileSync(path.join(input, `photo-${index}.jpg`), await takePhoto(scene, patterns[0], size, 900 + index))
}
console.log(`${photos} pictures of ${size.width} × ${size.height}, pattern of ${strength * 100} %: mean (least … most)`)
console.log('| copy | camera | correlation | PCE | PCE > 60 | bent match |')
for (const variant of variants) {
  const folder = copiesOf(input, variant)
  const rows = [[], []]
  for (const name of readdirSync(folder).sort()) {
    const results = await examine(readFileSync(path.join(folder, name)), references)
    results.forEach((result, camera) => rows[camera].push(result))
  }
  rows.forEach((row, camera) => {
    const column = (key, digits) =>
      range(
        row.map((result) => result[key]),
        digits,
      )
    const matches = `${row.filter(({ peak }) => peak > 60).length} of ${row.length}`
    const who = camera === 0 ? 'its own' : 'another'
    console.log(
      `| ${variant.name} | ${who} | ${column('correlation', 4)} | ${column('peak', 0)} | ${matches} | ${column('bent', 1)} |`,
    )
  })
}
