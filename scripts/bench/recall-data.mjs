// What bench:recall and its training share: the labelled pictures, what the detector proposes for them (made once, kept on disk)
// and a judge of decisions that needs no redacted file.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import sharp from 'sharp'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
sharp.cache(false)

export const core = (file) => import(path.join(root, 'dist/core', file))
const engine = (file) => import(path.join(root, 'dist/engine', file))

/** Opens the product's own networks. */
async function openNetworks(threads = os.availableParallelism()) {
  const [{ readModels, readPeopleModel }, { networkOf, openSession }, { heads }, { yolov8Person }] = await Promise.all([
    engine('detect/model-files.js'),
    engine('detect/network.js'),
    engine('detect/heads/heads.js'),
    engine('detect/people-head.js'),
  ])
  const modelsFolder = path.join(root, 'models')
  const models = await readModels({ modelsFolder, userModelsFolder: path.join(root, 'models/none') })
  const people = await readPeopleModel(modelsFolder)
  for (const read of [models, people])
    if (!read.ok) throw new Error(`the models are not in place (npm run setup): ${read.error.code}`)
  const [model] = models.value
  return {
    faces: networkOf(await openSession(model.bytes, threads), heads[model.entry.head]),
    people: networkOf(await openSession(people.value.bytes, threads), yolov8Person),
  }
}

/** @returns {Promise<{width: number, height: number, data: Uint8Array}>} upright sRGB */
export async function readPicture(file) {
  const { data, info } = await sharp(file)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** What the networks say of every picture of a truth file; from `folder` when asked before with the same looks. */
export async function sightingsFor(truthFile, thoroughness, folder, onPicture = () => undefined) {
  const [{ detectionPlan }, { loneLooks, peopleLook }, { lookAt }] = await Promise.all([
    core('detection/plan.js'),
    core('detection/second-looks.js'),
    engine('detect/find-faces.js'),
  ])
  const entries = JSON.parse(readFileSync(truthFile, 'utf8'))
  const looks = entries.map(({ image, w, h }) => {
    const size = { width: w, height: h }
    const { before, after } = loneLooks(size, thoroughness)
    const lone = [...before, ...after].map(({ pass }) => pass)
    return [image, detectionPlan(size, thoroughness), lone, peopleLook(size, thoroughness)]
  })
  const key = createHash('sha256')
    .update(JSON.stringify([looks, readFileSync(path.join(root, 'models/manifest.json'), 'utf8')]))
    .digest('hex')
    .slice(0, 16)
  const file = path.join(folder, `${path.basename(truthFile, '.json')}-${key}.bin`)
  if (existsSync(file)) return deserialize(readFileSync(file))
  mkdirSync(folder, { recursive: true })
  const networks = await openNetworks()
  const result = []
  for (const [index, entry] of entries.entries()) {
    const picture = await readPicture(path.resolve(path.dirname(truthFile), entry.image))
    result.push(await lookAt(new globalThis.AbortController().signal, networks, picture, thoroughness))
    onPicture(index + 1, entries.length)
  }
  await Promise.all([networks.faces.release(), networks.people.release()])
  writeFileSync(`${file}.part`, serialize(result))
  renameSync(`${file}.part`, file)
  return result
}

/** What would be covered, in pixels of the picture; `line` as in the engine. */
export async function decider() {
  const { facesIn } = await engine('detect/find-faces.js')
  return ({ width, height }, sightings, thoroughness, line) =>
    facesIn({ width, height }, sightings, thoroughness, line).map(({ box }) => ({
      left: box.x * width,
      top: box.y * height,
      right: (box.x + box.width) * width,
      bottom: (box.y + box.height) * height,
    }))
}

/** Luma of the fill that is assumed: middle grey. */
const fillLevel = 128
const square = 16
const growth = 0.3

/** A labelled picture, prepared for `score`. */
export async function loadTruth(truthFile) {
  const entries = JSON.parse(readFileSync(truthFile, 'utf8'))
  const pictures = []
  for (const { image, w, h, faces } of entries) {
    const { data, info } = await sharp(path.resolve(path.dirname(truthFile), image))
      .autoOrient()
      .toColourspace('b-w')
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    if (info.width !== w || info.height !== h || info.channels !== 1)
      throw new Error(`${image} is not what its labels say`)
    pictures.push(prepare({ image, width: w, height: h, faces, luma: data }))
  }
  return pictures
}

function prepare(picture) {
  const { width, height, faces, luma } = picture
  const columns = Math.ceil(width / square)
  const outside = new Uint16Array(columns * Math.ceil(height / square))
  const near = new Uint8Array(width * height)
  for (const {
    box: [x, y, w, h],
  } of faces) {
    const [growX, growY] = [w * 0.3 + 8, h * 0.3 + 8]
    for (let row = Math.max(0, Math.floor(y - growY)); row < Math.min(height, y + h + growY); row++)
      near.fill(
        1,
        row * width + Math.max(0, Math.floor(x - growX)),
        row * width + Math.min(width, Math.ceil(x + w + growX)),
      )
  }
  let outsideArea = 0
  for (let y = 0; y < height; y++)
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (near[at]) continue
      outsideArea++
      if (Math.abs(luma[at] - fillLevel) > 32) outside[(y >> 4) * columns + (x >> 4)]++
    }
  return { ...picture, columns, rows: Math.ceil(height / square), outside, outsideArea, blocks: blocksOf(picture) }
}

/** 8 px blocks: would a fill show there, and is it near (threefold) a labelled face. */
function blocksOf({ width, height, faces, luma }) {
  const columns = Math.floor(width / 8)
  const rows = Math.floor(height / 8)
  const shows = new Uint8Array(columns * rows)
  const nearFace = new Uint8Array(columns * rows)
  for (const {
    box: [x, y, w, h],
  } of faces)
    for (let row = Math.max(0, Math.floor((y - h) / 8)); row <= Math.min(rows - 1, (y + 2 * h) / 8); row++)
      for (
        let column = Math.max(0, Math.floor((x - w) / 8));
        column <= Math.min(columns - 1, (x + 2 * w) / 8);
        column++
      )
        nearFace[row * columns + column] = 1
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let count = 0
      for (let y = row * 8; y < row * 8 + 8; y++)
        for (let x = column * 8; x < column * 8 + 8; x++) if (Math.abs(luma[y * width + x] - fillLevel) > 32) count++
      shows[row * columns + column] = count > 32 ? 1 : 0
    }
  return { columns, rows, shows, nearFace }
}

/** Which squares of the coding grid the fills of these boxes (in pixels) cover. */
export function maskOf(picture, boxes) {
  const mask = new Uint8Array(picture.columns * picture.rows)
  for (const { left, top, right, bottom } of boxes) {
    const [growX, growY] = [(right - left) * growth, (bottom - top) * growth]
    const from = Math.max(0, Math.floor((left - growX) / square))
    const to = Math.max(from, Math.min(picture.columns, Math.ceil((right + growX) / square)))
    for (
      let y = Math.max(0, Math.floor((top - growY) / square));
      y < Math.min(picture.rows, Math.ceil((bottom + growY) / square));
      y++
    )
      mask.fill(1, y * picture.columns + from, y * picture.columns + to)
  }
  return mask
}

/** Ends the process with a loud message where `--data` names no folder of labelled pictures. */
export function requireLabelledPictures(folder) {
  if (folder !== undefined && existsSync(path.join(folder, 'crowd.json'))) return
  const reason = folder === undefined ? 'no folder was named' : `there is no crowd.json in ${folder}`
  console.error(`NOT MEASURED: ${reason}. Name the folder of labelled pictures: --data FOLDER`)
  process.exit(1)
}

/** Share of a face's textured cells that stay visible under the mask. */
export function visibleShare({ luma, width, height, columns }, mask, box) {
  const [x0, y0] = [Math.max(0, Math.round(box[0])), Math.max(0, Math.round(box[1]))]
  const [x1, y1] = [Math.min(width, Math.round(box[0] + box[2])), Math.min(height, Math.round(box[1] + box[3]))]
  if (x1 - x0 < 2 || y1 - y0 < 2) return 0
  const cells = Math.min(x1 - x0, y1 - y0) < 24 ? 2 : 4
  let textured = 0
  let visible = 0
  for (let cell = 0; cell < cells * cells; cell++) {
    const [column, row] = [cell % cells, Math.floor(cell / cells)]
    const [left, right] = [column, column + 1].map((at) => x0 + Math.floor(((x1 - x0) * at) / cells))
    const [top, bottom] = [row, row + 1].map((at) => y0 + Math.floor(((y1 - y0) * at) / cells))
    let [count, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0]
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const a = luma[y * width + x]
        const b = mask[(y >> 4) * columns + (x >> 4)] ? fillLevel : a
        count++
        sa += a
        sb += b
        saa += a * a
        sbb += b * b
        sab += a * b
      }
    if (count < 4) continue
    const [va, vb] = [saa / count - (sa / count) ** 2, sbb / count - (sb / count) ** 2]
    if (va < 9) continue
    textured++
    if (vb > 4 && (sab / count - (sa / count) * (sb / count)) / Math.sqrt(va * vb) > 0.7) visible++
  }
  return textured === 0 ? 0 : visible / textured
}

function needlessPatches({ columns: squares, blocks: { columns, rows, shows, nearFace } }, mask) {
  const open = shows.map((value, at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)]
    return value && mask[(y >> 1) * squares + (x >> 1)]
  })
  let patches = 0
  for (let start = 0; start < open.length; start++) {
    if (!open[start]) continue
    let touches = false
    open[start] = 0
    for (const stack = [start]; stack.length > 0;) {
      const at = stack.pop()
      if (nearFace[at]) touches = true
      const [x, y] = [at % columns, Math.floor(at / columns)]
      for (let row = Math.max(0, y - 2); row <= Math.min(rows - 1, y + 2); row++)
        for (let column = Math.max(0, x - 2); column <= Math.min(columns - 1, x + 2); column++) {
          const next = row * columns + column
          if (!open[next]) continue
          open[next] = 0
          stack.push(next)
        }
    }
    if (!touches) patches++
  }
  return patches
}

/** What the fills of these boxes would be judged. */
export function score(picture, boxes, minHeight = 8) {
  const mask = maskOf(picture, boxes)
  let needless = 0
  for (let at = 0; at < mask.length; at++) if (mask[at]) needless += picture.outside[at]
  const faces = picture.faces.filter(({ box, invalid }) => !invalid && box[3] >= minHeight && box[2] >= 4)
  const exposed = faces.filter(({ box }) => visibleShare(picture, mask, box) > 0.2)
  return { faces, exposed, needless, outsideArea: picture.outsideArea, patches: needlessPatches(picture, mask) }
}

/** Sums over pictures, in the judge's terms. */
export function summarize(scores) {
  const sum = (value) => scores.reduce((total, item) => total + value(item), 0)
  const covered = (from) => {
    const faces = sum((item) => item.faces.filter(({ box }) => box[3] >= from).length)
    return faces ? 1 - sum((item) => item.exposed.filter(({ box }) => box[3] >= from).length) / faces : 1
  }
  return {
    pictures: scores.length,
    exposed: sum((item) => item.exposed.length),
    covered: covered(0),
    covered16: covered(16),
    covered32: covered(32),
    exposed32: sum((item) => item.exposed.filter(({ box }) => box[3] >= 32).length),
    clean: scores.filter((item) => item.exposed.length === 0).length,
    needlessArea: sum((item) => item.needless) / sum((item) => item.outsideArea),
    withoutPatch: scores.filter((item) => item.patches === 0).length,
    patches: sum((item) => item.patches) / scores.length,
  }
}

export const inWords = (s) =>
  `${(100 * s.covered).toFixed(2)} % covered (${s.exposed} exposed; ≥ 16 px ${(100 * s.covered16).toFixed(2)}, ≥ 32 px ${(100 * s.covered32).toFixed(2)}), ` +
  `${s.clean}/${s.pictures} pictures with none exposed, needless: ${(100 * s.needlessArea).toFixed(2)} % of area, ${s.patches.toFixed(2)} patches a picture, ${s.withoutPatch} pictures without`
