import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { err, ok } from '../../main/core/result.js'
import { writeReport } from '../../main/desktop/report-file.js'
import { testFolder } from '../support/folders.js'

it('writes a report that only its owner may read', async () => {
  const file = path.join(testFolder(), 'report.json')
  expect(await writeReport(file, { items: [1] })).toEqual(ok(undefined))
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual({ items: [1] })
  if (process.platform !== 'win32') expect(fs.statSync(file).mode & 0o077).toBe(0)
})

it('never replaces a file, and names what stands in the way', async () => {
  const folder = testFolder()
  const photo = path.join(folder, 'photo.jpg')
  fs.writeFileSync(photo, 'original')
  expect(await writeReport(photo, {})).toEqual(err({ code: 'report-exists' }))
  expect(fs.readFileSync(photo, 'utf8')).toBe('original')
  const nowhere = await writeReport(path.join(folder, 'missing', 'report.json'), {})
  expect(nowhere).toEqual(err({ code: 'report-unwritable', systemCode: 'ENOENT' }))
})
