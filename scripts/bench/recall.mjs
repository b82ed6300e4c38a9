// The recall curve:  npm run bench:recall -- --data FOLDER [--thoroughness balanced]
//
// Looks at the labelled pictures of FOLDER (crowd.json, sparse.json and the files they name) once, then decides with the line
// drawn lower and higher than the product draws it, and prints what each line covers and what it covers needlessly. Proposals
// are kept in the system's temporary folder, so a second run takes seconds. The release gate is not part of it.
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import {
  core,
  decider,
  inWords,
  loadTruth,
  requireLabelledPictures,
  score,
  sightingsFor,
  summarize,
} from './recall-data.mjs'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    cache: { type: 'string', default: path.join(os.tmpdir(), 'zaslona-recall') },
    thoroughness: { type: 'string', default: 'balanced' },
  },
})
const level = options.thoroughness
requireLabelledPictures(options.data)
const { detectionPlan } = await core('detection/plan.js')
const { policies } = await core('detection/policy.js')
const { rankingTable } = await core('detection/ranking-table.js')
const planOf = (size) => detectionPlan(size, level)
const boxesOf = await decider()

const items = []
for (const name of ['crowd', 'sparse']) {
  const truthFile = path.join(options.data, `${name}.json`)
  const sightings = await sightingsFor(truthFile, level, options.cache, (done, all) => {
    if (done % 50 === 0) console.error(`${name}: looked at ${done} of ${all} pictures`)
  })
  for (const [index, picture] of (await loadTruth(truthFile)).entries())
    items.push({ name, picture, sightings: sightings[index] })
}

function print(title, covers) {
  for (const name of ['crowd', 'sparse']) {
    const scores = items.filter((item) => item.name === name).map((item) => score(item.picture, covers(item)))
    console.log(`${title.padEnd(22)} ${name.padEnd(6)} ${inWords(summarize(scores))}`)
  }
}

// What a plain detector does: one pass at the picture's own size, one threshold.
const plainPass = ({ picture, sightings }) =>
  sightings.planned.find(({ pass }) => planOf(picture)[pass].anchor)?.proposals ?? []
print('plain, score ≥ .25', (item) =>
  plainPass(item)
    .filter((proposal) => proposal.score >= 0.25)
    .map(({ box }) => box),
)
const policy = policies[level]
const bare = ({ planned }) => ({ planned, lone: [], people: [] })
print('ranking alone', ({ picture, sightings }) => boxesOf(picture, bare(sightings), level))
print('and lone looks', ({ picture, sightings }) => boxesOf(picture, { ...sightings, people: [] }, level))
print('and heads of people', ({ picture, sightings }) => boxesOf(picture, { ...sightings, lone: [] }, level))
for (const shift of [1.5, 1, 0.5, 0.25, 0, -0.25, -0.5, -1, -1.5]) {
  const shifted = { ...policy, oddsSmall: policy.oddsSmall + shift, oddsMost: policy.oddsMost + shift }
  print(shift === 0 ? '> the product' : `odds ${shift > 0 ? '+' : ''}${shift}`, ({ picture, sightings }) =>
    boxesOf(picture, sightings, level, { table: rankingTable, policy: shifted }),
  )
}
