import type { Language } from '../../session/types.js'

/** Numbers, sizes and durations as a language writes them. */
export interface Amounts {
  readonly number: (amount: number) => string
  /** `1,4 MB`. */
  readonly bytes: (amount: number) => string
  /** As people say it, never more exact than it can be known: `6 minutes`. */
  readonly duration: (seconds: number) => string
  /** Place on a timeline: `1:05.3`. */
  readonly clock: (seconds: number) => string
  /** Share 0–1. */
  readonly percent: (share: number) => string
}

/** The words that no runtime can be relied on to have. */
export interface UnitWords {
  /** Byte, kilobyte, megabyte, gigabyte, terabyte, as written behind a number. */
  readonly bytes: readonly [string, string, string, string, string]
  /** `1 second`, `5 minutes`: number and word. */
  readonly duration: Readonly<Record<'second' | 'minute' | 'hour', (amount: number) => string>>
}

/**
 * [Note: Belarusian in Chromium] Its copy of ICU leaves Belarusian out and would silently write and count in English.
 * Russian writes numbers alike and has the same plural rules for whole numbers.
 */
const localeOf = (language: Language): string => (language === 'be' ? 'ru' : language)

export function createAmounts(language: Language, words: UnitWords): Amounts {
  const locale = localeOf(language)
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent' })
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return {
    number: (amount) => numbers.format(amount),
    percent: (share) => percents.format(share),
    bytes: (amount) => {
      const power = amount < 1 ? 0 : Math.min(words.bytes.length - 1, Math.floor(Math.log10(amount) / 3))
      const value = amount / 1_000 ** power
      return `${power > 1 ? oneDigit.format(value) : numbers.format(Math.round(value))}\u00a0${words.bytes[power] ?? ''}`
    },
    duration: (seconds) => {
      if (seconds < 60) return words.duration.second(Math.max(1, Math.round(seconds)))
      if (seconds < 5_400) return words.duration.minute(Math.round(seconds / 60))
      return words.duration.hour(Math.round(seconds / 3_600))
    },
    clock: (seconds) => {
      const rounded = Math.round(seconds * 10) / 10
      const rest = tenths.format(rounded % 60)
      return `${Math.floor(rounded / 60)}:${rounded % 60 < 9.95 ? `0${rest}` : rest}`
    },
  }
}

/** Chooses the form of a word or sentence that goes with an amount, in a language with two forms: `one`, `other`. */
export function twoForms(language: 'en' | 'de') {
  const rules = new Intl.PluralRules(language)
  return (amount: number, one: string, other: string): string => (rules.select(amount) === 'one' ? one : other)
}

/**
 * The same for languages with three forms for whole numbers: 1, 21 … · 2–4, 22 … (Lithuanian: 2–9, 22 …) · the rest.
 * Polish has `one` for 1 alone.
 */
export function threeForms(language: 'be' | 'ru' | 'uk' | 'pl' | 'lt') {
  // See [Note: Belarusian in Chromium].
  const rules = new Intl.PluralRules(localeOf(language))
  return (amount: number, one: string, few: string, rest: string): string => {
    const form = rules.select(amount)
    return form === 'one' ? one : form === 'few' ? few : rest
  }
}
