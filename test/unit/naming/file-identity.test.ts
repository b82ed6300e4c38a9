import { describe, expect, it } from 'vitest'
import type { FileNumbers } from '../../../main/core/naming/file-identity.js'
import { identitiesOf, walkIdentityOf } from '../../../main/core/naming/file-identity.js'

const numbers = (ino: bigint): FileNumbers => ({ dev: 5n, ino })
const share = (one: readonly string[], other: readonly string[]): boolean => one.some((name) => other.includes(name))

describe('two folders are the same', () => {
  it('where their number is, however they are spelled', () => {
    expect(share(identitiesOf(numbers(7n), '/a', 'linux'), identitiesOf(numbers(7n), '/bind/a', 'linux'))).toBe(true)
  })

  it('where their real path is, though a network drive gives another number each time', () => {
    const one = identitiesOf(numbers(7n), '\\\\server\\share\\Photos', 'win32')
    const other = identitiesOf(numbers(8n), '\\\\SERVER\\share\\photos', 'win32')
    expect(share(one, other)).toBe(true)
  })

  it('not because a drive has no numbers', () => {
    for (const platform of ['linux', 'darwin', 'win32'])
      expect(
        share(identitiesOf(numbers(0n), '/vault/a', platform), identitiesOf(numbers(0n), '/vault/b', platform)),
      ).toBe(false)
  })

  it('not where upper and lower case make a difference', () => {
    expect(share(identitiesOf(numbers(1n), '/a', 'linux'), identitiesOf(numbers(2n), '/A', 'linux'))).toBe(false)
  })
})

describe('a walk takes a folder for one that it entered', () => {
  it('by its number, so that a bind mount brings nothing twice', () => {
    expect(walkIdentityOf(numbers(7n), '/a', 'linux')).toBe(walkIdentityOf(numbers(7n), '/bind/a', 'linux'))
  })

  it('never by a number that Windows gave to several', () => {
    expect(walkIdentityOf(numbers(7n), 'N:\\A', 'win32')).not.toBe(walkIdentityOf(numbers(7n), 'N:\\B', 'win32'))
  })

  it('never by the number 0', () => {
    for (const platform of ['linux', 'darwin', 'win32'])
      expect(walkIdentityOf(numbers(0n), '/vault/a', platform)).not.toBe(
        walkIdentityOf(numbers(0n), '/vault/b', platform),
      )
  })
})
