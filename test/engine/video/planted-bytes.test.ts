import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultVideoLimits } from '../../../main/core/video/types.js'
import { createByteSource } from '../../../main/engine/structure/byte-source.js'
import { createFindingList } from '../../../main/engine/structure/finding-list.js'
import { walkMatroska } from '../../../main/engine/structure/matroska.js'
import { walkMovie } from '../../../main/engine/structure/movie.js'
import { nodeAvCodec } from '../../../main/engine/video/node-av/node-av-codec.js'
import { openVideo } from '../../../main/engine/video/open-video.js'
import { makeClip } from './clips.js'
import { bodyOf, withBody } from './movie-surgery.js'

let folder = ''
let movie: Buffer = Buffer.alloc(0)
let webm: Buffer = Buffer.alloc(0)
const signal = new AbortController().signal
const ignore = (): void => undefined

/** What the product makes of a clip with sound. */
async function redacted(format: 'mp4' | 'webm'): Promise<Buffer> {
  const sound = { encoder: 'aac', seconds: 1, beepSeconds: [0.2, 0.6] } as const
  const clip = await makeClip(path.join(folder, `clip-${format}`), { sound })
  const detector = {
    propose: () => Promise.resolve([]),
    detectRemaining: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  }
  const video = await openVideo(clip, defaultVideoLimits, {
    codec: () => Promise.resolve(nodeAvCodec),
    detector: () => Promise.resolve(detector),
    threads: 1,
  })
  const staged = path.join(folder, `staged-${format}`)
  await writeFile(staged, '')
  await video.detect(signal, 'balanced', ignore)
  const cover = { color: { red: 128, green: 128, blue: 128 }, growShare: 0.3 }
  const target = { format, quality: 'standard', sound: 'keep', compatible: false } as const
  expect(await video.write(signal, cover, target, staged, ignore)).toMatchObject({ ok: true })
  await video.close()
  return readFile(staged)
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zaslona-plant-'))
  movie = await redacted('mp4')
  webm = await redacted('webm')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function codes(bytes: Buffer, walk: typeof walkMovie): Promise<string[]> {
  const file = path.join(folder, 'planted')
  await writeFile(file, bytes)
  const handle = await open(file)
  const list = createFindingList()
  await walk(createByteSource(handle, (await stat(file)).size), list)
  await handle.close()
  return list.findings.map(({ code }) => code)
}

const secret = Buffer.from('Sixty-four bytes that say who stood where, when and with whom...')
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
/** A table with entries added, their number kept right. */
const longer =
  (...entries: readonly Buffer[]) =>
  (body: Buffer): Buffer =>
    Buffer.concat([body.subarray(0, 4), number(body.readUInt32BE(4) + entries.length), body.subarray(8), ...entries])
const words = Array.from({ length: 16 }, (_, index) => secret.subarray(index * 4, index * 4 + 4))

describe('an MP4 with bytes that no player reads', () => {
  const table = ['moov', 'trak', 'mdia', 'minf', 'stbl']

  it('is none as the product writes it', async () => {
    expect(await codes(movie, walkMovie)).toEqual([])
    expect(withBody(movie, [...table, 'stts'], (body) => body).equals(movie)).toBe(true)
  })

  it.each([
    ['times of no sample', 'stts', longer(...words.map((word) => Buffer.concat([number(0), word])))],
    ['key frames that are none', 'stss', longer(number(70_000))],
    [
      'a sample entry that is none',
      'stsc',
      (body: Buffer) => Buffer.concat([body.subarray(0, -4), words[0] as Buffer]),
    ],
    [
      'runs of chunks without samples',
      'stsc',
      longer(...words.map((_, index) => Buffer.concat([number(900 + index), number(0), number(1)]))),
    ],
  ] as const)('%s', async (_, type, change) => {
    const planted = withBody(movie, [...table, type], change)
    expect(planted.length - movie.length).toBeGreaterThanOrEqual(0)
    expect(await codes(planted, walkMovie)).not.toEqual([])
  })

  it('chunks without samples', async () => {
    const chunks = bodyOf(movie, [...table, 'stco']).readUInt32BE(4)
    const planted = withBody(
      withBody(movie, [...table, 'stco'], longer(...words)),
      [...table, 'stsc'],
      longer(Buffer.concat([number(chunks + 1), number(0), number(1)])),
    )
    expect(await codes(planted, walkMovie)).not.toEqual([])
  })

  it('behind the last field of a parameter set, a second one, cut off pixels', async () => {
    const grown = (change: (unit: Buffer) => Buffer) =>
      withBody(movie, [...table, 'stsd'], (body) => {
        const at = body.indexOf('avcC') + 4
        const unitBytes = body.readUInt16BE(at + 6)
        const unit = change(body.subarray(at + 8, at + 8 + unitBytes))
        const made = Buffer.concat([body.subarray(0, at + 8), unit, body.subarray(at + 8 + unitBytes)])
        made.writeUInt16BE(unit.length, at + 6)
        made.writeUInt32BE(body.readUInt32BE(at - 8) + unit.length - unitBytes, at - 8)
        made.writeUInt32BE(body.readUInt32BE(8) + unit.length - unitBytes, 8)
        return made
      })
    expect(
      await codes(
        grown((unit) => unit),
        walkMovie,
      ),
    ).toEqual([])
    expect(
      await codes(
        grown((unit) => Buffer.concat([unit, secret])),
        walkMovie,
      ),
    ).toEqual(['malformed-part'])
    expect(
      await codes(
        grown((unit) => Buffer.concat([unit, Buffer.from([1])])),
        walkMovie,
      ),
    ).toEqual(['malformed-part'])
  })

  it('more free space than the muxer leaves', async () => {
    const free = Buffer.concat([number(8), Buffer.from('free')])
    expect(await codes(Buffer.concat([movie, ...words.map(() => free)]), walkMovie)).toContain('unexpected-part')
  })

  it('in the configuration of the sound', async () => {
    const planted = Buffer.from(movie)
    const at = planted.indexOf('esds') + 4
    planted.writeUInt16BE(0x1234, at + 2)
    expect(await codes(planted, walkMovie)).toEqual(['malformed-part'])
  })
})

describe('a WebM with bytes that no player reads', () => {
  const changed = (change: (file: Buffer) => void): Buffer => {
    const planted = Buffer.from(webm)
    change(planted)
    return planted
  }

  it('is none as the product writes it', async () => {
    expect(await codes(webm, walkMatroska)).toEqual([])
  })

  it('lists of contents that point nowhere', async () => {
    // SeekPosition of the first entry, and the time and the place of a cue.
    const seek = changed(
      (file) =>
        void file.writeUInt8(
          file.readUInt8(file.indexOf('53ac', 0, 'hex') + 3) ^ 1,
          file.indexOf('53ac', 0, 'hex') + 3,
        ),
    )
    expect(await codes(seek, walkMatroska)).toEqual(['malformed-part'])
    const cues = webm.lastIndexOf(Buffer.from('1c53bb6b', 'hex'))
    for (const id of [0xb3, 0xf1, 0xf0]) {
      const at = webm.indexOf(id, cues + 6)
      const planted = changed((file) => void file.writeUInt8(file.readUInt8(at + 2) ^ 1, at + 2))
      expect(await codes(planted, walkMatroska), id.toString(16)).toContain('malformed-part')
    }
  })

  it('elements that stand twice, numbers out of range', async () => {
    // A second list of contents, where the muxer left room before the first cluster.
    const clusters = webm.indexOf(Buffer.from('1f43b675', 'hex'))
    const room = webm.lastIndexOf(Buffer.from('ec01000000000000', 'hex'), clusters)
    expect(room).toBeGreaterThan(0)
    const sizeBytes = 9 + webm.readUInt8(room + 8)
    const again = changed((file) => {
      file.set([0x11, 0x4d, 0x9b, 0x74, 0x80 | (sizeBytes - 5), 0xec, 0x80 | (sizeBytes - 7), 0, 0], room)
    })
    expect(await codes(again, walkMatroska)).toContain('malformed-part')
    const scale = changed((file) => void file.writeUInt8(0x41, file.indexOf('2ad7b183', 0, 'hex') + 5))
    expect(await codes(scale, walkMatroska)).toContain('malformed-part')
  })
})
