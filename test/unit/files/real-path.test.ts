import { describe, expect, it } from 'vitest'
import type { PathResolvers } from '../../../main/engine/files/real-path.js'
import { realPath } from '../../../main/engine/files/real-path.js'

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const unknownDrive: PathResolvers = { system: failing('EISDIR'), stepwise: (path) => Promise.resolve(path) }

describe('a path without links', () => {
  it('is found on a drive that Windows’ mount manager does not know', async () => {
    expect(await realPath('V:\\photos', unknownDrive, 'win32')).toBe('V:\\photos')
  })

  it('is not guessed on other systems', async () => {
    await expect(realPath('/photos', unknownDrive, 'linux')).rejects.toMatchObject({ code: 'EISDIR' })
  })

  it('of a file that is not there is told as the system tells it', async () => {
    const missing: PathResolvers = { system: failing('ENOENT'), stepwise: failing('EINVAL') }
    await expect(realPath('V:\\photos', missing, 'win32')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
