import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { english } from '../../main/core/messages/english.js'
import { fill, namesBelow, testFolder } from '../support/folders.js'
import { safe } from './fake-engine.js'
import { redact, run } from './run-program.js'

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
        poster: null,
        faces: 3,
        uncertain: 1,
        repeats: 0,
        reviewSeconds: null,
        kept: null,
        perhaps: null,
        bareHeads: null,
        nobodyKept: null,
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
        poster: null,
        faces: null,
        uncertain: null,
        repeats: null,
        reviewSeconds: null,
        kept: null,
        perhaps: null,
        bareHeads: null,
        nobodyKept: null,
        reason: { code: 'truncated' },
        verdict: null,
      },
    ])
  })

  test('names pictures with heads that nothing covers, and ends as without them', async () => {
    const coverage = { faces: 3, uncertain: 0, repeats: 0 }
    const items = {
      '/in/a.jpg': { ...safe('/out/x.jpg'), coverage: { ...coverage, bareHeads: 2 } },
      '/in/b.jpg': { ...safe('/out/y.jpg'), coverage: { ...coverage, bareHeads: 0 } },
    }
    const { stdout, stderr, code } = await redact({ items }, {}, '--json')
    const lines = stdout.trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { readonly bareHeads: unknown }).bareHeads)).toEqual([2, 0])
    expect(stderr).toContain('Look closely: /out/x.jpg\n  The heads of 2 people have no cover')
    expect(stderr).not.toContain('Look closely: /out/y.jpg')
    expect(stderr).toContain('2 heads have no cover, in 1 file')
    expect(code).toBe(0)
    expect((await redact({ items }, {}, '--quiet')).stderr).not.toContain('Look closely')
  })

  test('says why a released video has no picture', async () => {
    const items = { '/in/a.mp4': { ...safe('/out/x.mp4', 3, 1), posterProblem: { code: 'disk-full' } } } as const
    const { stdout, stderr, code } = await redact({ items }, {}, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ status: 'safe', poster: null, reason: { code: 'disk-full' } })
    expect(stderr).toContain('no picture out of it: /out/x.mp4')
    expect(stderr).toContain('The disk of the output folder is full')
    expect(code).toBe(0)
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

  test.each(['--report', '--share-report'])(
    '%s never lies in an input folder, whatever leads there',
    async (option) => {
      const folder = fill(testFolder(), { 'in/deep/a.jpg': 'x', 'beside/b.jpg': 'x' })
      fs.symlinkSync(path.join(folder, 'in'), path.join(folder, 'input-link'))
      fs.symlinkSync(path.join(folder, 'in/deep'), path.join(folder, 'deep-link'))
      const before = namesBelow(folder)
      const cases = [
        ['in', 'in/r.json'],
        ['in', 'in/deep/r.json'],
        ['in', 'in/missing/r.json'],
        ['in', 'beside/../in/r.json'],
        ['in', 'deep-link/r.json'],
        ['in/deep', 'deep-link/r.json'],
        ['input-link', 'in/r.json'],
        ['input-link', 'deep-link/r.json'],
      ] as const
      for (const [input, report] of cases) {
        const file = path.join(folder, report)
        const args = ['redact', path.join(folder, 'beside'), path.join(folder, input), '--out', 'out', option, file]
        const ended = await run(args, { items: { '/in/a.jpg': safe('/out/x.jpg') } })
        expect(ended, report).toMatchObject({ code: 2, stdout: '', closed: false })
        expect(ended.stderr).toBe(`${english.run.reportInsideInput(file, path.join(folder, input))}\n`)
      }
      expect(namesBelow(folder)).toEqual(before)
      const above = ['redact', path.join(folder, 'in'), '--out', 'out', option, path.join(folder, 'r.json')]
      expect((await run(above, { items: { '/in/a.jpg': safe('/out/x.jpg') } })).code).toBe(0)
    },
  )

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
