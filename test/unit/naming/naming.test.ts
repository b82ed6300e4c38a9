import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWindowsName, portableName } from '../../../main/core/naming/file-name.js'
import type { NamingOptions } from '../../../main/core/naming/naming.js'
import { createNaming } from '../../../main/core/naming/naming.js'
import { pathFromBytes } from '../../../main/core/naming/path-bytes.js'

/** A reproducible stand-in for the system's randomness. */
function byteSource(seed: number): (count: number) => Uint8Array {
  let state = seed
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    })
}

const naming = (options: Partial<NamingOptions> = {}): ((relativePath: string, format?: 'jpeg' | 'png') => string) => {
  const nameFor = createNaming({ names: 'neutral', keepFolders: false, randomBytes: byteSource(1), ...options })
  return (relativePath, format = 'jpeg') => nameFor({ relativePath }, { format })
}

describe('neutral names', () => {
  test('hold nothing of the original but the format', () => {
    const name = naming()
    expect(name('2024-08-09/IMG_0042.HEIC')).toMatch(/^photo-[0-9a-hjkmnp-tv-z]{8}\.jpg$/)
    expect(name('IMG_0043.png', 'png')).toMatch(/^photo-[0-9a-hjkmnp-tv-z]{8}\.png$/)
  })

  test('are no sequence: sorted, they are in another order than the originals', () => {
    const name = naming()
    const names = Array.from({ length: 50 }, (_, number) => name(`IMG_${number}.jpg`))
    expect(new Set(names).size).toBe(50)
    expect([...names].sort()).not.toEqual(names)
  })

  test('are drawn again when one comes twice', () => {
    const draws = [1, 1, 2]
    const name = naming({ randomBytes: (count) => new Uint8Array(count).fill(draws.shift() ?? 3) })
    expect([name('a.jpg'), name('b.jpg')]).toEqual(['photo-11111111.jpg', 'photo-22222222.jpg'])
  })

  test('go for folders too, one for each', () => {
    const name = naming({ keepFolders: true })
    const [first, second, other, top] = ['warsaw/anna/1.jpg', 'warsaw/anna/2.jpg', 'warsaw/jan/3.jpg', '4.jpg'].map(
      (path) => name(path).split('/'),
    )
    expect(first).toHaveLength(3)
    expect(first?.slice(0, 2)).toEqual(second?.slice(0, 2))
    expect(other?.[0]).toBe(first?.[0])
    expect(other?.[1]).not.toBe(first?.[1])
    expect(top).toHaveLength(1)
    expect(JSON.stringify([first, other])).not.toMatch(/warsaw|anna|jan/)
  })
})

describe('kept names', () => {
  test('keep the name and take the extension of the written format', () => {
    expect(naming({ names: 'keep' })('deep/Марш 1.HEIC')).toBe('Марш 1.jpg')
    expect(naming({ names: 'keep', keepFolders: true })('deep/er/a.jpg')).toBe('deep/er/a.jpg')
  })

  test('stay apart where a file system would take two for one', () => {
    const name = naming({ names: 'keep' })
    expect(
      ['a/x.jpg', 'b/x.jpg', 'X.png', 'x-2.jpg', 'Stra\u00DFe.jpg', 'STRASSE.jpg'].map((path) => name(path)),
    ).toEqual(['x.jpg', 'x-2.jpg', 'X-3.jpg', 'x-2-2.jpg', 'Straße.jpg', 'STRASSE-2.jpg'])
    expect([name('caf\u00E9.jpg'), name('cafe\u0301.jpg')]).toEqual(['café.jpg', 'café-2.jpg'])
  })

  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..', 'photo'],
    ['', 'photo'],
    ['.hidden', 'hidden'],
    ['-rf', 'rf'],
    ['CON', '_CON'],
    ['nul.tar', '_nul.tar'],
    ['a<b>:c|d?e*f"g\\h/i', 'a_b__c_d_e_f_g_h_i'],
    ['line\nbreak\u202Egpj', 'line_break_gpj'],
    ['caf\uDCE9', 'caf_'],
    ['end. . ', 'end'],
    ['🕯️ Купала', '🕯️ Купала'],
  ])('%j is written as %j', (given, expected) => {
    expect(portableName(given)).toBe(expected)
  })

  test('are portable whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = portableName(given)
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(201)
        expect(name).toMatch(/^[^\s.-][^<>:"/\\|?*\p{C}]*$/u)
        expect(name).not.toMatch(/[\s.]$/u)
        expect(portableName(name)).toBe(name)
      }),
    )
  })
})

describe('paths from bytes', () => {
  test('decode UTF-8 as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(pathFromBytes(new TextEncoder().encode(text))).toBe(text)
      }),
    )
  })

  test('lose no byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const back = Array.from(pathFromBytes(bytes)).flatMap((character) => {
          const code = character.codePointAt(0) ?? 0
          return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...new TextEncoder().encode(character)]
        })
        expect(back).toEqual([...bytes])
      }),
    )
  })

  test.each([
    ['overlong', [0xc0, 0xaf]],
    ['surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['cut', [0xe2, 0x82]],
  ])('%s sequences are no UTF-8', (_, bytes) => {
    const text = pathFromBytes(Uint8Array.from(bytes))
    expect(Array.from(text, (character) => (character.codePointAt(0) ?? 0) - 0xdc00)).toEqual(bytes)
  })
})

describe('a folder that Windows can open again', () => {
  test.each(['safe', 'Бяспечныя фота', '.hidden', 'a.b', 'console', 'com10'])('may be called %s', (name) => {
    expect(isWindowsName(name)).toBe(true)
  })

  test.each(['safe.', 'safe ', 'NUL', 'con', 'aux.d', 'com¹', 'a:b', 'a?', 'a"b', '', 'a\u0007'])(
    'may not be called %j',
    (name) => {
      expect(isWindowsName(name)).toBe(false)
    },
  )

  test('may be called as every portable name is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => isWindowsName(portableName(name))))
  })
})
