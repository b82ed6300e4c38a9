import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ModelStore } from '../../../main/engine/detect/model-store.js'
import { createModelStore } from '../../../main/engine/detect/model-store.js'
import { fill, namesBelow, snapshot, testFolder } from '../../support/folders.js'
import { tinyModel, tinyYolo, tinyYunet } from '../../support/onnx.js'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const builtInBytes = tinyYolo()
const entry = {
  name: 'own',
  file: 'own.onnx',
  sha256: sha256(builtInBytes),
  head: 'yolov8-face',
  license: 'AGPL-3.0',
  source: { package: 'somewhere' },
}
const manifest = (...models: object[]): string => JSON.stringify({ models })

interface Places {
  readonly folder: string
  readonly models: string
  readonly user: string
  readonly store: ModelStore
}

/** A product with one model, a user folder that does not exist yet, and `files` to add. */
function places(files: Readonly<Record<string, Uint8Array | string>> = {}): Places {
  const folder = testFolder()
  fill(folder, { 'models/manifest.json': manifest(entry), 'models/own.onnx': builtInBytes, ...files })
  const models = path.join(folder, 'models')
  const user = path.join(folder, 'user/data/models')
  return { folder, models, user, store: createModelStore({ modelsFolder: models, userModelsFolder: user }) }
}

const failure = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } })
const unusable = (file: string, detail: string) => failure('model-unusable', { file, detail })

describe('verify', () => {
  it('hands out the very bytes that were compared', async () => {
    const verified = await places().store.verify()
    expect(verified).toMatchObject({
      ok: true,
      value: [{ builtIn: true, entry: { name: 'own', head: 'yolov8-face' } }],
    })
    expect(verified.ok && Buffer.from(verified.value[0]?.bytes ?? []).equals(builtInBytes)).toBe(true)
  })

  it('notices one changed bit', async () => {
    const { models, store } = places()
    const altered = Buffer.from(builtInBytes)
    altered[altered.length >> 1] = (altered[altered.length >> 1] ?? 0) ^ 1
    fs.writeFileSync(path.join(models, 'own.onnx'), altered)
    expect(await store.verify()).toEqual(failure('model-altered', { file: 'own.onnx' }))
  })

  it('compares the network that finds people too', async () => {
    const people = { name: 'people', file: 'people.onnx', sha256: sha256(builtInBytes), license: 'AGPL-3.0' }
    const named = JSON.stringify({ models: [entry], people: [people] })
    const { models, store } = places({ 'models/manifest.json': named, 'models/people.onnx': builtInBytes })
    expect(await store.verify()).toMatchObject({ ok: true })
    fs.writeFileSync(path.join(models, 'people.onnx'), 'something else')
    expect(await store.verify()).toEqual(failure('model-altered', { file: 'people.onnx' }))
    fs.rmSync(path.join(models, 'people.onnx'))
    expect(await store.verify()).toEqual(failure('model-missing', { file: 'people.onnx' }))
  })

  it('misses a model, a manifest, and models in a manifest', async () => {
    const { models, store } = places()
    fs.rmSync(path.join(models, 'own.onnx'))
    expect(await store.verify()).toEqual(failure('model-missing', { file: 'own.onnx' }))
    fs.writeFileSync(path.join(models, 'manifest.json'), manifest())
    expect(await store.verify()).toEqual(failure('model-missing', { file: 'manifest.json' }))
    fs.rmSync(path.join(models, 'manifest.json'))
    expect(await store.verify()).toEqual(failure('model-missing', { file: 'manifest.json' }))
  })

  it.each([
    ['no JSON', '{'],
    ['no manifest', '{"model":[]}'],
    ['a path', manifest({ ...entry, file: '../own.onnx' })],
    ['a path of Windows', manifest({ ...entry, file: 'a\\own.onnx' })],
    ['half a checksum', manifest({ ...entry, sha256: entry.sha256.slice(1) })],
    ['an unknown head', manifest({ ...entry, head: 'guess' })],
  ])('refuses a manifest with %s', async (_, text) => {
    const { models, store } = places()
    fs.writeFileSync(path.join(models, 'manifest.json'), text)
    expect(await store.verify()).toEqual(unusable('manifest.json', 'manifest'))
  })

  it('fails for an added model as for its own', async () => {
    const { folder, user, store } = places({ 'mine.onnx': tinyYunet() })
    expect(await store.add(path.join(folder, 'mine.onnx'))).toMatchObject({ ok: true })
    expect(await store.verify()).toMatchObject({ ok: true, value: [{ builtIn: true }, { builtIn: false }] })
    fs.appendFileSync(path.join(user, 'mine.onnx'), '\0')
    expect(await store.verify()).toEqual(failure('model-altered', { file: 'mine.onnx' }))
    // It can still be seen and removed, and then all is well again.
    expect(await store.list()).toMatchObject({ ok: true, value: [{ name: 'own' }, { name: 'mine' }] })
    expect(await store.remove('mine')).toEqual({ ok: true, value: undefined })
    expect(await store.verify()).toMatchObject({ ok: true, value: [{ builtIn: true }] })
  })
})

describe('add', () => {
  it('copies a model, tells its head, lists it and leaves the original alone', async () => {
    const bytes = tinyYunet()
    const { folder, user, store } = places({ 'from/Я Face.v2.ONNX': bytes })
    const before = snapshot(path.join(folder, 'from'))
    const added = { name: 'Face.v2', head: 'yunet', license: 'unknown', sha256: sha256(bytes), builtIn: false }
    expect(await store.add(path.join(folder, 'from/Я Face.v2.ONNX'))).toEqual({ ok: true, value: added })
    expect(snapshot(path.join(folder, 'from'))).toEqual(before)
    expect(namesBelow(user)).toEqual(['Face.v2.onnx', 'manifest.json'])
    expect(fs.readFileSync(path.join(user, 'Face.v2.onnx')).equals(bytes)).toBe(true)
    const listed = await store.list()
    expect(listed).toMatchObject({ ok: true, value: [{ name: 'own', builtIn: true }, added] })
  })

  it('keeps the models that were added before', async () => {
    const { folder, store } = places({ 'a.onnx': tinyYunet(), 'b.onnx': tinyYolo({ scoreBias: -19 }) })
    expect(await store.add(path.join(folder, 'a.onnx'))).toMatchObject({ ok: true })
    expect(await store.add(path.join(folder, 'b.onnx'), 'yolov8-face')).toMatchObject({ ok: true })
    expect(await store.verify()).toMatchObject({
      ok: true,
      value: [{}, { entry: { name: 'a' } }, { entry: { name: 'b' } }],
    })
  })

  it('takes a model of one fixed size', async () => {
    const { folder, store } = places({ 'fixed.onnx': tinyYolo({ size: [96, 160] }) })
    expect(await store.add(path.join(folder, 'fixed.onnx'))).toMatchObject({ ok: true, value: { head: 'yolov8-face' } })
  })

  const layers = [8, 16, 32].map((stride) => ({ name: `layer${stride}`, stride, bias: [0, 0, 0] }))
  it.each([
    ['text', Buffer.from('not a model'), undefined, 'not-onnx'],
    ['nothing', Buffer.alloc(0), undefined, 'not-onnx'],
    ['half a model', builtInBytes.subarray(0, builtInBytes.length >> 1), undefined, 'not-onnx'],
    ['weights elsewhere', tinyYolo({ externalData: '/etc/passwd' }), undefined, 'external-data'],
    ['answers that are no numbers', tinyYolo({ scoreBias: Number.NaN }), undefined, 'output-not-finite'],
    ['answers of another shape', tinyModel({ layers }), undefined, 'output-shape'],
    ['the head of another family', tinyYunet(), 'retinaface', 'output-shape'],
    ['a head that does not exist', tinyYunet(), 'guess', 'head-unknown'],
    ['two outputs', tinyModel({ layers: layers.slice(1) }), undefined, 'head-not-recognized'],
  ])('refuses a file with %s, and leaves nothing', async (_, bytes, head, detail) => {
    const { folder, store } = places({ 'mine.onnx': bytes })
    const file = path.join(folder, 'mine.onnx')
    expect(await store.add(file, head)).toEqual(unusable(file, detail))
    expect(namesBelow(folder)).toEqual(['mine.onnx', 'models', 'models/manifest.json', 'models/own.onnx'])
  })

  it('refuses names and bytes that are in use', async () => {
    const { folder, store } = places({ 'OWN.onnx': tinyYunet(), 'same.onnx': builtInBytes, 'mine.onnx': tinyYunet() })
    const file = (name: string) => path.join(folder, name)
    expect(await store.add(file('OWN.onnx'))).toEqual(failure('model-built-in', { name: 'OWN' }))
    expect(await store.add(file('same.onnx'))).toEqual(unusable(file('same.onnx'), 'already-in-use'))
    expect(await store.add(file('mine.onnx'))).toMatchObject({ ok: true })
    expect(await store.add(file('mine.onnx'))).toEqual(unusable(file('mine.onnx'), 'name-taken'))
  })

  it('refuses what is no file', async () => {
    const { folder, store } = places()
    expect(await store.add(folder)).toEqual(unusable(folder, 'not-a-file'))
    const missing = path.join(folder, 'missing.onnx')
    expect(await store.add(missing)).toEqual(unusable(missing, 'ENOENT'))
  })

  it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
    const { folder, store } = places()
    const pipe = path.join(folder, 'pipe.onnx')
    execFileSync('mkfifo', [pipe])
    expect(await store.add(pipe)).toEqual(unusable(pipe, 'not-a-file'))
  })

  it('says why the folder cannot be written to', async () => {
    const { folder, user, store } = places({ 'mine.onnx': tinyYunet() })
    fs.mkdirSync(user, { recursive: true })
    // A folder stands where the model would go.
    fs.mkdirSync(path.join(user, 'mine.onnx/inside'), { recursive: true })
    expect(await store.add(path.join(folder, 'mine.onnx'))).toMatchObject(failure('models-unwritable'))
    expect(namesBelow(user)).toEqual(['mine.onnx', 'mine.onnx/inside'])
  })
})

describe('remove', () => {
  it('removes the copy and its entry', async () => {
    const { folder, user, store } = places({ 'mine.onnx': tinyYunet() })
    await store.add(path.join(folder, 'mine.onnx'))
    expect(await store.remove('mine')).toEqual({ ok: true, value: undefined })
    expect(namesBelow(user)).toEqual(['manifest.json'])
    expect(await store.list()).toMatchObject({ ok: true, value: [{ name: 'own' }] })
    expect(fs.existsSync(path.join(folder, 'mine.onnx'))).toBe(true)
  })

  it('knows neither strangers nor a way to remove its own', async () => {
    const { models, store } = places()
    const before = snapshot(models)
    expect(await store.remove('stranger')).toEqual(failure('model-unknown', { name: 'stranger' }))
    expect(await store.remove('own')).toEqual(failure('model-built-in', { name: 'own' }))
    expect(snapshot(models)).toEqual(before)
  })
})
