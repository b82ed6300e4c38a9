import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exportChoicesSchema } from '../../main/core/contract/bridge.js'
import { limitsSchema } from '../../main/core/contract/requests.js'
import type { JobSnapshot } from '../../main/core/job/job.js'
import { completed } from '../../main/core/review/cover-plan.js'
import type { Decision } from '../../main/core/review/decision.js'
import { createEngine, ordinaryOptions } from '../../main/engine/create-engine.js'
import { makeClip, sourceOf } from '../engine/video/clips.js'
import { fill, testFolder } from '../support/folders.js'
import { differenceAt, sample } from './scenes.js'

const engine = createEngine(ordinaryOptions())
afterAll(() => engine.close())

const { signal } = new AbortController()
const limits = limitsSchema.parse({})
const outputOf = ({ items }: JobSnapshot, index: number): string => {
  const state = [...items.values()][index]?.state
  return state?.status === 'safe' ? state.output : JSON.stringify(state)
}

describe('the release of a photo that a person decided on, and a video that nobody decided on, with whole heads', () => {
  test('covers the heads, leaves the chosen one visible, and takes the video along', { timeout: 300_000 }, async () => {
    const folder = testFolder()
    const original = await sample(3)
    fill(folder, { 'photo.jpg': original })
    const photo = await sourceOf(path.join(folder, 'photo.jpg'))
    const clip = await makeClip(path.join(folder, 'clip.mp4'), { width: 320, height: 240 })
    const found = await engine.find(signal, { source: photo, thoroughness: 'balanced', limits }, () => undefined)
    if (!found.ok || found.value.kind !== 'picture') throw new Error('nothing was found')
    const boxes = (found.value.faces[0]?.faces ?? []).map(({ box }) => box)
    const speaker = boxes.findIndex(({ x, width }) => Math.abs(x + width / 2 - 0.64) < 0.05)
    const speakerBox = boxes[speaker]
    if (!speakerBox) throw new Error('the speaker was not found')
    const keep = [{ box: speakerBox, of: speaker, reason: 'consented' as const }]
    const decision: Decision = completed(
      { kind: 'picture', throughout: [], frames: [{ frame: 0, cover: [], keep }] },
      found.value.faces,
    )
    const release = async (cover: 'faces' | 'heads') => {
      const output = path.join(folder, cover)
      fs.mkdirSync(output)
      const result = await engine.release(
        signal,
        {
          ...exportChoicesSchema.parse({ cover }),
          ...{ output, limits, jobs: 1, thoroughness: 'balanced' },
          videosWithPhotoOptions: 'release-without',
          files: [{ source: photo, decision }, { source: clip }],
        },
        () => undefined,
      )
      if (!result.ok) throw new Error(result.error.code)
      return result.value
    }
    const [ofFaces, ofHeads] = [await release('faces'), await release('heads')]
    expect(outputOf(ofHeads, 1)).toMatch(/\.mp4$/)

    const crowns = boxes
      .filter((_, index) => index !== speaker)
      .map(({ x, y, width, height }) => [x + width / 2, y - height * 0.52] as const)
    const smallPx = 8
    const changes = (job: JobSnapshot) =>
      Promise.all(crowns.map((place) => differenceAt(outputOf(job, 0), original, place, smallPx)))
    expect((await changes(ofFaces)).every((change) => change < 8)).toBe(true)
    expect((await changes(ofHeads)).every((change) => change > 16)).toBe(true)
    const middle = [speakerBox.x + speakerBox.width / 2, speakerBox.y + speakerBox.height / 2] as const
    expect(await differenceAt(outputOf(ofHeads, 0), original, middle)).toBeLessThan(8)
  })
})
