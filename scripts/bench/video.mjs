#!/usr/bin/env node
// Seconds and memory of one redacted video, as a ratio to the plain decode + encode of the same clip by the ffmpeg command.
//
//   node scripts/bench/video.mjs [CLIP] [--thoroughness fast|balanced|thorough]
//
// `processorSeconds` says more than `seconds` where the machine has other work. Without a clip, ten seconds of a moving 1080p test picture are made. Needs ffmpeg on the PATH and a built product.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { clearInterval, setInterval } from 'node:timers'

const root = path.resolve(import.meta.dirname, '../..')
const { createVideoWorkshop } = await import(path.join(root, 'dist/engine/video-workshop.js'))
const { openOutputFolder } = await import(path.join(root, 'dist/engine/files/output-folder.js'))
const { processVideo } = await import(path.join(root, 'dist/core/video/process-video.js'))
const { defaultVideoLimits } = await import(path.join(root, 'dist/core/video/types.js'))

const args = process.argv.slice(2)
const at = args.indexOf('--thoroughness')
const thoroughness = at < 0 ? 'balanced' : args.splice(at, 2)[1]
const threads = os.availableParallelism()
const folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-bench-'))

function ffmpeg(...options) {
  const start = performance.now()
  const run = spawnSync('ffmpeg', ['-v', 'error', '-y', ...options], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return (performance.now() - start) / 1000
}

/** `/proc` counts processor time in hundredths of a second on every Linux that Node runs on. */
const ticksPerSecond = 100

/** Resident memory and processor time of this process's children, where the system shows them. */
async function childrenUse() {
  let bytes = 0
  let processorSeconds = 0
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue
    const status = await readFile(`/proc/${entry}/status`, 'latin1').catch(() => '')
    if (!status.includes(`PPid:\t${process.pid}\n`)) continue
    bytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
    const usage = (await readFile(`/proc/${entry}/stat`, 'latin1').catch(() => '')).split(') ').at(-1)?.split(' ') ?? []
    processorSeconds += (Number(usage[11] ?? 0) + Number(usage[12] ?? 0)) / ticksPerSecond
  }
  return { bytes, processorSeconds }
}

try {
  const clip = args[0] ?? path.join(folder, 'clip.mp4')
  if (!args[0]) {
    const picture = 'testsrc2=size=1920x1080:rate=30,noise=alls=8:allf=t'
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      picture,
      '-t',
      '10',
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-pix_fmt',
      'yuv420p',
      clip,
    )
  }
  const plain = path.join(folder, 'plain.mp4')
  const settings = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-crf', '23', '-g', '120', '-an']
  const plainSeconds = ffmpeg('-i', clip, ...settings, '-threads', String(threads), plain)

  const { size, mtimeMs } = await stat(clip)
  const workshop = createVideoWorkshop({
    detector: { modelsFolder: path.join(root, 'models'), userModelsFolder: path.join(folder, 'none'), threads },
  })
  const output = await openOutputFolder({ output: path.join(folder, 'out'), inputs: [clip], dryRun: false })
  if (!output.ok) throw new Error(output.error.code)
  const stages = []
  let peakBytes = 0
  let processorSeconds = 0
  const watch = setInterval(async () => {
    const use = await childrenUse()
    peakBytes = Math.max(peakBytes, use.bytes)
    processorSeconds = Math.max(processorSeconds, use.processorSeconds)
  }, 100)
  const start = performance.now()
  const state = await processVideo(
    {
      signal: new globalThis.AbortController().signal,
      request: {
        thoroughness,
        cover: { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 },
        look: { quality: 'standard', sound: 'remove', compatible: false },
        poster: false,
        limits: defaultVideoLimits,
        dryRun: false,
      },
      workshop,
      output: output.value,
      nameFor: () => 'redacted.mp4',
      onState: (next) => {
        if (next.status !== 'running' || stages.at(-1)?.stage === next.stage) return
        stages.push({ stage: next.stage, seconds: (performance.now() - start) / 1000, processorSeconds })
      },
    },
    { path: clip, relativePath: path.basename(clip), sizeBytes: size, modifiedMs: mtimeMs },
  )
  const seconds = (performance.now() - start) / 1000
  clearInterval(watch)
  await workshop.close()
  await output.value.close()
  const probe = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', clip]
  const duration = Number(spawnSync('ffprobe', probe, { encoding: 'utf8' }).stdout)
  const perStage = (unit, end) =>
    Object.fromEntries(
      stages.map((stage, index) => [
        stage.stage,
        Number(((stages[index + 1]?.[unit] ?? end) - stage[unit]).toFixed(1)),
      ]),
    )
  console.log(
    JSON.stringify({
      thoroughness,
      status: state.status,
      threads,
      clipSeconds: Number(duration.toFixed(1)),
      seconds: Number(seconds.toFixed(1)),
      timesRealTime: Number((duration / seconds).toFixed(2)),
      ratioToFfmpeg: Number((seconds / plainSeconds).toFixed(1)),
      peakMegabytes: Math.round(peakBytes / 1e6),
      stages: perStage('seconds', seconds),
      processorSeconds: Number(processorSeconds.toFixed(1)),
      processorStages: perStage('processorSeconds', processorSeconds),
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
