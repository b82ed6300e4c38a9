// Compares our own walkers with an outside judge on files with planted traces:
//   node scripts/compare-with-judge.mjs FOLDER MANIFEST.json JUDGEMENT.json
//
// MANIFEST lists the planted traces ({ file, place, kind }); JUDGEMENT is what the judge said of the same, unchanged files
// ({ file: { findings: [[class, what, detail]] } }). Counted are traces in the six formats we write; what lies in the file
// system (names, attributes) is no matter of the bytes and left out. Walkers alone, and all that `zaslona verify` asks of the
// bytes: what decoding shows beside the picture, too.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openPicture } from '../dist/engine/image/open-picture.js'
import { hasHiddenColor } from '../dist/engine/image/sharp-decode.js'
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

/** Whether a decoder refuses the file or shows colours under transparency, as `zaslona verify` asks it. */
async function isDecodedBadly(bytes) {
  try {
    const source = await openPicture(bytes, { maxPixels: 150e6, maxFrames: 2000 }, { keepHiddenColor: true })
    return hasHiddenColor(await source.frame(0))
  } catch {
    return true
  }
}

const formats = new Map()
for (const { file, place } of planted) {
  const bytes = readFileSync(path.join(folder, file))
  const inside = file.endsWith('.webp') ? await findWebpSlack(bytes) : []
  const findings = [...walkStructure(bytes).findings, ...inside]
  const judged = (judgement[file]?.findings ?? []).some(([kind]) => fatal.has(kind))
  const format = path.extname(file).slice(1)
  const row = formats.get(format) ?? { planted: 0, judge: 0, walkers: 0, verify: 0, missed: [] }
  row.planted++
  if (judged) row.judge++
  if (findings.length > 0) row.walkers++
  if (findings.length > 0 || (await isDecodedBadly(bytes))) row.verify++
  else if (judged) row.missed.push(`${place} (${(await inspectMetadata(bytes)).length} traces shown)`)
  formats.set(format, row)
}
const total = { planted: 0, judge: 0, walkers: 0, verify: 0 }
for (const [format, { planted: traces, judge, walkers, verify, missed }] of formats) {
  console.log(`${format.padEnd(5)} planted ${traces}  judge ${judge}  walkers ${walkers}  verify ${verify}`)
  for (const place of missed) console.log(`      only the judge: ${place}`)
  total.planted += traces
  total.judge += judge
  total.walkers += walkers
  total.verify += verify
}
console.log(`all   planted ${total.planted}  judge ${total.judge}  walkers ${total.walkers}  verify ${total.verify}`)
process.exitCode = total.verify < total.judge ? 1 : 0
