import { describe, expect, test } from 'vitest'
import type { RedactRequest } from '../../main/core/contract/requests.js'
import { english } from '../../main/core/messages/english.js'
import type { Script } from './fake-engine.js'
import { safe } from './fake-engine.js'
import { redact, run } from './run-program.js'

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
    [['redact', 'in', '--out', ''], 'It is empty.'],
    [['redact', 'in', '', '--out', 'out'], 'It is empty.'],
    [['redact', 'in', '--out', 'out', '--report', ''], 'It is empty.'],
    [['inspect', ''], 'It is empty.'],
    [['models', 'add', ''], 'It is empty.'],
    [['models'], 'Usage:'],
  ])('%j is wrong, and says why', async (args, reason) => {
    const ended = await run(args)
    expect(ended).toMatchObject({ code: 2, stdout: '', closed: false })
    expect(ended.stderr).toContain(reason)
  })

  const { usage } = english
  const out = ['redact', 'in', '--out', 'out']
  test.each([
    [['fly'], usage.unknownCommand('fly')],
    [['models', 'fly'], usage.unknownCommand('fly')],
    [[...out, '--fly'], usage.unknownOption('--fly')],
    [['verify'], usage.missingArgument('inputs')],
    [['models', 'add', 'a', 'b'], usage.tooManyNames],
    [['redact', 'in'], usage.optionNeeded('-o, --out <folder>')],
    [['redact', 'in', '--out'], usage.optionWithoutValue('-o, --out <folder>')],
    [[...out, '--jobs', "it's"], usage.wrongValue('-j, --jobs <count>', "it's", usage.wholeNumber(1, 64))],
    [[...out, '--names', 'odd'], usage.wrongValue('--names <names>', 'odd', usage.oneOf(['neutral', 'keep']))],
    [['verify', ''], usage.wrongName('inputs', usage.empty)],
  ])('%j is answered in our words alone', async (args, sentence) => {
    expect((await run(args)).stderr).toBe(`${sentence}\n${usage.hint}\n`)
  })

  test('the help names its parts, choices and defaults in our words', async () => {
    const { stdout } = await run(['redact', '--help'])
    const { titles, choices, byDefault } = english.help
    for (const title of [titles.usage, titles.arguments, titles.options]) expect(stdout).toContain(title)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`(${choices(['neutral', 'keep'])}, ${byDefault('neutral')})`)
    expect((await run(['--help'])).stdout).toContain(titles.commands)
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
      roundSize: false,
      defeatFingerprint: false,
    })
    const flags =
      '-o out -r -w --thoroughness thorough --style pixelate --color #102030 --grow 45% --format webp --max-size 2000 --round-size --defeat-fingerprint --names keep --keep-folders -j 3 --max-pixels 200M'
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
      roundSize: true,
      defeatFingerprint: true,
      names: 'keep',
      keepFolders: true,
      jobs: 3,
      limits: { maxPixels: 200_000_000 },
    })
  })
})
