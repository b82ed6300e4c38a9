import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, watch } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from '../../../main/core/verdict/verdict.js'
import type { OpenVideo } from '../../../main/core/video/ports.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import type { FfmpegProgram } from '../../../main/engine/video/choose-codec.js'
import { problemOf } from '../../../main/engine/video/executable/check-program.js'
import { programAt, programOfSystem } from '../../../main/engine/video/executable/find-program.js'
import { openProgramCodec } from '../../../main/engine/video/executable/program-codec.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { WorkerProcess } from '../../../main/engine/worker/worker-process.js'
import { recordsOf, zaslona } from '../../cli/run-command.js'
import { systemFfmpeg } from '../../judges/find-ffmpeg.js'
import { makeClip, sourceOf } from './clips.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-program-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const real: FfmpegProgram = systemFfmpeg ?? { ffmpeg: '', ffprobe: '' }

/** Two programs; each is the real one unless a script stands for it. */
async function programs(scripts: { readonly ffmpeg?: string; readonly ffprobe?: string }): Promise<FfmpegProgram> {
  const place = await mkdtemp(path.join(folder, 'bin-'))
  const made = { ffmpeg: path.join(place, 'ffmpeg'), ffprobe: path.join(place, 'ffprobe') }
  for (const name of ['ffmpeg', 'ffprobe'] as const) {
    await writeFile(made[name], `#!/bin/bash\n${scripts[name] ?? `exec ${real[name]} "$@"`}\n`)
    await chmod(made[name], 0o755)
  }
  return made
}

/** What the real program prints of itself is passed on; the script gets the work alone. */
const atWork = (script: string): string =>
  `case "$*" in *-version*|*-encoders*) exec ${real.ffmpeg} "$@";; esac\n${script}`
const whenDecoding = (script: string): string =>
  atWork(`case "$*" in *framecrc*) ${script};; esac\nexec ${real.ffmpeg} "$@"`)
const whenEncoding = (script: string): string =>
  atWork(`case "$*" in *pipe:0*) ${script};; esac\nexec ${real.ffmpeg} "$@"`)
/** Puts options before each output of a certain kind. */
const insert = (options: string, before: string): string =>
  `a=(); for x in "$@"; do [[ "$x" == ${before} ]] && a+=(${options}); a+=("$x"); done; exec ${real.ffmpeg} "\${a[@]}"`

const broken: readonly (readonly [name: string, ffmpeg: string])[] = [
  ['ends midway while decoding', whenDecoding(`${real.ffmpeg} "$@" | head -c 30000; exit 0`)],
  ['fails at the end of decoding', whenDecoding(`${real.ffmpeg} "$@"; exit 1`)],
  ['complains while decoding', whenDecoding(`${real.ffmpeg} "$@"; echo 'Error while decoding' >&2; exit 0`)],
  ['brings too few frames', whenDecoding(insert('-frames:v 5', 'pipe:*'))],
  ['brings a frame twice', whenDecoding(insert(`-vf 'loop=1:1:2'`, 'pipe:1'))],
  ['brings frames at other times', whenDecoding(insert(`-vf 'setpts=PTS+1'`, 'pipe:*'))],
  ['never stops bringing samples', whenDecoding(`${real.ffmpeg} "$@"; exec cat /dev/zero`)],
  ['brings smaller frames', whenDecoding(insert(`-vf 'scale=48:32'`, 'pipe:*'))],
  ['ends midway while encoding', whenEncoding(`head -c 30000 >/dev/null; exit 0`)],
  ['complains while encoding', whenEncoding(`${real.ffmpeg} "$@"; echo 'x' >&2; exit 0`)],
  ['writes too few frames', whenEncoding(insert('-frames:v 5', '-y'))],
  [
    'writes frames at other times',
    whenEncoding(insert(`-bsf:v 'filter_units=pass_types=1-5|7|8,setts=ts=PTS+N'`, '-y')),
  ],
  ['writes something else', whenEncoding(`cat > /dev/null; u="\${@: -1}"; echo hello > "\${u#file:}"; exit 0`)],
  [
    'adds something to the file',
    whenEncoding(`${real.ffmpeg} "$@"; u="\${@: -1}"; echo 'Recorded by me' >> "\${u#file:}"; exit 0`),
  ],
]

const blind = {
  propose: () => Promise.resolve([]),
  detectRemaining: () => Promise.resolve([]),
  close: () => Promise.resolve(),
}

async function openWith(program: FfmpegProgram, clip: string): Promise<OpenVideo> {
  const codec = await openProgramCodec(program)
  const tools = { codec: () => Promise.resolve(codec), detector: () => Promise.resolve(blind), threads: 1 }
  return openVideo(await sourceOf(clip), defaultVideoLimits, tools)
}

/** Whether what a program writes would get a verdict. */
async function released(video: OpenVideo, staged: string): Promise<boolean> {
  const { signal } = new AbortController()
  const cover = { color: { red: 0, green: 0, blue: 0 }, growShare: 0.3 }
  const target = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false } as const
  const ignore = (): void => undefined
  if (!(await video.detect(signal, 'fast', ignore)).ok) return false
  if (!(await video.write(signal, cover, target, staged, ignore)).ok) return false
  const examined = await video.examine(signal, cover, target, 'fast', staged, ignore)
  // As `releaseWhenClean` asks: findings first, whatever was not performed because of them.
  return examined.ok && examined.value.evidence.findings.length === 0 && judge(examined.value.evidence).ok
}

/** Resolves when a script has written a line into its file. */
const written = (file: string): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch(path.dirname(file), () => {
      if (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) return
      watcher.close()
      resolve()
    })
  })

/** No process of this number is alive; one that only waits for its parent to ask for its end is not. */
function isGone(id: number): boolean {
  if (!existsSync(`/proc/${id}/stat`)) return true
  return /^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${id}/stat`, 'utf8'))
}

describe.skipIf(!systemFfmpeg || process.platform !== 'linux')('a video whose ffmpeg program', () => {
  it.each(broken)(
    '%s is not released',
    async (name, ffmpeg) => {
      const { path: clip } = await makeClip(path.join(folder, `${name}.mp4`))
      const staged = path.join(folder, `${name}-staged`)
      await writeFile(staged, '')
      const video = await openWith(await programs({ ffmpeg }), clip)
      const outcome = await released(video, staged)
      await video.close()
      expect(outcome).toBe(false)
    },
    120_000,
  )

  it.each(broken.filter(([name]) => /ends midway|complains while encoding/.test(name)))(
    '%s ends the command with code 1 and an empty folder',
    async (name, ffmpeg) => {
      const { path: clip } = await makeClip(path.join(folder, `command ${name}.mp4`))
      const before = await readFile(clip)
      const out = path.join(folder, `out ${name}`)
      const program = await programs({ ffmpeg })
      const flags = ['--thoroughness', 'fast', '--json', '--ffmpeg', program.ffmpeg]
      const run = await zaslona('redact', clip, '--out', out, ...flags)
      expect(run.code).toBe(1)
      expect(recordsOf(run.stdout)[`command ${name}.mp4`]?.status).toMatch(/^(?:failed|refused)$/)
      expect(await readdir(out)).toEqual([])
      expect(await readFile(clip)).toEqual(before)
    },
    120_000,
  )

  it('works is released, and node-av was not asked', async () => {
    const { path: clip } = await makeClip(path.join(folder, 'good.mp4'))
    const out = path.join(folder, 'out good')
    const calls = path.join(folder, 'calls')
    const program = await programs({ ffmpeg: `echo "$@" >> ${calls}; exec ${real.ffmpeg} "$@"` })
    const flags = ['--thoroughness', 'fast', '--json', '--ffmpeg', program.ffmpeg]
    const run = await zaslona('redact', clip, '--out', out, ...flags)
    expect(run.code).toBe(0)
    expect(await readdir(out)).toHaveLength(1)
    const asked = await readFile(calls, 'utf8')
    // Detecting, writing and examining decode; one of the calls encodes.
    expect(asked.match(/framecrc/g)).toHaveLength(3)
    expect(asked.match(/pipe:0/g)).toHaveLength(1)
    expect(asked).not.toContain(folder)
  }, 120_000)

  it('does not answer ends with it within a second of being canceled, and so does what it started', async () => {
    const { path: clip } = await makeClip(path.join(folder, 'slow.mp4'))
    const pids = path.join(folder, 'pids')
    const program = await programs({ ffmpeg: whenDecoding(`sleep 600 & echo $$ $! > ${pids}; wait`) })
    const video = await openWith(program, clip)
    const controller = new AbortController()
    const stopped = video.detect(controller.signal, 'fast', () => undefined)
    await written(pids)
    const begun = performance.now()
    controller.abort()
    expect(await stopped).toEqual({ ok: false, error: { kind: 'canceled' } })
    expect(performance.now() - begun).toBeLessThan(1_000)
    for (const id of (await readFile(pids, 'utf8')).trim().split(' ')) expect(isGone(Number(id))).toBe(true)
    await video.close()
  }, 120_000)

  it('hangs while a file is opened ends with the process that waits for it, and so does what it started', async () => {
    const pids = path.join(folder, 'pids of ffprobe')
    const worker = workerWith(await programs({ ffprobe: afterVersion(`sleep 600 & echo $$ $! > "${pids}"; wait`) }))
    const controller = new AbortController()
    const opened = worker.call(controller.signal, 'video-open', await openRequest('hanging'), { limitMs: 60_000 })
    await written(pids)
    controller.abort()
    expect(await opened).toEqual({ ok: false, error: { kind: 'canceled' } })
    await worker.exited
    for (const id of (await readFile(pids, 'utf8')).trim().split(' '))
      await expect.poll(() => isGone(Number(id))).toBe(true)
  }, 120_000)

  it('takes more memory than the process that waits for it may is ended with it', async () => {
    const pids = path.join(folder, 'pid of a large one')
    const hold = `echo $$ > "${pids}"; exec tail -c 1500000000 < <(cat /dev/zero)`
    const worker = workerWith(await programs({ ffprobe: afterVersion(hold) }))
    const opened = await worker.call(never, 'video-open', await openRequest('large'), { limitMs: 60_000 })
    const error = { code: 'out-of-memory', limitBytes: workerLimitBytes }
    expect(opened).toEqual({ ok: false, error: { kind: 'failed', error } })
    await worker.exited
    const id = Number(await readFile(pids, 'utf8'))
    await expect.poll(() => isGone(id)).toBe(true)
  }, 120_000)
})

/** An ffprobe that does this where it is asked for anything but its version. */
const afterVersion = (script: string): string => `case "$*" in *-version*) exec ${real.ffprobe} "$@";; esac; ${script}`

const workerLimitBytes = 800_000_000
const never = new AbortController().signal

const workerWith = (program: FfmpegProgram): WorkerProcess =>
  new WorkerProcess({
    ...{ memoryLimitBytes: workerLimitBytes, threads: 1, preload: false },
    detector: { modelsFolder: folder, userModelsFolder: folder, threads: 1 },
    videoCodec: { kind: 'program', program },
  })

const openRequest = async (name: string) => ({
  ...{ source: await makeClip(path.join(folder, `${name}.mp4`)), limits: defaultVideoLimits, part: undefined },
})

describe.skipIf(!systemFfmpeg || process.platform !== 'linux')('an ffmpeg program', () => {
  it('is told apart by what is wrong with it', async () => {
    expect(await problemOf(real)).toBeUndefined()
    expect(await problemOf(undefined)).toEqual({ code: 'missing' })
    expect(await problemOf(await programs({ ffmpeg: 'exit 1' }))).toEqual({ code: 'not-starting' })
    const old = `echo 'ffmpeg version 4.4.2'; echo 'libavformat    58. 76.100 / 58. 76.100'`
    expect(await problemOf(await programs({ ffmpeg: old }))).toEqual({ code: 'too-old', version: '4.4.2' })
    const poor = `case "$*" in *-encoders*) echo ' V..... rawvideo   raw video'; exit 0;; esac; exec ${real.ffmpeg} "$@"`
    const problem = { code: 'without-encoder', encoder: 'libx264' }
    expect(await problemOf(await programs({ ffmpeg: poor }))).toEqual(problem)
    const noProgram = await programs({})
    await writeFile(noProgram.ffmpeg, Buffer.from([0, 1, 2, 3]))
    expect(await problemOf(noProgram)).toEqual({ code: 'not-starting' })
  }, 60_000)

  it('is found by its own path, its folder and the path of the system, only together with ffprobe', async () => {
    const program = await programs({})
    const place = path.dirname(program.ffmpeg)
    expect(programAt(program.ffmpeg)).toEqual(program)
    expect(programAt(place)).toEqual(program)
    expect(programOfSystem(`relative:/nonexistent:${place}`)).toEqual(program)
    await rm(program.ffprobe)
    expect(programAt(program.ffmpeg)).toBeUndefined()
    expect(programOfSystem(place)).toBeUndefined()
  })

  it('that was named and is missing ends the command before anything is begun', async () => {
    const { path: clip } = await makeClip(path.join(folder, 'none.mp4'))
    const out = path.join(folder, 'out none')
    const run = await zaslona('redact', clip, '--out', out, '--ffmpeg', path.join(folder, 'nowhere', 'ffmpeg'))
    expect(run.code).toBe(3)
    expect(run.stderr).toContain('The ffmpeg program cannot be used')
    await expect(readdir(out)).rejects.toThrow()
  }, 60_000)
})

describe('an installation without node-av', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  /** Runs a module under a hook that finds no node-av, neither its code nor its binary. */
  const without = (source: string): { readonly stdout: string; readonly stderr: string } => {
    const hook = `
      export async function resolve(name, context, next) {
        if (/^(node-av|@seydx)(\\/|$)/.test(name)) throw new Error('NO NODE-AV')
        return next(name, context)
      }`
    const register = `import { register } from 'node:module'\nregister(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)})`
    const code = `${register}\nconst at = ${JSON.stringify(`${pathToFileURL(path.join(root, 'dist')).href}/`)}\n${source}`
    return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, encoding: 'utf8' })
  }

  it('loads everything that photos need, and says of videos what is missing', () => {
    const { stdout, stderr } = without(`
      await import(at + 'engine/worker/media-service.js')
      await import(at + 'engine/create-engine.js')
      const { builtInAlone, chooseCodec } = await import(at + 'engine/video/choose-codec.js')
      const error = await chooseCodec(builtInAlone).catch((thrown) => thrown)
      console.log(JSON.stringify(error.failure))`)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({ kind: 'refused', reason: { code: 'no-video-codec' } })
  }, 60_000)

  it.skipIf(!systemFfmpeg)(
    'takes the ffmpeg program of the system',
    () => {
      const { stdout, stderr } = without(`
      const { chooseCodec } = await import(at + 'engine/video/choose-codec.js')
      const codec = await chooseCodec({ kind: 'built-in', instead: ${JSON.stringify(real)} })
      console.log(typeof codec.open)`)
      expect({ stdout, stderr }).toEqual({ stdout: 'function\n', stderr: '' })
    },
    60_000,
  )
})
