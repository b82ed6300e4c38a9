import { describe, expect, test } from 'vitest'
import { english } from '../../main/core/messages/english.js'
import { run } from './run-program.js'

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
    const clean = { input: '/in/a.jpg', ok: true, findings: [], remarks: [] } as const
    const found = {
      input: '/in/b.jpg',
      ok: true,
      findings: [{ code: 'unaccounted-bytes', offsetBytes: 4, sizeBytes: 9 }],
      remarks: [],
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

  test('verify says that a clean video has sound, also with --quiet, and lets it pass', async () => {
    const silent = { input: '/in/a.mp4', ok: true, findings: [], remarks: [] } as const
    const heard = { input: '/in/b.mp4', ok: true, findings: [], remarks: [{ code: 'sound' }] } as const
    const told = `Clean: /in/b.mp4\n  – ${english.remark({ code: 'sound' })}\n`
    const quiet = await run(['verify', '--quiet', 'in'], { verified: [silent, heard] })
    expect(quiet).toMatchObject({ code: 0, stdout: told })
    const json = await run(['verify', '--json', 'in'], { verified: [heard] })
    expect(JSON.parse(json.stdout)).toEqual(heard)
  })

  test('models are listed', async () => {
    const models = [{ name: 'm', head: 'yunet', license: 'MIT', sha256: 'ab', builtIn: true }]
    expect((await run(['models', 'list'], { models })).stdout).toBe('m · yunet · MIT · ab · built in\n')
    expect((await run(['models', 'remove', 'x'], { error: { code: 'model-unknown', name: 'x' } })).code).toBe(2)
  })
  test.each([
    ['ENOENT', 2, 'There is no file nope.onnx.'],
    ['not-a-file', 2, 'Give the ONNX file itself.'],
    ['head-unknown', 2, 'Give one of'],
    ['not-onnx', 3, 'is no ONNX file'],
    ['EIO', 3, '(EIO)'],
  ])('a model that cannot be added because of %s gives %i', async (detail, code, sentence) => {
    const error = { code: 'model-unusable', file: 'nope.onnx', detail } as const
    const ended = await run(['models', 'add', 'nope.onnx'], { error })
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr).toContain(sentence)
  })
})
