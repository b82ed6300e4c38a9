// Feeds damaged videos to the built command:  npm run fuzz:videos [-- --count 100 --seed 1]
//
// Starts from short valid clips in every container we read, and mutates them as `fuzz.mjs` does pictures. Fails where the
// command dies by a signal or an exit code it does not document, says nothing of an input, takes longer than its limit, or
// leaves anything in the output folder that is not a finished video named as safe, made of legal parts alone.
// Needs ffmpeg on the PATH.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createByteSource } from '../dist/engine/structure/byte-source.js'
import { createFindingList } from '../dist/engine/structure/finding-list.js'
import { walkMatroska } from '../dist/engine/structure/matroska.js'
import { walkMovie } from '../dist/engine/structure/movie.js'
import { createRandom, itemsOf, mutate, redactFolder } from './fuzzing.mjs'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
})
const wanted = Number(values.count)
const filesARound = 20
const roundLimitMs = 600_000

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=10:duration=0.8']
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=500:duration=0.8']
const tags = ['-metadata', 'title=Secret meeting', '-metadata', 'location=+53.9006+027.5590/']
const sorts = [
  ['.mp4', ['-c:v', 'libx264', '-c:a', 'aac']],
  ['.mp4', ['-c:v', 'libx265', '-tag:v', 'hvc1', '-pix_fmt', 'yuv420p10le', '-x265-params', 'log-level=none']],
  ['.mp4', ['-c:v', 'libx264', '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov']],
  ['.mov', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le', '-movflags', 'use_metadata_tags']],
  ['.3gp', ['-c:v', 'libx264', '-an', '-f', '3gp']],
  ['.mkv', ['-c:v', 'libx264', '-c:a', 'libopus']],
  ['.webm', ['-c:v', 'libvpx-vp9', '-cpu-used', '8', '-c:a', 'libopus']],
  ['.avi', ['-c:v', 'mpeg4', '-c:a', 'mp2']],
  ['.ts', ['-c:v', 'libx264', '-c:a', 'mp2', '-f', 'mpegts']],
]

function validClips(folder) {
  return sorts.map(([extension, options], index) => {
    const file = path.join(folder, `valid-${index}${extension}`)
    const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...tags, ...options, file])
    if (made.status !== 0) throw new Error(String(made.stderr))
    return [extension, readFileSync(file)]
  })
}

async function isClean(file) {
  const handle = await open(file, 'r')
  try {
    const source = createByteSource(handle, (await handle.stat()).size)
    const findings = createFindingList()
    await (file.endsWith('.webm') ? walkMatroska(source, findings) : walkMovie(source, findings))
    return findings.findings.length === 0
  } finally {
    await handle.close()
  }
}

/** What is wrong with a round; empty when nothing is. */
async function judgeRound({ exitCode, signal, stdout }, inputs, output, counts) {
  const problems = []
  if (signal) problems.push(`killed by ${signal}`)
  else if (exitCode !== 0 && exitCode !== 1) problems.push(`exit code ${exitCode}`)
  const finished = itemsOf(stdout)
  for (const { status } of finished) counts[status] = (counts[status] ?? 0) + 1
  const told = new Set(finished.map(({ input }) => path.basename(input)))
  for (const input of inputs) if (!told.has(input)) problems.push(`nothing said of ${input}`)
  const named = new Set(finished.flatMap((item) => (item.status === 'safe' ? [path.basename(item.output)] : [])))
  for (const entry of readdirSync(output)) {
    if (!named.has(entry)) problems.push(`left over: ${entry}`)
    else if (!(await isClean(path.join(output, entry)))) problems.push(`not clean: ${entry}`)
  }
  return problems
}

const random = createRandom(Number(values.seed))
const folder = mkdtempSync(path.join(tmpdir(), 'fuzz-videos-'))
const valid = validClips(folder)
const counts = {}
const began = performance.now()
let files = 0
let failures = 0
for (let round = 0; files < wanted; round++) {
  const [input, output] = ['in', 'out'].map((name) => path.join(folder, `${name}-${round}`))
  mkdirSync(input)
  mkdirSync(output)
  const inputs = Array.from({ length: Math.min(filesARound, wanted - files) }, (_, index) => {
    const [extension, original] = valid[(files + index) % valid.length]
    const name = `clip-${index}${extension}`
    writeFileSync(path.join(input, name), mutate(original, valid, random))
    return name
  })
  files += inputs.length
  const audio = ['remove', 'keep', 'distort'][round % 3]
  const result = await redactFolder(input, output, roundLimitMs, ['--audio', audio])
  const problems = await judgeRound(result, inputs, output, counts)
  if (problems.length > 0) {
    failures++
    console.error(`round ${round}, kept in ${input}:\n  ${problems.join('\n  ')}\n${result.stderr.slice(-500)}`)
  } else for (const used of [input, output]) rmSync(used, { recursive: true })
}
if (failures === 0) rmSync(folder, { recursive: true })
const seconds = Math.round((performance.now() - began) / 1000)
console.log(JSON.stringify({ seed: Number(values.seed), seconds, files, failures, ...counts }))
process.exitCode = failures > 0 ? 1 : 0
