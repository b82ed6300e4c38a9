// Trains the ranking of main/core/detection:  node scripts/bench/recall-train.mjs --data FOLDER [--folds 4] [--write]
//
// A candidate counts as a face when its fill covers a labelled face that the certain boxes leave open, and as needless when most of
// it lies away from labelled faces; what lies between is left out. Two networks with one hidden layer, Adam, fixed seed, so the
// table comes out the same on the same machine. With --folds the figures printed are those of pictures not trained on; with
// --write the table is trained on all of them and replaces ranking-table.ts.
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  core,
  decider,
  inWords,
  loadTruth,
  maskOf,
  requireLabelledPictures,
  score,
  sightingsFor,
  summarize,
  visibleShare,
} from './recall-data.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    cache: { type: 'string', default: path.join(os.tmpdir(), 'zaslona-recall') },
    folds: { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
  },
})
requireLabelledPictures(options.data)
const { detectionPlan } = await core('detection/plan.js')
const { judge } = await core('detection/decide.js')
const { policies } = await core('detection/policy.js')
const boxesOf = await decider()
const { rank, sigmoid } = await core('detection/ranking.js')
const { crowdFeatures } = await core('detection/evidence.js')

/** Deterministic uniform numbers in [0, 1) (mulberry32). */
function uniform(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One hidden layer of tanh, logistic loss, Adam with cosine decay and a little weight decay. */
function fit(rows, targets, { hidden = 12, epochs = 12, rate = 0.01, decay = 1e-3, seed = 1 } = {}) {
  const inputs = rows[0].length
  const mean = Array.from({ length: inputs }, (_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length)
  const spread = mean.map((m, j) => Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - m) ** 2, 0) / rows.length) || 1)
  const data = rows.map((row) => Float64Array.from(row, (value, j) => (value - mean[j]) / spread[j]))
  const random = uniform(seed)
  const outAt = hidden * (inputs + 1)
  const size = outAt + hidden + 1
  const w = new Float64Array(size)
  for (let i = 0; i < hidden * inputs; i++) w[i] = (random() * 2 - 1) * Math.sqrt(3 / inputs)
  for (let i = outAt; i < size - 1; i++) w[i] = (random() * 2 - 1) * 0.5
  const [m, v, g, h] = [size, size, size, hidden].map((length) => new Float64Array(length))
  const order = [...data.keys()]
  const batch = 64
  const steps = Math.ceil(data.length / batch) * epochs
  let step = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      ;[order[i], order[j]] = [order[j], order[i]]
    }
    for (let start = 0; start < order.length; start += batch) {
      const part = order.slice(start, start + batch)
      g.fill(0)
      for (const at of part) {
        const x = data[at]
        let odds = w[size - 1]
        for (let k = 0; k < hidden; k++) {
          let inner = w[hidden * inputs + k]
          for (let j = 0; j < inputs; j++) inner += w[k * inputs + j] * x[j]
          h[k] = Math.tanh(inner)
          odds += w[outAt + k] * h[k]
        }
        const error = (sigmoid(odds) - targets[at]) / part.length
        g[size - 1] += error
        for (let k = 0; k < hidden; k++) {
          g[outAt + k] += error * h[k]
          const inner = error * w[outAt + k] * (1 - h[k] * h[k])
          g[hidden * inputs + k] += inner
          for (let j = 0; j < inputs; j++) g[k * inputs + j] += inner * x[j]
        }
      }
      step++
      const now = rate * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps))
      for (let i = 0; i < size; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i]
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
        w[i] -= now * (m[i] / (1 - 0.9 ** step) / (Math.sqrt(v[i] / (1 - 0.999 ** step)) + 1e-8) + decay * w[i])
      }
    }
  }
  // The normalisation goes into the weights, so that the table stands alone.
  const round = (value) => Number(value.toPrecision(5))
  const units = Array.from({ length: hidden }, (_, k) => {
    const weights = spread.map((s, j) => w[k * inputs + j] / s)
    const offset = w[hidden * inputs + k] - weights.reduce((sum, value, j) => sum + value * mean[j], 0)
    return { out: round(w[outAt + k]), offset: round(offset), weights: weights.map(round) }
  })
  return { bias: round(w[size - 1]), units }
}

/** The mean of networks trained from different seeds, as one network. */
function fitMean(rows, targets, seeds = [1, 2]) {
  const fits = seeds.map((seed) => fit(rows, targets, { seed }))
  return {
    bias: fits.reduce((sum, { bias }) => sum + bias, 0) / fits.length,
    units: fits.flatMap(({ units }) => units.map((unit) => ({ ...unit, out: unit.out / fits.length }))),
  }
}

/** 1 face, 0 needless, undefined neither. */
function labelOf(picture, open, { candidate, certain, open: openShare }) {
  if (certain) return undefined
  const { left, top, right, bottom } = candidate.box
  const [width, height] = [right - left, bottom - top]
  const area = width * height
  const overlap = ([x, y, w, h], grow, faceGrow) =>
    Math.max(
      0,
      Math.min(right + grow * width, x + w + faceGrow * w) - Math.max(left - grow * width, x - faceGrow * w),
    ) *
    Math.max(
      0,
      Math.min(bottom + grow * height, y + h + faceGrow * h) - Math.max(top - grow * height, y - faceGrow * h),
    )
  if (
    open.some(
      ({ box }) => overlap(box, 0.3, 0) >= 0.75 * box[2] * box[3] && area <= 3.5 * Math.max(box[2] * box[3], 150),
    )
  )
    return 1
  const nearFaces = picture.faces.reduce((sum, { box }) => sum + overlap(box, 0, 0.3), 0)
  return nearFaces > 0.6 * area || openShare < 0.25 ? undefined : 0
}

// Nobody speaks for anybody yet.
const silent = { bias: -9, units: [] }
const flat = { own: silent, withCrowd: silent }

async function loadSet(name) {
  const truthFile = path.join(options.data, `${name}.json`)
  const planOf = (size) => detectionPlan(size, 'balanced')
  const sightings = await sightingsFor(truthFile, 'balanced', options.cache, (done, all) => {
    if (done % 50 === 0) console.log(`${name}: ${done}/${all} pictures looked at`)
  })
  return (await loadTruth(truthFile)).map((picture, index) => {
    const { judged } = judge(picture, planOf(picture), sightings[index].planned, flat)
    const mask = maskOf(
      picture,
      judged.filter(({ certain }) => certain).map(({ candidate }) => candidate.box),
    )
    const open = picture.faces.filter(
      ({ box, invalid }) => !invalid && box[3] >= 8 && visibleShare(picture, mask, box) > 0.2,
    )
    return {
      name,
      picture,
      sightings: sightings[index],
      judged,
      labels: judged.map((item) => labelOf(picture, open, item)),
    }
  })
}

function train(items) {
  const rows = []
  const targets = []
  for (const { judged, labels } of items)
    for (const [at, { own }] of judged.entries())
      if (labels[at] !== undefined) {
        rows.push(own)
        targets.push(labels[at])
      }
  const own = fitMean(rows, targets)
  const withCrowd = []
  for (const { judged, labels } of items) {
    const weighed = judged.map((item) => ({
      box: item.candidate.box,
      share: item.certain ? 1 : sigmoid(rank(own, item.own)),
    }))
    const speaking = weighed.filter(({ share }) => share >= 0.05)
    for (const [at, item] of judged.entries())
      if (labels[at] !== undefined) withCrowd.push([...item.own, ...crowdFeatures(weighed[at].box, speaking)])
  }
  return { own, withCrowd: fitMean(withCrowd, targets) }
}

const items = [...(await loadSet('crowd')), ...(await loadSet('sparse'))]
const policy = { ...policies.balanced, ...JSON.parse(process.env.POLICY ?? '{}') }
const scoreWith = (table, part) =>
  part.map(({ name, picture, sightings }) => ({
    name,
    ...score(picture, boxesOf(picture, sightings, 'balanced', { table, policy })),
  }))
const print = (title, scores) => {
  for (const name of ['crowd', 'sparse'])
    console.log(`${title} ${name}: ${inWords(summarize(scores.filter((item) => item.name === name)))}`)
}

const folds = Number(options.folds)
if (folds > 1) {
  const tables = Array.from({ length: folds }, (_, fold) => train(items.filter((_, at) => at % folds !== fold)))
  if (process.env.TABLES) writeFileSync(process.env.TABLES, JSON.stringify(tables))
  print(
    'held out',
    tables.flatMap((table, fold) =>
      scoreWith(
        table,
        items.filter((_, at) => at % folds === fold),
      ),
    ),
  )
}
if (options.write) {
  const table = train(items)
  print('trained on', scoreWith(table, items))
  const text =
    '// Made by scripts/bench/recall-train.mjs --write; not edited by hand.\n' +
    "import type { RankingTable } from './decide.js'\n\n" +
    `// prettier-ignore\nexport const rankingTable: RankingTable = ${JSON.stringify(table).replaceAll('},{', '},\n{')}\n`
  writeFileSync(path.join(root, 'main/core/detection/ranking-table.ts'), text)
}
