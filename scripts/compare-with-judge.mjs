// Compares our own walkers with an outside judge on files with planted traces:
//   node scripts/compare-with-judge.mjs FOLDER MANIFEST.json JUDGEMENT.json
//
// MANIFEST lists the planted traces ({ file, place, kind }); JUDGEMENT is what the judge said of the same, unchanged files
// ({ file: { findings: [[class, what, detail]] } }). Counted are traces in the eight formats we write; what lies in the file
// system (names, attributes) is no matter of the bytes and left out. Walkers alone, and all that `zaslona verify` asks of the
// bytes: what decoding shows beside the picture, too.
import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { defaultVideoLimits } from '../dist/core/video/types.js'
import { openPicture } from '../dist/engine/image/open-picture.js'
import { hasHiddenColor } from '../dist/engine/image/sharp-decode.js'
import { findWebpSlack } from '../dist/engine/image/webp-slack.js'
import { createByteSource } from '../dist/engine/structure/byte-source.js'
import { createFindingList } from '../dist/engine/structure/finding-list.js'
import { walkMatroska } from '../dist/engine/structure/matroska.js'
import { walkMovie } from '../dist/engine/structure/movie.js'
import { walkStructure } from '../dist/engine/structure/walk-structure.js'
import { builtInAlone, chooseCodec } from '../dist/engine/video/choose-codec.js'
import { auditVideo } from '../dist/engine/video/foreign-video.js'

const [folder, manifestFile, judgementFile] = process.argv.slice(2)
if (!judgementFile) {
  console.error('usage: compare-with-judge.mjs FOLDER MANIFEST.json JUDGEMENT.json')
  process.exit(2)
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
const judgement = JSON.parse(readFileSync(judgementFile, 'utf8'))
const written = /\.(?:jpe?g|png|webp|gif|tiff?|avif|mp4|webm)$/
const isVideo = /\.(?:mp4|webm)$/
const fatal = new Set(['LEAK', 'CANARY', 'VALUE'])
const planted = manifest.filter(
  ({ file, kind, place }) => written.test(file) && !kind.startsWith('fs_') && place !== 'file name',
)

/** What the walker of a video finds, and whether that or reading and decoding it lets `zaslona verify` fail it. */
async function examineVideo(file) {
  const handle = await open(file)
  const list = createFindingList()
  try {
    const source = createByteSource(handle, (await handle.stat()).size)
    await (file.endsWith('.webm') ? walkMatroska(source, list) : walkMovie(source, list))
  } finally {
    await handle.close()
  }
  const isFound = list.findings.length > 0
  return { isFound, isFailed: isFound || (await isVideoFailed(file)) }
}

/** Nobody is looked for here: faces are no matter of the bytes. */
const blind = { detectRemaining: () => Promise.resolve([]) }
const tools = { codec: () => chooseCodec(builtInAlone), detector: () => Promise.resolve(blind), threads: 1 }

async function isVideoFailed(file) {
  const { size: sizeBytes, mtimeMs: modifiedMs } = statSync(file)
  const source = { path: file, relativePath: file, sizeBytes, modifiedMs }
  const request = { source, limits: defaultVideoLimits, thoroughness: 'fast' }
  try {
    const { findings } = await auditVideo(new AbortController().signal, request, tools, () => undefined)
    return findings.some(({ code }) => code !== 'file-attribute')
  } catch {
    return true
  }
}

async function examinePicture(file) {
  const bytes = readFileSync(file)
  const inside = file.endsWith('.webp') ? await findWebpSlack(bytes) : []
  const isFound = walkStructure(bytes).findings.length + inside.length > 0
  return { isFound, isFailed: isFound || (await isDecodedBadly(bytes)) }
}

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
  const examine = isVideo.test(file) ? examineVideo : examinePicture
  const { isFound, isFailed } = await examine(path.join(folder, file))
  const judged = (judgement[file]?.findings ?? []).some(([kind]) => fatal.has(kind))
  const format = path.extname(file).slice(1)
  const row = formats.get(format) ?? { planted: 0, judge: 0, walkers: 0, verify: 0, missed: [], unjudged: [] }
  row.planted++
  if (judged) row.judge++
  if (isFound) row.walkers++
  if (isFailed) row.verify++
  else if (judged) row.missed.push(place)
  if (!judged) row.unjudged.push(place)
  formats.set(format, row)
}
const total = { planted: 0, judge: 0, walkers: 0, verify: 0 }
for (const [format, { planted: traces, judge, walkers, verify, missed, unjudged }] of formats) {
  console.log(`${format.padEnd(5)} planted ${traces}  judge ${judge}  walkers ${walkers}  verify ${verify}`)
  for (const place of missed) console.log(`      only the judge: ${place}`)
  for (const place of unjudged) console.log(`      not the judge: ${place}`)
  total.planted += traces
  total.judge += judge
  total.walkers += walkers
  total.verify += verify
}
console.log(`all   planted ${total.planted}  judge ${total.judge}  walkers ${total.walkers}  verify ${total.verify}`)
process.exitCode = total.verify < total.judge ? 1 : 0
