const plurals = new Intl.PluralRules('en')
const numbers = new Intl.NumberFormat('en')

/** `1 file`, `1,204 files`. */
export const count = (amount: number, one: string, other: string): string =>
  `${numbers.format(amount)} ${choose(amount, one, other)}`

/** The form of a word or sentence that goes with an amount. */
export const choose = (amount: number, one: string, other: string): string =>
  plurals.select(amount) === 'one' ? one : other

export const number = (amount: number): string => numbers.format(amount)

export function bytes(amount: number): string {
  if (amount < 1_000) return count(amount, 'byte', 'bytes')
  if (amount < 1_000_000) return `${numbers.format(Math.round(amount / 1_000))} kB`
  if (amount < 1_000_000_000) return `${numbers.format(Math.round(amount / 100_000) / 10)} MB`
  return `${numbers.format(Math.round(amount / 100_000_000) / 10)} GB`
}

export const megapixels = (pixels: number): string =>
  `${numbers.format(pixels < 1_000_000 ? Math.round(pixels / 1_000) / 1_000 : Math.round(pixels / 1_000_000))} megapixels`

/** A duration as people say it, never more exact than it can be known. */
export function duration(seconds: number): string {
  if (seconds < 60) return count(Math.max(1, Math.round(seconds)), 'second', 'seconds')
  if (seconds < 5_400) return count(Math.round(seconds / 60), 'minute', 'minutes')
  return count(Math.round(seconds / 3_600), 'hour', 'hours')
}
