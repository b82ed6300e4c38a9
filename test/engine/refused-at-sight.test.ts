import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { refusedAtSight } from '../../main/engine/refused-at-sight.js'
import { samplePhotos } from '../fixtures/sample-photos.js'
import { fill, testFolder } from '../support/folders.js'

const listed = (file: string) => ({
  path: file,
  relativePath: path.basename(file),
  sizeBytes: fs.statSync(file).size,
  modifiedMs: fs.statSync(file).mtimeMs,
})

it('tells by the first bytes what is no photo or video, whatever it is called', async () => {
  const folder = fill(testFolder(), { 'empty.jpg': '', 'notes.jpg': 'Minsk, at six', 'scan.jpg': '%PDF-1.7' })
  const told = (name: string) => refusedAtSight(listed(path.join(folder, name)))
  expect(await told('empty.jpg')).toEqual({ kind: 'refused', reason: { code: 'empty-file' } })
  expect(await told('notes.jpg')).toEqual({ kind: 'refused', reason: { code: 'not-a-picture' } })
  expect(await told('scan.jpg')).toEqual({ kind: 'refused', reason: { code: 'unsupported-format', format: 'PDF' } })
})

it('leaves photos, videos and what cannot be read to those who open them', async () => {
  const [photo] = samplePhotos
  if (!photo) throw new Error('no photo')
  expect(await refusedAtSight(listed(photo.file))).toBeUndefined()
  const clip = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1')
  const folder = testFolder()
  fs.writeFileSync(path.join(folder, 'clip.txt'), clip)
  expect(await refusedAtSight(listed(path.join(folder, 'clip.txt')))).toBeUndefined()
  const gone = { ...listed(photo.file), path: path.join(folder, 'gone.jpg') }
  expect(await refusedAtSight(gone)).toBeUndefined()
})
