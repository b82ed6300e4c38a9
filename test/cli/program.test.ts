import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../../main/cli/program.js'
import { createTerminal } from '../../main/cli/terminal.js'
import type { RedactRequest } from '../../main/core/contract/requests.js'
import { english } from '../../main/core/messages/english.js'
import { namesBelow, testFolder } from '../support/folders.js'
import type { Script } from './fake-engine.js'
import { safe, scriptedDispatch } from './fake-engine.js'

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly closed: boolean
  readonly hardExits: readonly number[]
}

interface Setting {
  readonly tty?: boolean
  readonly environment?: Record<string, string>
  readonly process?: EventEmitter
}

/** Runs the program in this process with a scripted engine. */
async function run(args: readonly string[], script: Script = {}, setting: Setting = {}): Promise<Run> {
  const written = { stdout: '', stderr: '' }
  const emitter = setting.process ?? new EventEmitter()
  const hardExits: number[] = []
  let closed = false
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: setting.tty ?? false,
    columns: 80,
    write: (text: string) => (written[name] += text),
  })
  const code = await runProgram(
    {
      terminal: createTerminal({
        stdout: stream('stdout'),
        stderr: stream('stderr'),
        environment: setting.environment ?? {},
      }),
      messages: english,
      version: '1.2.3',
      signals: {
        on: (name, listener) => emitter.on(name, listener),
        off: (name, listener) => emitter.off(name, listener),
        exit: (status) => hardExits.push(status),
      },
      onRunning: () => undefined,
      openEngine: () =>
        Promise.resolve({
          dispatch: scriptedDispatch(script),
          close: () => {
            closed = true
            return Promise.resolve()
          },
        }),
    },
    args,
  )
  expect(emitter.listenerCount('SIGINT')).toBe(0)
  return { code, ...written, closed, hardExits }
}

const redact = (script: Script, setting?: Setting, ...more: string[]): Promise<Run> =>
  run(['redact', 'in', '--out', 'out', ...more], script, setting)

describe('exit codes', () => {
  test('0 when everything is safe', async () => {
    const ended = await redact({ items: { '/in/a.jpg': safe('/out/x.jpg'), '/in/b.jpg': safe('/out/y.jpg') } })
    expect(ended).toMatchObject({ code: 0, stdout: '', closed: true })
    expect(ended.stderr).toContain('2 files are safe to publish, with 4 faces covered')
  })

  test.each([
    ['refused', { status: 'refused', reason: { code: 'empty-file' } }],
    ['failed', { status: 'failed', error: { code: 'worker-crashed' } }],
    ['canceled', { status: 'canceled' }],
    [
      'needs review',
      {
        status: 'needs-review',
        reason: { code: 'verification-failed', findings: [{ code: 'undecodable' }] },
        coverage: { faces: 1, uncertain: 0, repeats: 0 },
      },
    ],
  ] as const)('1 when one item is %s', async (_, state) => {
    const ended = await redact({ items: { '/in/a.jpg': safe('/out/x.jpg'), '/in/b.jpg': state } })
    expect(ended.code).toBe(1)
  })

  test('0 when only a sidecar stayed behind, and it is mentioned', async () => {
    const items = {
      '/in/a.jpg': safe('/out/x.jpg'),
      '/in/a.xmp': { status: 'refused', reason: { code: 'sidecar' } },
    } as const
    const ended = await redact({ items })
    expect(ended.code).toBe(0)
    expect(ended.stderr).toContain('Left out: /in/a.xmp')
  })

  test('1 when there was nothing but sidecars', async () => {
    expect((await redact({ items: { '/in/a.xmp': { status: 'refused', reason: { code: 'sidecar' } } } })).code).toBe(1)
  })

  test.each([{ code: 'disk-full' }, { code: 'output-unwritable', systemCode: 'EIO' }] as const)(
    '3 when the disk prevents the work: $code',
    async (error) => {
      expect((await redact({ items: { '/in/a.jpg': { status: 'failed', error } } })).code).toBe(3)
    },
  )

  test.each([
    [{ code: 'output-inside-input', output: 'out', input: 'in' }, 2],
    [{ code: 'output-not-a-folder', output: 'out' }, 3],
    [{ code: 'output-unwritable', output: 'out', systemCode: 'EROFS' }, 3],
    [{ code: 'canceled' }, 130],
  ] as const)('of an engine error: $0.code', async (error, code) => {
    const ended = await redact({ error })
    expect(ended).toMatchObject({ code, closed: true })
    expect(ended.stderr).toContain(english.engineError(error))
  })

  test('3 without a model, and nothing is redacted', async () => {
    const ended = await redact({ error: { code: 'model-missing', file: 'face.onnx' } })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain('face.onnx is missing')
  })

  test('2 when nothing was found, with the hint that helps', async () => {
    const ended = await redact({})
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain('--recursive')
    expect((await redact({}, {}, '--recursive')).stderr).not.toContain('--recursive')
  })
})

describe('the command line', () => {
  test.each([
    [[], 'Usage:'],
    [['redact', 'in'], '--out'],
    [['redact', '--out', 'out'], 'inputs'],
    [['fly'], 'fly'],
    [['redact', 'in', '--out', 'out', '--fly'], '--fly'],
    [['redact', 'in', '--out', 'out', '--style', 'emoji'], 'emoji'],
    [['redact', 'in', '--out', 'out', '--color', 'reddish'], '#RRGGBB'],
    [['redact', 'in', '--out', 'out', '--grow', '29'], 'from 30 to 300'],
    [['redact', 'in', '--out', 'out', '--jobs', '0'], 'from 1 to 64'],
    [['redact', 'in', '--out', 'out', '--max-size', '1e3'], 'from 16 to 65,535'],
    [['redact', 'in', '--out', 'out', '--watch', '--dry-run'], 'do not go together'],
    [['redact', 'in', '--out', 'out', '--report', 'r', '--share-report', './r'], 'two different files'],
    [['models'], 'Usage:'],
  ])('%j is wrong, and says why', async (args, reason) => {
    const ended = await run(args)
    expect(ended).toMatchObject({ code: 2, stdout: '', closed: false })
    expect(ended.stderr).toContain(reason)
  })

  test('repeats nothing that could act on the terminal', async () => {
    const ended = await run(['redact', 'in', '--out', 'out', '--\u001B[31mfly\nSafe!'])
    expect(ended.code).toBe(2)
    expect(ended.stderr).not.toContain('\u001B')
    expect(ended.stderr).not.toMatch(/^Safe!/m)
  })

  test('tells version and help on standard output, without an engine', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n', stderr: '', closed: false })
    for (const command of ['redact', 'inspect', 'verify', 'models']) {
      const help = await run([command, '--help'])
      expect(help).toMatchObject({ code: 0, stderr: '', closed: false })
      expect(help.stdout).toContain(`zaslona ${command}`)
    }
  })

  test('becomes a request, with defaults that cover faces for good', async () => {
    let request: RedactRequest | undefined
    const script: Script = { onRequest: (given) => (request = given), items: { a: safe('x') } }
    await run(['redact', 'a', 'b', '-o', 'out'], script)
    expect(request).toMatchObject({
      inputs: ['a', 'b'],
      style: 'fill',
      growShare: 0.3,
      names: 'neutral',
      thoroughness: 'balanced',
      recursive: false,
      watch: false,
      dryRun: false,
      keepFolders: false,
    })
    const flags =
      '-o out -r -w --thoroughness thorough --style pixelate --color #102030 --grow 45% --format webp --max-size 2000 --names keep --keep-folders -j 3 --max-pixels 200M'
    await run(['redact', 'a', ...flags.split(' ')], script)
    expect(request).toMatchObject({
      recursive: true,
      watch: true,
      thoroughness: 'thorough',
      style: 'pixelate',
      color: { red: 16, green: 32, blue: 48 },
      growShare: 0.45,
      format: 'webp',
      maxSizePx: 2000,
      names: 'keep',
      keepFolders: true,
      jobs: 3,
      limits: { maxPixels: 200_000_000 },
    })
  })
})

describe('what redact tells', () => {
  test('--json: one object a line for each item, and nothing else on standard output', async () => {
    const items = {
      '/in/a.jpg': safe('/out/x.jpg', 3, 1),
      '/in/\uDCFF\n.jpg': { status: 'refused', reason: { code: 'truncated' } },
    } as const
    const ended = await redact({ items }, {}, '--json')
    const lines = ended.stdout.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        input: '/in/a.jpg',
        status: 'safe',
        output: '/out/x.jpg',
        faces: 3,
        uncertain: 1,
        repeats: 0,
        reason: null,
        verdict: {
          performed: ['structure', 'metadata', 'decode', 'coverage', 'faces'],
          sha256: '0'.repeat(64),
          sizeBytes: 10,
        },
      },
      {
        input: '/in/\uDCFF\n.jpg',
        status: 'refused',
        output: null,
        faces: null,
        uncertain: null,
        repeats: null,
        reason: { code: 'truncated' },
        verdict: null,
      },
    ])
  })

  test('a name cannot fake a line or colour the screen', async () => {
    const items = { '/in/a\nSafe!\u001B[32m.jpg': { status: 'refused', reason: { code: 'corrupt' } } } as const
    const { stderr } = await redact({ items })
    expect(stderr).toContain('/in/a\\nSafe!\\u{1b}[32m.jpg')
    expect(stderr).not.toContain('\u001B')
  })

  test('blur comes with its warning', async () => {
    const items = { '/in/a.jpg': safe('/out/x.jpg') }
    expect((await redact({ items }, {}, '--style', 'blur')).stderr).toContain('80 to 96 %')
    expect((await redact({ items }, {}, '--style', 'fill')).stderr).not.toContain('80 to 96 %')
  })

  test('--quiet leaves only what was not released', async () => {
    const items = {
      '/in/a.jpg': safe('/out/x.jpg'),
      '/in/b.jpg': { status: 'refused', reason: { code: 'corrupt' } },
    } as const
    const { stderr } = await redact({ items }, {}, '--quiet')
    expect(stderr).toBe(`Not released: /in/b.jpg\n  ${english.refusal({ code: 'corrupt' })}\n`)
  })

  test('progress and colour only on a terminal; NO_COLOR and TERM=dumb are heeded', async () => {
    const items = { '/in/b.jpg': { status: 'refused', reason: { code: 'corrupt' } } } as const
    const plain = await redact({ items })
    expect(plain.stderr).not.toMatch(/\p{Cc}(?<!\n)/u)
    const terminal = await redact({ items }, { tty: true })
    expect(terminal.stderr).toContain('\r0 of 1 · looking for faces')
    expect(terminal.stderr).toContain('\u001B[33mNot released')
    const noColor = await redact({ items }, { tty: true, environment: { NO_COLOR: '1' } })
    expect(noColor.stderr).toContain('\r0 of 1')
    expect(noColor.stderr).not.toContain('\u001B')
    expect((await redact({ items }, { tty: true, environment: { TERM: 'dumb' } })).stderr).toBe(plain.stderr)
  })

  test('reports go where they were asked for, and never over another file', async () => {
    const folder = testFolder()
    const [full, shared] = [path.join(folder, 'full.json'), path.join(folder, 'shared.json')]
    const items = {
      '/secret/anna.jpg': safe('/out/x.jpg'),
      '/secret/jan.jpg': { status: 'refused', reason: { code: 'corrupt' } },
    } as const
    const args = ['--report', full, '--share-report', shared]
    expect((await redact({ items }, {}, ...args)).code).toBe(1)
    expect(namesBelow(folder)).toEqual(['full.json', 'shared.json'])
    expect(JSON.parse(fs.readFileSync(full, 'utf8'))).toMatchObject({
      version: '1.2.3',
      counts: { safe: 1, refused: 1 },
      items: [{ input: '/secret/anna.jpg' }, { input: '/secret/jan.jpg' }],
    })
    const text = fs.readFileSync(shared, 'utf8')
    expect(JSON.parse(text)).toMatchObject({ counts: { safe: 1, refused: 1 }, reasons: { corrupt: 1 } })
    expect(text).not.toMatch(/secret|anna|jan|out|jpg|0{16}/)
    const again = await redact({ items }, {}, ...args)
    expect(again).toMatchObject({ code: 2, closed: false })
    expect(again.stderr).toContain('not replaced')
  })

  test('3 when a report cannot be written', async () => {
    const file = path.join(testFolder(), 'no/such/folder/report.json')
    expect((await redact({ items: { a: safe('x') } }, {}, '--report', file)).code).toBe(3)
  })
})

describe('interruption', () => {
  test.each(['SIGINT', 'SIGTERM'])('%s answers at once, ends the work and gives 130', async (name) => {
    const process = new EventEmitter()
    const items = { '/in/a.jpg': safe('/out/x.jpg'), '/in/b.jpg': safe('/out/y.jpg') }
    const ended = await redact({ items, beforeEnd: () => process.emit(name) }, { process })
    expect(ended).toMatchObject({ code: 130, closed: true, hardExits: [] })
    expect(ended.stderr).toContain('Stopping…')
    expect(ended.stderr).toContain('1 file is safe')
  })

  test('a second one ends the process at once', async () => {
    const process = new EventEmitter()
    const twice = (): void => {
      process.emit('SIGINT')
      process.emit('SIGINT')
    }
    expect((await redact({ items: { a: safe('x') }, beforeEnd: twice }, { process })).hardExits).toEqual([130])
  })
})

describe('inspect and verify', () => {
  const inspection = {
    format: 'jpeg',
    size: { width: 40, height: 30 },
    frames: 1,
    traces: [
      { kind: 'device', field: 'Model', value: 'Phone \u001B[31m7' },
      { kind: 'location', field: 'GPSLatitude', value: '53.9' },
    ],
    faces: 0,
  } as const

  test('inspect says in plain words what a file tells, place first', async () => {
    const ended = await run(['inspect', 'a.jpg'], { inspected: [{ input: '/in/a.jpg', ok: true, inspection }] })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout.split('\n')).toEqual([
      '/in/a.jpg',
      '  JPEG, 40 × 30 pixels',
      '  No face found',
      '  Where it was taken',
      '    GPSLatitude: 53.9',
      '  Camera or phone',
      '    Model: Phone \\u{1b}[31m7',
      '',
    ])
    const json = await run(['inspect', 'a.jpg', '--json'], {
      inspected: [{ input: '/in/a.jpg', ok: true, inspection }],
    })
    expect(JSON.parse(json.stdout)).toEqual({ input: '/in/a.jpg', ok: true, inspection })
  })

  test('inspect gives 1 when a file could not be examined', async () => {
    const failure = { kind: 'refused', reason: { code: 'corrupt' } } as const
    const ended = await run(['inspect', 'a.jpg'], { inspected: [{ input: '/in/a.jpg', ok: false, failure }] })
    expect(ended.code).toBe(1)
    expect(ended.stdout).toContain(english.refusal({ code: 'corrupt' }))
  })

  test('verify gives 0 for clean files and 1 for any other', async () => {
    const clean = { input: '/in/a.jpg', ok: true, findings: [] } as const
    const found = {
      input: '/in/b.jpg',
      ok: true,
      findings: [{ code: 'unaccounted-bytes', offsetBytes: 4, sizeBytes: 9 }],
    } as const
    const unread = {
      input: '/in/c',
      ok: false,
      failure: { kind: 'refused', reason: { code: 'not-a-picture' } },
    } as const
    expect(await run(['verify', 'in'], { verified: [clean] })).toMatchObject({ code: 0, stdout: 'Clean: /in/a.jpg\n' })
    const wanting = await run(['verify', 'in'], { verified: [clean, found] })
    expect(wanting.code).toBe(1)
    expect(wanting.stdout).toContain('9 bytes at byte 4')
    expect((await run(['verify', 'in'], { verified: [unread] })).code).toBe(1)
    expect((await run(['verify', 'in'], {})).code).toBe(2)
  })

  test('models are listed', async () => {
    const models = [{ name: 'm', head: 'yunet', license: 'MIT', sha256: 'ab', builtIn: true }]
    expect((await run(['models', 'list'], { models })).stdout).toBe('m · yunet · MIT · ab · built in\n')
    expect((await run(['models', 'remove', 'x'], { error: { code: 'model-unknown', name: 'x' } })).code).toBe(2)
  })
})
