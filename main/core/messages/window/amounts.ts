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

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function createAmounts(language: Language): Amounts {
  const numbers = new Intl.NumberFormat(language)
  const percents = new Intl.NumberFormat(language, { style: 'percent' })
  const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const unit = (amount: number, name: string, unitDisplay: 'short' | 'long', digits = 0): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(
      amount,
    )
  return {
    number: (amount) => numbers.format(amount),
    percent: (share) => percents.format(share),
    bytes: (amount) => {
      const power = amount < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(amount) / 3))
      return unit(amount / 1_000 ** power, byteUnits[power] ?? 'byte', 'short', power > 1 ? 1 : 0)
    },
    duration: (seconds) => {
      if (seconds < 60) return unit(Math.max(1, Math.round(seconds)), 'second', 'long')
      if (seconds < 5_400) return unit(Math.round(seconds / 60), 'minute', 'long')
      return unit(Math.round(seconds / 3_600), 'hour', 'long')
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
  const rules = new Intl.PluralRules(language)
  return (amount: number, one: string, few: string, rest: string): string => {
    const form = rules.select(amount)
    return form === 'one' ? one : form === 'few' ? few : rest
  }
}
