import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { commandFile, follow, recordsOf, zaslona } from '../cli/run-command.js'
import type { Ended } from '../cli/run-command.js'
import { fill, testFolder } from '../support/folders.js'
import { expectNoDescriptorIn } from './no-descriptor.js'
import type { Scene } from './scenes.js'
import {
  centersOf,
  differenceAt,
  inBadLight,
  inCrowd,
  masked,
  nobody,
  portrait,
  profile,
  sample,
  withLookAlike,
} from './scenes.js'

/** What the run says of one item beside what every run says. */
interface PeopleRecord {
  readonly status: string
  readonly output: string | null
  readonly faces: number
  readonly kept: readonly { readonly reason: string }[] | null
  readonly perhaps: number | null
  readonly reason: { readonly code: string } | null
}
const peopleOf = ({ stdout }: Ended): Readonly<Record<string, PeopleRecord>> =>
  recordsOf(stdout) as unknown as Readonly<Record<string, PeopleRecord>>

/** A visible place differs from the original by the encoder alone; a cover changes it by far more. */
const isVisible = async (record: PeopleRecord | undefined, original: Uint8Array, place: readonly [number, number]) =>
  (await differenceAt(record?.output ?? '', original, place)) < 8

describe('zaslona redact --keep', () => {
  let scenes: Readonly<Record<'crowd.jpg' | 'dusk.jpg' | 'night.jpg' | 'twins.jpg' | 'mask.jpg', Scene>>

  beforeAll(async () => {
    scenes = {
      'crowd.jpg': await inCrowd(),
      'dusk.jpg': await inBadLight(0.22),
      'night.jpg': await inBadLight(0.07),
      'twins.jpg': await withLookAlike(),
      'mask.jpg': await masked(),
    }
  })

  test(
    'shows the speaker where she is clearly recognised, and covers everybody else everywhere',
    { timeout: 300_000 },
    async () => {
      const folder = testFolder()
      const input = fill(path.join(folder, 'in'), {
        ...Object.fromEntries(Object.entries(scenes).map(([name, { bytes }]) => [name, bytes])),
        'without.jpg': await sample(5),
      })
      fill(folder, { 'speaker.jpg': await portrait() })
      const scratch = path.join(folder, 'scratch')
      fs.mkdirSync(scratch)
      const args = [
        ...['redact', input, '--out', path.join(folder, 'out'), '--keep', path.join(folder, 'speaker.jpg')],
        ...['--allow-inconsistent', '--json', '--report', path.join(folder, 'report.json')],
        ...['--share-report', path.join(folder, 'shared.json')],
      ]
      const env = { ...process.env, TMPDIR: scratch }
      const run = await follow(spawn(process.execPath, [commandFile, ...args], { env })).ended
      expect(run).toMatchObject({ code: 0 })
      const records = peopleOf(run)
      const visible = async (name: keyof typeof scenes) =>
        Promise.all(scenes[name].speaker.map((place) => isVisible(records[name], scenes[name].bytes, place)))

      expect(records['crowd.jpg']?.kept).toMatchObject([{ reason: 'reference' }])
      expect(await visible('crowd.jpg')).toEqual([true])
      expect(await visible('mask.jpg')).toEqual([false])
      expect(records['mask.jpg']?.kept).toEqual([])
      expect(await visible('twins.jpg')).toEqual([false, false])
      expect(records['twins.jpg']).toMatchObject({ kept: [], perhaps: 2 })
      expect(records['without.jpg']).toMatchObject({ kept: [], perhaps: 0 })
      // She is still recognised on a stage, and not at night, where nobody could be sure.
      expect(records['dusk.jpg']?.kept).toMatchObject([{ reason: 'reference' }])
      expect(await visible('dusk.jpg')).toEqual([true])
      expect(records['night.jpg']).toMatchObject({ kept: [], perhaps: 1 })
      expect(await visible('night.jpg')).toEqual([false])
      for (const name of ['crowd.jpg', 'dusk.jpg', 'night.jpg', 'twins.jpg', 'mask.jpg'] as const)
        for (const stranger of centersOf(6))
          expect(await isVisible(records[name], scenes[name].bytes, stranger), name).toBe(false)

      expect(fs.readdirSync(scratch)).toEqual([])
      await expectNoDescriptorIn(folder, await portrait(), input)
      const shared = fs.readFileSync(path.join(folder, 'shared.json'), 'utf8')
      expect(shared).not.toMatch(/reference|speaker|crowd|box/)
    },
  )

  test('withholds a picture that shows somebody who is covered in another', { timeout: 300_000 }, async () => {
    const folder = testFolder()
    const input = fill(path.join(folder, 'in'), { 'clear.jpg': await sample(3), 'other-day.jpg': await sample(1) })
    fill(folder, { 'speaker.jpg': await portrait() })
    const keep = ['--keep', path.join(folder, 'speaker.jpg'), '--json']
    const run = await zaslona('redact', input, '--out', path.join(folder, 'out'), ...keep)
    expect(run.code).toBe(1)
    expect(peopleOf(run)['clear.jpg']).toMatchObject({
      status: 'needs-review',
      reason: { code: 'person-inconsistent' },
    })
    expect(peopleOf(run)['other-day.jpg']).toMatchObject({ status: 'safe', kept: [], perhaps: 1 })
    const allowed = await zaslona('redact', input, '--out', path.join(folder, 'out2'), ...keep, '--allow-inconsistent')
    expect(allowed.code).toBe(0)
    expect(peopleOf(allowed)['clear.jpg']).toMatchObject({ status: 'safe', kept: [{ reason: 'reference' }] })
  })

  test.each([
    ['nobody.jpg', nobody, 'No face was found'],
    ['several.jpg', () => sample(3), 'more than one face'],
    ['profile.jpg', profile, 'too small, turned aside, blurred or partly hidden'],
  ])('refuses the reference %s and writes nothing', { timeout: 120_000 }, async (name, picture, sentence) => {
    const folder = testFolder()
    const input = fill(path.join(folder, 'in'), { 'nobody.jpg': await nobody() })
    fill(folder, { [name]: await picture() })
    const run = await zaslona('redact', input, '--out', path.join(folder, 'out'), '--keep', path.join(folder, name))
    expect(run.code).toBe(2)
    expect(run.stderr).toContain(sentence)
    expect(fs.existsSync(path.join(folder, 'out'))).toBe(false)
  })
})
