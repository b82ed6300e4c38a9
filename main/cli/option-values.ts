import { InvalidArgumentError } from 'commander'
import { minimumGrowShare } from '../core/contract/requests.js'
import type { Messages } from '../core/messages/catalogue.js'
import type { Color } from '../core/redaction/types.js'
import { readPart } from '../core/video/read-part.js'
import type { VideoPart } from '../core/video/types.js'

const namedColors: Readonly<Record<string, Color>> = {
  black: { red: 0, green: 0, blue: 0 },
  white: { red: 255, green: 255, blue: 255 },
  gray: { red: 128, green: 128, blue: 128 },
  grey: { red: 128, green: 128, blue: 128 },
}

/** Turns the words after an option into values; a wrong one ends in commander's usage error with our sentence. */
export interface OptionValues {
  color(text: string): Color
  /** The name of a file, folder or model: anything but nothing. */
  readonly name: (text: string) => string
  /** For an argument that may be given several times: the names before it and this one. */
  readonly names: (text: string, before: readonly string[] | undefined) => readonly string[]
  /** Percent to share. */
  grow(text: string): number
  /** Pixels of the longer side, or of the shorter one with a `p` behind: `1280`, `720p`. */
  readonly maxSize: (text: string) => { maxSizePx: number } | { maxShortSidePx: number }
  /** `START-END` of a video, either of which may be missing. */
  readonly part: (text: string) => VideoPart
  /** A whole number; `M` after it stands for million. */
  wholeNumber(least: number, most: number): (text: string) => number
}

export function createOptionValues({ usage }: Messages): OptionValues {
  const reject = (sentence: string): never => {
    throw new InvalidArgumentError(sentence)
  }
  const name = (text: string): string => (text === '' ? reject(usage.empty) : text)
  return {
    name,
    names: (text, before = []) => [...before, name(text)],
    color: (text) => {
      const named = namedColors[text.toLowerCase()]
      if (named) return named
      const [, red, green, blue] = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text) ?? []
      if (red === undefined || green === undefined || blue === undefined) return reject(usage.color)
      return { red: Number.parseInt(red, 16), green: Number.parseInt(green, 16), blue: Number.parseInt(blue, 16) }
    },
    grow: (text) => {
      const [, digits] = /^(\d{1,3})\s*%?$/.exec(text) ?? []
      const share = Number(digits) / 100
      return share >= minimumGrowShare && share <= 3 ? share : reject(usage.grow(minimumGrowShare * 100))
    },
    maxSize: (text) => {
      const [, digits, p] = /^(\d{1,5})(p?)$/.exec(text) ?? []
      const value = Number(digits)
      if (!(value >= 16 && value <= 65_535)) return reject(usage.maxSize)
      return p === 'p' ? { maxShortSidePx: value } : { maxSizePx: value }
    },
    part: (text) => readPart(text) ?? reject(usage.part),
    wholeNumber: (least, most) => (text) => {
      const [, digits, million] = /^(\d{1,12})([mM]?)$/.exec(text) ?? []
      const value = Number(digits) * (million ? 1_000_000 : 1)
      return value >= least && value <= most ? value : reject(usage.wholeNumber(least, most))
    },
  }
}
