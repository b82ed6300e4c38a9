import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { createMediaService } from '../../../main/engine/worker/media-service.js'
import type { AnyCall } from '../../../main/engine/worker/protocol.js'
import { emptyFile, grey, limits, never, rawSharp, scene, sourceOf, withFolder } from '../image/support.js'

const modelsFolder = fileURLToPath(new URL('../../../models', import.meta.url))
const detector = { modelsFolder, userModelsFolder: '/nonexistent', threads: 1 }

it('shows signs of life while it examines an animation, one for every look at least', () =>
  withFolder(async (folder) => {
    const frames = await Promise.all(
      [0, 1, 2, 3].map((seed) =>
        rawSharp(scene(64, 48, seed))
          .png()
          .toBuffer(),
      ),
    )
    const file = path.join(folder, 'moving.gif')
    await writeFile(
      file,
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    )
    expect((await sharp(await readFile(file), { pages: -1 }).metadata()).pages).toBe(4)
    const service = createMediaService({ memoryLimitBytes: 2_000_000_000, threads: 1, detector, preload: false })
    const stagedPath = await emptyFile(folder)
    const plan = [0, 1, 2, 3].map((frame) => ({ frame, regions: [] }))
    const target = { format: 'gif' } as const
    let signs = 0
    const answer = async (call: AnyCall): Promise<void> => {
      signs = 0
      expect(await service.answer(never, call, () => signs++)).toMatchObject({ ok: true })
    }
    await answer({ name: 'open', request: { source: await sourceOf(file), limits } })
    await answer({ name: 'write', request: { plan, look: grey, target, stagedPath } })
    const examine = { plan, look: grey, target, thoroughness: 'fast', stagedPath, accepted: [] } as const
    await answer({ name: 'examine', request: examine })
    expect(signs).toBeGreaterThanOrEqual(4)
  }))
