// How well people are told apart:  npm run bench:people [-- --data FOLDER] [--list 0.45]
//
// Compares faces of which it is known whether they are the same person, and prints for each distance how often strangers would
// be taken for one person (false keep) and how often a person would not be recognised (missed keep). Without --data: 23 labelled
// pictures of four people, and group photos, in which everybody is somebody else. With --data also the pictures of FOLDER
// (crowd.json, sparse.json and the files they name, boxes labelled, people not): there pairs are taken for strangers, and --list
// names those nearer than a distance, because some are the same person twice and somebody has to look. Then it does what a job
// does with a batch, and prints how many conflicts are false and how many are missed. Descriptors stay in memory.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { falseConflicts, missedConflicts } from './people-conflicts.mjs'
import { boxedPictures, groupPhotos, labelledPictures } from './people-data.mjs'

const { values: options } = parseArgs({ options: { data: { type: 'string' }, list: { type: 'string' } } })
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const built = (file) => import(path.join(root, 'dist', file))
const { createFaceIdentifier } = await built('engine/identify/create-face-identifier.js')
const { createFaceDetector } = await built('engine/detect/create-face-detector.js')
const { distanceBetween, distanceTo } = await built('core/people/distance.js')
const { groupAppearances } = await built('core/people/group.js')
const { isGoodEnough, keepPolicy } = await built('core/people/policy.js')
const { areaOf, overlapArea } = await built('core/geometry/box.js')

const modelsFolder = path.join(root, 'models')
const { signal } = new AbortController()
const loaded = async (result) => {
  const { ok, value, error } = await result
  if (!ok) throw new Error(`a model is not in place (npm run setup): ${error.code}`)
  return value
}
const rssBefore = process.memoryUsage().rss
const identifier = await loaded(createFaceIdentifier(modelsFolder))
const detector = await loaded(
  createFaceDetector({ modelsFolder, userModelsFolder: path.join(modelsFolder, 'none'), threads: 2 }),
)

let describedFaces = 0
let describedCpu = 0
async function describe(image, boxes) {
  const before = process.cpuUsage()
  const descriptions = await identifier.describe(signal, image, boxes)
  const { user, system } = process.cpuUsage(before)
  describedFaces += descriptions.filter(Boolean).length
  describedCpu += user + system
  return descriptions
}

/** True for a box that lies, but for a rim, in another. */
const liesIn = (box, other) => overlapArea(box, other) > 0.7 * areaOf(box)

/** The faces of a picture as the product finds them, without boxes for parts of a larger one, from left to right. */
async function facesOf(image, amount) {
  const { faces } = await detector.detect(signal, image, 'balanced', () => undefined)
  const found = faces.toSorted((a, b) => b.confidence - a.confidence)
  const whole = found.filter(({ box }) => !found.some((other) => other.box !== box && liesIn(box, other.box)))
  return whole
    .slice(0, amount)
    .map(({ box }) => box)
    .toSorted((a, b) => a.x - b.x)
}

/** @type {{ set: string, picture: string, name: string | undefined, box: object, descriptor: Float32Array, good: boolean }[]} */
const faces = []
function add(set, picture, boxes, descriptions, names = []) {
  for (const [index, description] of descriptions.entries())
    if (description) {
      const { descriptor, quality } = description
      faces.push({ set, picture, name: names[index], box: boxes[index], descriptor, good: isGoodEnough(quality) })
    }
}

for (const { names, file, image } of await labelledPictures()) {
  const boxes = await facesOf(image, names.length)
  if (boxes.length !== names.length) throw new Error(`${file}: found ${boxes.length} faces, labelled ${names.length}`)
  add('labelled', file, boxes, await describe(image, boxes), names)
}
for (const { file, image } of await groupPhotos(root)) {
  const boxes = await facesOf(image, Infinity)
  add('groups', file, boxes, await describe(image, boxes))
}
if (options.data)
  for await (const { file, image, boxes } of boxedPictures(options.data))
    add('data', file, boxes, await describe(image, boxes))

/** What is known of a pair: the same person, strangers, probably strangers, or nothing. */
function relationOf(a, b) {
  if (a.name && b.name) return a.name === b.name ? 'same' : 'strangers'
  if (a.set !== b.set) return 'strangers'
  if (a.picture === b.picture) return a.set === 'data' ? 'probably, one picture' : 'strangers'
  return a.set === 'data' ? 'probably, two pictures' : undefined
}

/** The same photo twice, which large collections hold. */
const samePhoto = 0.05
const distances = { same: [], strangers: [], 'probably, one picture': [], 'probably, two pictures': [] }
const listed = []
const good = faces.filter((face) => face.good)
for (const [index, a] of good.entries())
  for (const b of good.slice(index + 1)) {
    const relation = relationOf(a, b)
    const distance = distanceBetween(a.descriptor, b.descriptor)
    if (!relation || distance < samePhoto) continue
    distances[relation].push(distance)
    if (relation !== 'same' && distance < Number(options.list ?? 0)) listed.push({ distance, a, b })
  }

const countOf = (set) =>
  `${good.filter((face) => face.set === set).length} of ${faces.filter((face) => face.set === set).length}`
console.log(
  `Faces that are good enough to be recognised: labelled ${countOf('labelled')}, groups ${countOf('groups')}, data ${countOf('data')}`,
)
const strangers = [
  ...distances.strangers,
  ...distances['probably, one picture'],
  ...distances['probably, two pictures'],
]
console.log(
  `Pairs: same person ${distances.same.length}, strangers ${distances.strangers.length}, taken for strangers ${distances['probably, one picture'].length} in one picture and ${distances['probably, two pictures'].length} in two`,
)
console.log('\ndistance   false keep (labelled)   false keep (all)          missed keep')
const rate = (part, all) => `${part} of ${all}`
const within = (list, limit) => list.filter((distance) => distance <= limit).length
for (const limit of [0.3, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46, 0.5, 0.55, 0.6]) {
  const missed = distances.same.length - within(distances.same, limit)
  console.log(
    [
      `${limit.toFixed(2)}${limit === keepPolicy.keepDistance ? ' *' : '  '}`.padEnd(11),
      rate(within(distances.strangers, limit), distances.strangers.length).padEnd(24),
      rate(within(strangers, limit), strangers.length).padEnd(26),
      `${rate(missed, distances.same.length)} (${((100 * missed) / Math.max(1, distances.same.length)).toFixed(0)} %)`,
    ].join(''),
  )
}
console.log('* chosen. The margin to other faces and people, which is not part of this, makes false keeps rarer.')

/** Every choice of so many of a list. */
const choices = (list, amount) =>
  amount === 0
    ? [[]]
    : list.flatMap((one, index) => choices(list.slice(index + 1), amount - 1).map((others) => [one, ...others]))

console.log('\nreferences   false keep at the chosen distance   nearest stranger   missed keep')
for (const amount of [1, 2, 3, 4, 5]) {
  const [own, others] = [[], []]
  const names = [...new Set(good.flatMap(({ name }) => name ?? []))]
  for (const name of names) {
    const known = good.filter((face) => face.name === name)
    for (const chosen of choices(known, amount)) {
      const person = { references: chosen.map(({ descriptor }) => descriptor) }
      for (const face of good) {
        if (chosen.includes(face)) continue
        const distance = distanceTo(person, face.descriptor)
        if (face.name !== name) others.push(distance)
        // The collage holds some of the portraits once more.
        else if (chosen.every((one) => distanceBetween(one.descriptor, face.descriptor) >= samePhoto * 3))
          own.push(distance)
      }
    }
  }
  const missed = own.length - within(own, keepPolicy.keepDistance)
  console.log(
    [
      String(amount).padEnd(13),
      rate(within(others, keepPolicy.keepDistance), others.length).padEnd(36),
      others
        .reduce((least, distance) => Math.min(least, distance), Infinity)
        .toFixed(3)
        .padEnd(19),
      `${rate(missed, own.length)} (${((100 * missed) / Math.max(1, own.length)).toFixed(0)} %)`,
    ].join(''),
  )
}

console.log(`\n${missedConflicts(faces, groupAppearances, distanceBetween).join('\n')}`)
if (options.data) {
  const { conflicts, lines } = falseConflicts(
    faces.filter(({ set }) => set === 'data'),
    groupAppearances,
  )
  console.log(`\n${lines.join('\n')}`)
  if (options.list)
    for (const group of conflicts)
      console.log(group.map(({ picture, box }) => `${picture} ${JSON.stringify(box)}`).join('\n  '))
}

for (const { distance, a, b } of listed.toSorted((x, y) => x.distance - y.distance))
  console.log(distance.toFixed(3), a.picture, JSON.stringify(a.box), b.picture, JSON.stringify(b.box))
console.log(
  `\n${(describedCpu / 1000 / describedFaces).toFixed(0)} ms of processor time for each described face (${describedFaces} faces); resident memory ${((process.memoryUsage().rss - rssBefore) / 2 ** 20).toFixed(0)} MiB more than before both networks were loaded`,
)
await detector.close()
