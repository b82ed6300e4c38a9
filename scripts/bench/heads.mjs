// How often a picture is flagged because of a head without a cover:  npm run bench:heads -- --data FOLDER [--pictures 60] [--draw FOLDER]
//
// For pictures of FOLDER (crowd.json, sparse.json and the files they name), evenly chosen out of each: how many are flagged, how many
// heads, and on how many of these a labelled face lies that no cover hides. Whether somebody seen from behind is there no label tells:
// --draw puts every flagged head, with its surroundings, into a folder to be looked at.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, pictures: { type: 'string', default: '60' }, draw: { type: 'string' } },
})
if (!options.data) throw new Error('say with --data where the labelled pictures are')
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const built = (file) => import(path.join(root, 'dist', file))
const { createFaceDetector } = await built('engine/detect/create-face-detector.js')
const modelsFolder = path.join(root, 'models')
const created = await createFaceDetector({
  modelsFolder,
  userModelsFolder: path.join(modelsFolder, 'none'),
  threads: 2,
})
if (!created.ok) throw new Error(`a model is not in place (npm run setup): ${created.error.code}`)
const detector = created.value
const { signal } = new AbortController()
if (options.draw) fs.mkdirSync(options.draw, { recursive: true })

const hides = (outer, x, y) => x > outer.x && x < outer.x + outer.width && y > outer.y && y < outer.y + outer.height

/** The flagged head with half its size around it, outlined; of the covers nothing is shown. */
async function draw(file, { width, height }, head, name) {
  const px = { x: head.x * width, y: head.y * height, width: head.width * width, height: head.height * height }
  const outline = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect x="${px.x}" y="${px.y}" width="${px.width}" height="${px.height}" fill="none" stroke="red" stroke-width="2"/></svg>`
  const left = Math.max(0, Math.floor(px.x - px.width / 2))
  const top = Math.max(0, Math.floor(px.y - px.height / 2))
  const part = {
    left,
    top,
    width: Math.min(width - left, Math.ceil(2 * px.width)),
    height: Math.min(height - top, Math.ceil(3 * px.height)),
  }
  const marked = await sharp(file)
    .removeAlpha()
    .composite([{ input: Buffer.from(outline) }])
    .png()
    .toBuffer()
  await sharp(marked).extract(part).jpeg().toFile(path.join(options.draw, name))
}

for (const set of ['crowd', 'sparse']) {
  const list = JSON.parse(fs.readFileSync(path.join(options.data, `${set}.json`), 'utf8'))
  const wanted = Math.ceil(Number(options.pictures) / 2)
  const step = Math.max(1, Math.floor(list.length / wanted))
  const chosen = list.filter((_, index) => index % step === 0).slice(0, wanted)
  const sum = { flagged: 0, heads: 0, onFaces: 0 }
  for (const { image: name, w, h, faces } of chosen) {
    const file = path.join(options.data, name)
    const { data, info } = await sharp(file)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const size = { width: info.width, height: info.height }
    const seen = await detector.detect(signal, { ...size, data }, 'balanced', () => undefined)
    const exposed = faces
      .map(({ box: [x, y, width, height] }) => [(x + width / 2) / w, (y + height / 2) / h])
      .filter(([x, y]) => !seen.faces.some(({ box }) => hides(box, x, y)))
    if (seen.bareHeads.length > 0) sum.flagged++
    sum.heads += seen.bareHeads.length
    sum.onFaces += seen.bareHeads.filter((head) => exposed.some(([x, y]) => hides(head, x, y))).length
    if (options.draw)
      for (const [index, head] of seen.bareHeads.entries())
        await draw(file, size, head, `${path.parse(name).name}-${index + 1}.jpg`)
  }
  console.log(
    `${set}: ${chosen.length} pictures, ${sum.flagged} flagged for ${sum.heads} heads, ${sum.onFaces} of them with a labelled face that no cover hides`,
  )
}
await detector.close()
