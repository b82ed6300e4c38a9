import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openSession } from '../../../main/engine/detect/network.js'
import { tinyYolo } from '../../support/onnx.js'

interface Cut {
  readonly input: string
  readonly outputs: readonly string[]
  readonly channels: number
}

const root = path.resolve(import.meta.dirname, '../../..')
const script = (name: string): Promise<unknown> => import(pathToFileURL(path.join(root, 'scripts/models', name)).href)
const { cutGraph } = (await script('cut-graph.mjs')) as { cutGraph: (bytes: Uint8Array, cut: Cut) => Buffer }
const { entryOf } = (await script('tarball.mjs')) as { entryOf: (archive: Uint8Array, name: string) => Buffer }

const cut = { input: 'images', outputs: ['layer8', 'layer16', 'layer32'], channels: 65 }

interface BuiltModel {
  readonly file: string
  readonly sha256: string
  readonly outputs: readonly string[]
  readonly cut: { readonly input: string; readonly channels: number }
}

describe('the cut of a graph', () => {
  it('frees the size of the input, brings out inner tensors and drops what they do not need', async () => {
    const original = tinyYolo({ size: [64, 64], useless: true })
    const finished = cutGraph(original, cut)
    expect(original.includes('Relu')).toBe(true)
    expect(finished.includes('Relu')).toBe(false)
    const session = await openSession(finished, 1)
    expect(session.outputNames).toEqual(cut.outputs)
    expect(session.inputMetadata[0]).toMatchObject({ shape: [1, 3, 'height', 'width'] })
    await session.release()
  })

  it('gives the same bytes each time, and of its own result', () => {
    const finished = cutGraph(tinyYolo({ size: [64, 64], useless: true }), cut)
    expect(cutGraph(tinyYolo({ size: [64, 64], useless: true }), cut).equals(finished)).toBe(true)
    expect(cutGraph(finished, cut).equals(finished)).toBe(true)
  })

  it('says what is missing', () => {
    expect(() => cutGraph(tinyYolo(), { ...cut, outputs: ['layer64'] })).toThrow('no tensor layer64')
    expect(() => cutGraph(tinyYolo(), { ...cut, input: 'photo' })).toThrow('no input photo')
    expect(() => cutGraph(Buffer.from('no model'), cut)).toThrow()
  })

  const models = path.join(root, 'models')
  const manifest = JSON.parse(fs.readFileSync(path.join(models, 'manifest.json'), 'utf8')) as {
    models: readonly BuiltModel[]
    people: readonly BuiltModel[]
  }
  const built = [...manifest.models, ...manifest.people]
  const inPlace = built.every(({ file }) => fs.existsSync(path.join(models, file)))

  it.skipIf(!inPlace)('left the weights that are in place as the manifest has them', () => {
    expect(manifest.models.length).toBeGreaterThan(0)
    expect(manifest.people).toHaveLength(1)
    for (const model of built) {
      const bytes = fs.readFileSync(path.join(models, model.file))
      const again = cutGraph(bytes, { ...model.cut, outputs: model.outputs })
      expect(createHash('sha256').update(again).digest('hex')).toBe(model.sha256)
    }
  })
})

/** A header of POSIX.1-1988, name and prefix apart, and the content in blocks. */
function tarEntry(name: string, content: string, { prefix = '', type = '0' } = {}): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write(type, 156)
  header.write('ustar\x0000', 257)
  header.write(prefix, 345)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body])
}

describe('an entry of a tarball', () => {
  const archive = Buffer.concat([
    tarEntry('package/model', '', { type: '5' }),
    tarEntry('package/model/face.onnx', 'a folder of that name', { type: '5' }),
    tarEntry('package/README.md', 'x'.repeat(513)),
    tarEntry('face.onnx', 'weights', { prefix: 'package/model' }),
    tarEntry('package/empty', ''),
    Buffer.alloc(1024),
  ])

  it('is found by its whole name, whatever lies before it', () => {
    expect(entryOf(archive, 'package/model/face.onnx').toString()).toBe('weights')
    expect(entryOf(archive, 'package/README.md').toString()).toBe('x'.repeat(513))
    expect(entryOf(archive, 'package/empty').toString()).toBe('')
  })

  it('is missed where it is not', () => {
    expect(() => entryOf(archive, 'face.onnx')).toThrow('there is no face.onnx')
    expect(() => entryOf(Buffer.alloc(0), 'package/empty')).toThrow('there is no package/empty')
  })

  it('is not handed out in part', () => {
    const whole = tarEntry('package/model.onnx', 'y'.repeat(600))
    expect(() => entryOf(whole.subarray(0, 700), 'package/model.onnx')).toThrow('cut short')
  })
})
