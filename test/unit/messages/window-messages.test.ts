import { describe, expect, it } from 'vitest'
import type { WindowMessages } from '../../../main/core/messages/window/catalogue.js'
import { windowMessages } from '../../../main/core/messages/window/languages.js'
import { languageSchema } from '../../../main/core/session/types.js'

const amounts = [0, 1, 2, 5, 11, 21, 22, 101]
const kinds = ['gps', 'thumbnail'] as const

/** Sentences that take a number first; those of codes are tried below. */
const ofCodes = new Set(['refusal', 'failure', 'withheld', 'finding', 'remark', 'bridge', 'removed', 'stays', 'counts'])

function everySentence(value: unknown, path: string, say: (path: string, sentence: unknown) => void): void {
  const name = path.split('.').at(-1) ?? ''
  if (typeof value === 'string') say(path, value)
  else if (typeof value === 'function') {
    if (ofCodes.has(name)) return
    const sentence = value as (...numbers: number[]) => unknown
    for (const amount of amounts) say(`${path}(${amount})`, sentence(amount, amount))
  } else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) everySentence(inner, path === '' ? key : `${path}.${key}`, say)
}

function sentencesOf(messages: WindowMessages): ReadonlyMap<string, unknown> {
  const sentences = new Map<string, unknown>()
  everySentence(messages, '', (path, sentence) => sentences.set(path, sentence))
  for (const kind of kinds)
    for (const amount of amounts) sentences.set(`removed(${kind}, ${amount})`, messages.result.removed(kind, amount))
  sentences.set('remark(sound)', messages.reasons.remark({ code: 'sound' }))
  for (const amount of amounts) {
    const sampled = { code: 'frames-sampled', looked: amount, frames: amount + 100 } as const
    sentences.set(`remark(frames-sampled, ${amount})`, messages.reasons.remark(sampled))
    sentences.set(`counts(${amount})`, messages.files.counts(amount + 1, amount))
    const findings = Array.from({ length: amount }, () => ({ code: 'undecodable' }) as const)
    sentences.set(`withheld(${amount})`, messages.reasons.withheld({ code: 'faces-remain', findings }))
    sentences.set(`failed(${amount})`, messages.reasons.withheld({ code: 'verification-failed', findings }))
  }
  return sentences
}

const languages = languageSchema.options
const english = sentencesOf(windowMessages.en)
/** Words and forms that another language shares with English, rather than sentences that were forgotten. */
const shared =
  /^(?:amounts|review\.(?:keyNames|position|person\()|(?:export|settings)\.\w*[fF]ormat$)|^(?:common\.steps\.export|export\.(?:videos|namesNeutral)|files\.goToExport|review\.(?:before|keys\.zoom|(?:drawn|tools)\.ellipse))$/

describe.each(languages)('the window in %s', (language) => {
  const sentences = sentencesOf(windowMessages[language])

  it('says everything, for every amount', () => {
    expect([...sentences.keys()]).toEqual([...english.keys()])
    for (const [path, sentence] of sentences) {
      expect(sentence, path).toBeTypeOf('string')
      expect(String(sentence).trim(), path).not.toBe('')
      expect(String(sentence), path).not.toMatch(/undefined|NaN|\[object/)
    }
  })

  it('says it in its own language', () => {
    if (language === 'en') return
    const same = [...sentences].filter(([path, sentence]) => sentence === english.get(path) && !shared.test(path))
    expect(same).toEqual([])
  })

  it('mentions no option of the command', () => {
    expect([...sentences.values()].filter((sentence) => /(?:^|\s)--[a-z]/.test(String(sentence)))).toEqual([])
  })

  it('has buttons that fit', () => {
    const { common, files, review, start, result } = windowMessages[language]
    const buttons = [
      ...Object.values(common.steps),
      ...Object.values(files.filters),
      ...Object.values(files.status),
      common.closeNow,
      start.chooseFiles,
      start.chooseFolder,
      start.understood,
      files.pause,
      files.resume,
      files.stop,
      files.review,
      files.goToExport,
      review.accept,
      review.acceptLast,
      review.next,
      review.previous,
      review.before,
      review.after,
      result.openFolder,
      result.lookAtIt,
    ]
    expect(buttons.filter((button) => button.length > 24)).toEqual([])
  })
})

describe('numbers', () => {
  it('are written as people of the language do', () => {
    expect(windowMessages.be.amounts.bytes(2_600_000)).toBe('2,6\u00a0МБ')
    expect(windowMessages.be.amounts.duration(300)).toBe('5 хвілін')
    expect(windowMessages.be.amounts.duration(120)).toBe('2 хвіліны')
    expect(windowMessages.lt.amounts.duration(21)).toBe('21 sekundė')
    expect(windowMessages.en.amounts.clock(59.97)).toBe('1:00.0')
    expect(windowMessages.en.amounts.clock(65.25)).toMatch(/^1:05\.[23]$/)
  })

  it('choose the form of the word', () => {
    const faces = (language: 'be' | 'pl' | 'lt' | 'de') =>
      amounts.slice(1).map((amount) => windowMessages[language].files.faces(amount))
    expect(faces('be')).toEqual(['1 твар', '2 твары', '5 твараў', '11 твараў', '21 твар', '22 твары', '101 твар'])
    expect(faces('pl')).toEqual([
      '1 twarz',
      '2 twarze',
      '5 twarzy',
      '11 twarzy',
      '21 twarzy',
      '22 twarze',
      '101 twarzy',
    ])
    expect(faces('lt')).toEqual([
      '1 veidas',
      '2 veidai',
      '5 veidai',
      '11 veidų',
      '21 veidas',
      '22 veidai',
      '101 veidas',
    ])
    expect(faces('de')).toEqual([
      '1 Gesicht',
      '2 Gesichter',
      '5 Gesichter',
      '11 Gesichter',
      '21 Gesichter',
      '22 Gesichter',
      '101 Gesichter',
    ])
  })
})
