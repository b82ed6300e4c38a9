// What covering more than faces costs and brings:  npm run bench:extent -- --data FOLDER [--pictures 40]
//
// For pictures of FOLDER (crowd.json, sparse.json and the files they name), evenly chosen: the share of the picture under covers
// with --cover faces, heads and people, the share of labelled faces of 16 px and more under them, and how many people are flagged
// because no face of theirs was found.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { boxedPictures } from './people-data.mjs'

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, pictures: { type: 'string', default: '40' } },
})
if (!options.data) throw new Error('say with --data where the labelled pictures are')
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const built = (file) => import(path.join(root, 'dist', file))
const { createFaceDetector } = await built('engine/detect/create-face-detector.js')
const { createPersonDetector } = await built('engine/people/create-person-detector.js')
const { findMoreCover, regionsFor } = await built('core/people/cover-more.js')
const { addFaces } = await built('core/detection/faces.js')
const { planCovers } = await built('core/review/cover-plan.js')
const { gridAtCorner } = await built('core/geometry/grid.js')

const modelsFolder = path.join(root, 'models')
const { signal } = new AbortController()
const loaded = async (result) => {
  const { ok, value, error } = await result
  if (!ok) throw new Error(`a model is not in place (npm run setup): ${error.code}`)
  return value
}
const faceDetector = await loaded(
  createFaceDetector({ modelsFolder, userModelsFolder: path.join(modelsFolder, 'none'), threads: 2 }),
)
const personDetector = await loaded(createPersonDetector(modelsFolder, 2))

const everything = []
for await (const picture of boxedPictures(options.data)) everything.push(picture)
const step = Math.max(1, Math.floor(everything.length / Number(options.pictures)))
const chosen = everything.filter((_, index) => index % step === 0)

const extents = ['faces', 'heads', 'people']
const sums = Object.fromEntries(extents.map((extent) => [extent, { area: 0, covered: 0, bareHeads: 0 }]))
let labelled = 0
let detectMs = 0
let peopleMs = 0
for (const { image, boxes } of chosen) {
  const size = { width: image.width, height: image.height }
  const start = process.cpuUsage()
  const { faces } = await faceDetector.detect(signal, image, 'balanced', () => undefined)
  const afterFaces = process.cpuUsage()
  const people = await personDetector.detectPeople(signal, image)
  const afterPeople = process.cpuUsage()
  const cpuMs = (from, to) => (to.user - from.user + to.system - from.system) / 1000
  detectMs += cpuMs(start, afterFaces)
  peopleMs += cpuMs(afterFaces, afterPeople)
  const seen = boxes.filter(({ height }) => height * size.height >= 16)
  labelled += seen.length
  const found = [{ frame: 0, faces }]
  const media = {
    info: { frames: [size] },
    detectPeople: () => Promise.resolve({ ok: true, value: [{ frame: 0, people }] }),
  }
  for (const cover of extents) {
    const more = await loaded(findMoreCover(signal, media, cover, found, []))
    const regions = addFaces(regionsFor(cover, found), more.regions)
    const [plan] = planCovers({ faces: regions }, [size], gridAtCorner, 0.3)
    const mask = new Uint8Array(size.width * size.height)
    for (const { left, top, width, height } of plan.regions.flatMap(({ parts }) => parts))
      for (let row = top; row < top + height; row++)
        mask.fill(1, row * size.width + left, row * size.width + left + width)
    const sum = sums[cover]
    sum.area += mask.reduce((total, value) => total + value, 0) / mask.length
    sum.bareHeads += more.bareHeads
    for (const { x, y, width, height } of seen) {
      const at = Math.floor((y + height / 2) * size.height) * size.width + Math.floor((x + width / 2) * size.width)
      sum.covered += mask[at] ?? 0
    }
  }
}
console.log(`${chosen.length} pictures, ${labelled} labelled faces of 16 px and more`)
for (const extent of extents) {
  const { area, covered, bareHeads } = sums[extent]
  console.log(
    `${extent.padEnd(7)} area ${((100 * area) / chosen.length).toFixed(1)} %, face centres covered ${covered} of ${labelled} (${((100 * covered) / labelled).toFixed(2)} %), people flagged ${bareHeads}`,
  )
}
console.log(
  `processor time a picture: finding faces ${(detectMs / chosen.length).toFixed(0)} ms, finding people ${(peopleMs / chosen.length).toFixed(0)} ms`,
)
await Promise.all([faceDetector.close(), personDetector.close()])
