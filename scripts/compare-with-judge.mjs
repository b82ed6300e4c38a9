// Compares our own walkers with an outside judge on files with planted traces:
//   node scripts/compare-with-judge.mjs FOLDER MANIFEST.json JUDGEMENT.json
//
// MANIFEST lists the planted traces ({ file, place, kind }); JUDGEMENT is what the judge said of the same, unchanged files
// ({ file: { findings: [[class, what, detail]] } }). Counted are traces in the six formats we write; what lies in the file
// system (names, attributes) is no matter of the bytes and left out.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findWebpSlack } from '../dist/engine/image/webp-slack.js'
import { inspectMetadata } from '../dist/engine/metadata/inspect-metadata.js'
import { walkStructure } from '../dist/engine/structure/walk-structure.js'

const [folder, manifestFile, judgementFile] = process.argv.slice(2)
if (!judgementFile) {
  console.error('usage: compare-with-judge.mjs FOLDER MANIFEST.json JUDGEMENT.json')
  process.exit(2)
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
const judgement = JSON.parse(readFileSync(judgementFile, 'utf8'))
const written = /\.(?:jpe?g|png|webp|gif|tiff?|avif)$/
const fatal = new Set(['LEAK', 'CANARY', 'VALUE'])
const planted = manifest.filter(
  ({ file, kind, place }) => written.test(file) && !kind.startsWith('fs_') && place !== 'file name',
)

const formats = new Map()
for (const { file, place } of planted) {
  const bytes = readFileSync(path.join(folder, file))
  const inside = file.endsWith('.webp') ? await findWebpSlack(bytes) : []
  const findings = [...walkStructure(bytes).findings, ...inside]
  const judged = (judgement[file]?.findings ?? []).some(([kind]) => fatal.has(kind))
  const format = path.extname(file).slice(1)
  const row = formats.get(format) ?? { planted: 0, judge: 0, walkers: 0, missed: [] }
  row.planted++
  if (judged) row.judge++
  if (findings.length > 0) row.walkers++
  else if (judged) row.missed.push(`${place} (${(await inspectMetadata(bytes)).length} traces shown)`)
  formats.set(format, row)
}
const total = { planted: 0, judge: 0, walkers: 0 }
for (const [format, { planted: traces, judge, walkers, missed }] of formats) {
  console.log(`${format.padEnd(5)} planted ${traces}  judge ${judge}  walkers ${walkers}`)
  for (const place of missed) console.log(`      only the judge: ${place}`)
  total.planted += traces
  total.judge += judge
  total.walkers += walkers
}
console.log(`all   planted ${total.planted}  judge ${total.judge}  walkers ${total.walkers}`)
process.exitCode = total.walkers < total.judge ? 1 : 0
