import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VideoWorkshop } from '../../../main/core/video/ports.js'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { createVideoWorkshop } from '../../../main/engine/video-workshop.js'
import { makeClip, sourceOf } from './clips.js'

let folder = ''
let workshop: VideoWorkshop
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-videos-'))
  const none = path.join(folder, 'none')
  workshop = createVideoWorkshop({ detector: { modelsFolder: none, userModelsFolder: none, threads: 1 } })
})
afterAll(async () => {
  await workshop.close()
  await rm(folder, { recursive: true, force: true })
})

const signal = new AbortController().signal

describe('the video workshop', () => {
  it('recognises videos by their content', async () => {
    const clip = await makeClip(path.join(folder, 'named.jpg'), { container: 'matroska' })
    expect(await workshop.recognize(clip)).toBe('matroska')
    const text = path.join(folder, 'text.mp4')
    await writeFile(text, '#EXTM3U\n')
    expect(await workshop.recognize(await sourceOf(text))).toBeUndefined()
    expect(await workshop.recognize({ ...clip, path: path.join(folder, 'gone.mp4') })).toBeUndefined()
  })

  it('opens a video in a process of its own, under any name', async () => {
    for (const name of ['-i.mp4', 'image-%03d.mp4', 'concat:a|b.mp4', 'new\nline.mp4', 'відэа 📷.mp4']) {
      const clip = await makeClip(path.join(folder, 'plain.mp4'), { width: 128, height: 96 })
      const named = path.join(folder, name)
      await rename(clip.path, named)
      const opened = await workshop.open(signal, await sourceOf(named), defaultVideoLimits, undefined)
      expect(opened).toMatchObject({
        ok: true,
        value: { info: { container: 'mp4', size: { width: 128, height: 96 } } },
      })
      if (opened.ok) await opened.value.close()
    }
  })

  it('finds nobody without its models: nothing is written', async () => {
    const opened = await workshop.open(
      signal,
      await makeClip(path.join(folder, 'clip.mp4')),
      defaultVideoLimits,
      undefined,
    )
    if (!opened.ok) throw new Error('not opened')
    const found = await opened.value.detect(signal, 'balanced', () => undefined)
    expect(found).toMatchObject({ ok: false, error: { kind: 'failed' } })
    const staged = path.join(folder, 'staged')
    await writeFile(staged, '')
    const cover = { color: { red: 0, green: 0, blue: 0 }, growShare: 0.3 }
    const target = { format: 'mp4', quality: 'standard', sound: 'remove', compatible: false } as const
    expect((await opened.value.write(signal, cover, target, staged, () => undefined)).ok).toBe(false)
    await opened.value.close()
  })

  it('answers a cancel before it starts', async () => {
    const controller = new AbortController()
    controller.abort()
    const clip = await makeClip(path.join(folder, 'late.mp4'))
    expect(await workshop.open(controller.signal, clip, defaultVideoLimits, undefined)).toEqual({
      ok: false,
      error: { kind: 'canceled' },
    })
  })
})
