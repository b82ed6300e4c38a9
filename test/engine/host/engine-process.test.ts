import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LookError, Preview } from '../../../main/core/contract/engine.js'
import type { EngineCall, FromEngine, ToEngine } from '../../../main/core/contract/engine-protocol.js'
import type { ReleaseRequest } from '../../../main/core/contract/requests.js'
import type { JobEvent } from '../../../main/core/job/job.js'
import type { Discovered, SourceFile } from '../../../main/core/ports.js'
import type { Result } from '../../../main/core/result.js'
import type { FoundMedia } from '../../../main/core/review/found-media.js'
import { samplePhotos } from '../../fixtures/sample-photos.js'

const entry = fileURLToPath(new URL('../../../dist/engine/host/engine-main.js', import.meta.url))
const photo = samplePhotos[0]?.file ?? ''

let folder = ''
let child: ChildProcess
let lastId = 0

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-host-'))
  child = fork(entry, { serialization: 'advanced' })
  await once(child, 'message')
})

afterAll(async () => {
  child.send({ type: 'close' } satisfies ToEngine)
  await once(child, 'exit')
  await rm(folder, { recursive: true, force: true })
})

function call<Value>(
  method: EngineCall,
  request: unknown,
  onProgress: (value: unknown) => void = () => undefined,
): { readonly id: number; readonly answer: Promise<Value> } {
  const id = ++lastId
  const answer = new Promise<Value>((resolve) => {
    const listen = (message: FromEngine): void => {
      if (message.type === 'ready' || message.id !== id) return
      if (message.type === 'progress') onProgress(message.value)
      else {
        child.off('message', listen)
        resolve(message.result as Value)
      }
    }
    child.on('message', listen)
  })
  child.send({ type: 'call', id, method, request } satisfies ToEngine)
  return { id, answer }
}

async function discover(file: string): Promise<SourceFile> {
  const found: Discovered[] = []
  await call('discover', { inputs: [file] }, (entry) => found.push(entry as Discovered)).answer
  const [first] = found
  if (first?.kind !== 'file') throw new Error('not found')
  return first.source
}

async function find(source: SourceFile): Promise<FoundMedia> {
  const result = await call<Result<FoundMedia, LookError>>('find', { source }).answer
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** Mean distance of the pixels around a place from the colour that covers, 0 where it is covered. */
async function distanceFromGrey(file: string, center: readonly [number, number]): Promise<number> {
  const { width, height } = await sharp(await readFile(file)).metadata()
  const side = 12
  const area = {
    left: Math.round(center[0] * width) - 6,
    top: Math.round(center[1] * height) - 6,
    width: side,
    height: side,
  }
  const pixels = await sharp(await readFile(file))
    .extract(area)
    .raw()
    .toBuffer()
  return pixels.reduce((sum, value) => sum + Math.abs(value - 128), 0) / pixels.length
}

describe('the engine in a process of its own', () => {
  it('finds, shows and releases a photo with one face left visible and something drawn', async () => {
    const source = await discover(photo)
    const found = await find(source)
    if (found.kind !== 'picture') throw new Error('no picture')
    const faces = found.faces[0]?.faces ?? []
    const centers = samplePhotos[0]?.faceCenters ?? []
    expect(faces).toHaveLength(centers.length)
    const [keptCenter, ...coveredCenters] = centers
    if (!keptCenter) throw new Error('no face')
    const contains = ({ box }: (typeof faces)[number]): boolean =>
      keptCenter[0] > box.x &&
      keptCenter[0] < box.x + box.width &&
      keptCenter[1] > box.y &&
      keptCenter[1] < box.y + box.height
    const keptIndex = faces.findIndex(contains)
    const kept = faces[keptIndex]
    if (!kept) throw new Error('face not found')
    const frame: NonNullable<
      Extract<ReleaseRequest['files'][number]['decision'], { kind: 'picture' }>
    >['frames'][number] = {
      frame: 0,
      cover: [
        ...faces.flatMap(({ box }, of) => (of === keptIndex ? [] : [{ kind: 'face' as const, box, of }])),
        { kind: 'rectangle', box: { x: 0, y: 0.9, width: 1, height: 0.1 } },
      ],
      keep: [{ of: keptIndex, box: kept.box, reason: 'consented' }],
    }
    const look = { style: 'fill', color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }

    const preview = await call<Result<Preview, LookError>>('preview', {
      source,
      sidePx: 300,
      at: { unit: 'frame', frame: 0 },
      cover: { ...look, shapes: frame.cover },
    }).answer
    expect(preview.ok && Math.max(preview.value.width, preview.value.height)).toBe(300)
    expect(preview.ok && (await sharp(preview.value.jpeg).metadata()).format).toBe('jpeg')

    const output = path.join(folder, 'out')
    const states: unknown[] = []
    const request = { output, files: [{ source, decision: { kind: 'picture', throughout: [], frames: [frame] } }] }
    await call('release', request, (event) => {
      const { type, ...rest } = event as JobEvent
      if (type === 'item-changed' && 'state' in rest && rest.state.status !== 'running') states.push(rest.state)
    }).answer
    expect(states).toMatchObject([{ status: 'safe', coverage: { faces: faces.length, repeats: 0 } }])
    const [name] = await readdir(output)
    const file = path.join(output, name ?? '')
    for (const center of coveredCenters) expect(await distanceFromGrey(file, center)).toBeLessThan(3)
    expect(await distanceFromGrey(file, [0.5, 0.95])).toBeLessThan(3)
    expect(await distanceFromGrey(file, keptCenter)).toBeGreaterThan(10)
  })

  it('covers a face that a request neither covers nor keeps', async () => {
    const source = await discover(photo)
    const output = path.join(folder, 'forgotten')
    await call('release', { output, files: [{ source, decision: { kind: 'picture', throughout: [], frames: [] } }] })
      .answer
    const [name] = await readdir(output)
    for (const center of samplePhotos[0]?.faceCenters ?? [])
      expect(await distanceFromGrey(path.join(output, name ?? ''), center)).toBeLessThan(3)
  })

  it('answers what it does not understand', async () => {
    const answer = await call('find', { source: 7 }).answer
    expect(answer).toMatchObject({ ok: false, error: { of: 'engine', error: { code: 'invalid-request' } } })
  })

  it('gives up a search when it is told to', async () => {
    const source = await discover(photo)
    const { id, answer } = call<Result<FoundMedia, LookError>>('find', { source }, () =>
      child.send({ type: 'cancel', id } satisfies ToEngine),
    )
    expect(await answer).toEqual({ ok: false, error: { of: 'item', failure: { kind: 'canceled' } } })
  })
})
