// Whether finished pictures look like their originals:  npm run bench:looks
//
// One scene without faces is written in all eight orientations, in wide and printing colours, with more bits and other
// containers; the built command makes copies, and each copy is compared with the scene itself, or, for inks, with what sharp
// makes of the original. Prints mean and largest difference in levels of 255. Fails above a mean of 3.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { adobeRgbProfile, withTransformation } from './looks/make.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const work = mkdtempSync(path.join(os.tmpdir(), 'zaslona-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const [input, output] = ['in', 'out'].map((name) => path.join(work, name))
mkdirSync(input)
const size = { width: 640, height: 480 }
const mostMean = 3

/** Soft gradients with twelve even patches; nothing that halved colour resolution would hurt. */
function scene() {
  const data = Buffer.alloc(size.width * size.height * 3)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [column, row] = [Math.floor(x / 160), Math.floor(y / 160)]
      const isPatch = x % 160 > 40 && x % 160 < 120 && y % 160 > 40 && y % 160 < 120
      const patch = [column * 80, row * 120, 240 - (column + row) * 48]
      const soft = [40 + (x * 180) / size.width, 60 + (y * 160) / size.height, 200 - (x * 120) / size.width]
      for (let channel = 0; channel < 3; channel++)
        data[(y * size.width + x) * 3 + channel] = Math.round((isPatch ? patch : soft)[channel])
    }
  }
  return data
}

const truth = scene()
const open = () => sharp(truth, { raw: { ...size, channels: 3 } })
/** How the stored picture is turned so that each orientation shows the scene upright. */
const stored = {
  1: (picture) => picture,
  2: (picture) => picture.flop(),
  3: (picture) => picture.rotate(180),
  4: (picture) => picture.flip(),
  // Turned first, then mirrored; sharp by itself would do it the other way round.
  5: async (picture) => sharp(await picture.rotate(90).png().toBuffer()).flop(),
  6: (picture) => picture.rotate(270),
  7: async (picture) => sharp(await picture.rotate(270).png().toBuffer()).flop(),
  8: (picture) => picture.rotate(90),
}
const inks = new Set()
const write = (name, bytes) => writeFileSync(path.join(input, name), bytes)

for (const [orientation, turn] of Object.entries(stored)) {
  const turned = await (await turn(open())).png().toBuffer()
  const tagged = () => sharp(turned).withMetadata({ orientation: Number(orientation) })
  write(`orientation-${orientation}-jpeg.jpg`, await tagged().jpeg({ quality: 95 }).toBuffer())
  write(`orientation-${orientation}-webp.webp`, await tagged().webp({ quality: 95 }).toBuffer())
  write(`orientation-${orientation}-tiff.tif`, await tagged().tiff({ compression: 'lzw' }).toBuffer())
}
const plainAvif = async (turn) =>
  sharp(await turn(open()).png().toBuffer())
    .avif({ quality: 90, effort: 0 })
    .toBuffer()
write('avif-irot-90.avif', withTransformation(await plainAvif((picture) => picture.rotate(90)), 'irot', 1))
write('avif-irot-180.avif', withTransformation(await plainAvif((picture) => picture.rotate(180)), 'irot', 2))
write('avif-irot-270.avif', withTransformation(await plainAvif((picture) => picture.rotate(270)), 'irot', 3))
write('avif-imir-upright-axis.avif', withTransformation(await plainAvif((picture) => picture.flop()), 'imir', 1))
write('avif-imir-level-axis.avif', withTransformation(await plainAvif((picture) => picture.flip()), 'imir', 0))
const adobeRgb = path.join(work, 'adobe.icc')
writeFileSync(adobeRgb, adobeRgbProfile())
for (const [name, profile] of [
  ['display-p3', 'p3'],
  ['adobe-rgb', adobeRgb],
]) {
  write(`${name}-jpeg.jpg`, await open().withIccProfile(profile).jpeg({ quality: 95 }).toBuffer())
  write(`${name}-png.png`, await open().withIccProfile(profile).png().toBuffer())
  write(`${name}-avif.avif`, await open().withIccProfile(profile).avif({ quality: 90, effort: 0 }).toBuffer())
}
write('sixteen-bits-png.png', await open().toColourspace('rgb16').png().toBuffer())
write('sixteen-bits-tiff.tif', await open().toColourspace('rgb16').tiff({ compression: 'deflate' }).toBuffer())
write('ten-bits-avif.avif', await open().avif({ quality: 90, effort: 0, bitdepth: 10 }).toBuffer())
write('palette-gif.gif', await open().gif().toBuffer())
write('cmyk-jpeg.jpg', await open().withIccProfile('cmyk').jpeg({ quality: 95 }).toBuffer())
inks.add('cmyk-jpeg')

const { status, stderr } = spawnSync(
  process.execPath,
  [path.join(root, 'dist/cli/main.js'), 'redact', input, '--out', output, '--names', 'keep', '--thoroughness', 'fast'],
  { encoding: 'utf8' },
)
if (status !== 0) console.error(stderr)

function compare(copy, reference) {
  let [sum, most] = [0, 0]
  for (let at = 0; at < reference.length; at++) {
    const difference = Math.abs(copy[at] - reference[at])
    sum += difference
    most = Math.max(most, difference)
  }
  return { mean: sum / reference.length, most }
}

const finished = new Map(readdirSync(output).map((name) => [path.parse(name).name, name]))
let failures = 0
console.log('| original | copy | mean | largest |')
for (const name of readdirSync(input).sort()) {
  const key = path.parse(name).name
  const copy = finished.get(key)
  const read = (file) => sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const shown = copy && (await read(path.join(output, copy)))
  const isSize = shown?.info.width === size.width && shown.info.height === size.height
  if (!isSize) {
    failures++
    console.log(`| ${key} | ${copy ?? 'none'} | size differs | |`)
    continue
  }
  const reference = inks.has(key) ? (await read(path.join(input, name))).data : truth
  const { mean, most } = compare(shown.data, reference)
  if (mean > mostMean) failures++
  console.log(`| ${key} | ${shown.info ? path.extname(copy).slice(1) : ''} | ${mean.toFixed(2)} | ${most} |`)
}
process.exitCode = failures > 0 ? 1 : 0
