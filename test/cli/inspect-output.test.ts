import { describe, expect, test } from 'vitest'
import type { Trace } from '../../main/core/ports.js'
import { run } from './run-program.js'

const inspected = (input: string, traces: readonly Trace[], faces = 0) =>
  ({
    input,
    ok: true,
    inspection: { format: 'jpeg', size: { width: 40, height: 30 }, frames: 1, traces, faces },
  }) as const
const many = (amount: number, kind: Trace['kind']): Trace[] =>
  Array.from({ length: amount }, (_, index) => ({ kind, field: `${kind} ${index}`, value: 'x' }))

describe('what inspect prints', () => {
  test('leads with what identifies and folds the rest', async () => {
    const traces = [...many(37, 'other'), ...many(20, 'text'), ...many(1, 'thumbnail'), ...many(1, 'hidden-video')]
    const { stdout } = await run(['inspect', 'a'], { inspected: [inspected('/a', traces)] })
    const lines = stdout.trimEnd().split('\n')
    const at = (text: string) => lines.findIndex((line) => line.includes(text))
    expect(at('hidden-video 0')).toBeGreaterThan(0)
    expect(at('hidden-video 0')).toBeLessThan(at('thumbnail 0'))
    expect(at('thumbnail 0')).toBeLessThan(at('text 0'))
    expect(stdout).toContain('    text 10: x\n    and 9 more (see --json)\n')
    expect(lines.at(-1)).toBe('  and 37 other fields (see --json)')
    const json = await run(['inspect', 'a', '--json'], { inspected: [inspected('/a', traces)] })
    expect(JSON.parse(json.stdout)).toMatchObject({ inspection: { traces } })
  })

  test('counts one field as one', async () => {
    const alone = await run(['inspect', 'a'], { inspected: [inspected('/a', many(1, 'other'))] })
    expect(alone.stdout).toMatch(/\n {2}1 field \(see --json\)\n$/)
    const two = await run(['inspect', 'a'], { inspected: [inspected('/a', [...many(1, 'other'), ...many(1, 'time')])] })
    expect(two.stdout).toMatch(/\n {2}and 1 other field \(see --json\)\n$/)
  })

  test('says of videos how closely they were looked at', async () => {
    const video = (faces: number) => {
      const { inspection, ...rest } = inspected('/a', [], faces)
      return { ...rest, inspection: { ...inspection, format: 'mov', frames: 60 } } as const
    }
    const told = async (faces: number) => (await run(['inspect', 'a'], { inspected: [video(faces)] })).stdout
    expect(await told(0)).toContain('No face found in two frames of each second')
    expect(await told(3)).toContain('Up to 3 faces at a time')
  })

  test('says what a maker note may hold', async () => {
    const note: Trace = { kind: 'device', field: 'MakerNote', value: '12 bytes' }
    const { stdout } = await run(['inspect', 'a'], { inspected: [inspected('/a', [note])] })
    expect(stdout).toContain('MakerNote: 12 bytes, the maker’s own data, which may hold serial numbers')
  })

  test('--quiet leaves out files that tell nothing', async () => {
    const failure = { kind: 'refused', reason: { code: 'corrupt' } } as const
    const items = [
      inspected('/silent', []),
      inspected('/telling', many(1, 'time')),
      inspected('/face', [], 1),
      { input: '/broken', ok: false, failure } as const,
    ]
    const { stdout, code } = await run(['inspect', 'a', '--quiet'], { inspected: items })
    expect(stdout.match(/^\/\w+$/gm)).toEqual(['/telling', '/face', '/broken'])
    expect(code).toBe(1)
    expect((await run(['inspect', 'a'], { inspected: items })).stdout).toContain('/silent')
  })
})
