import type { Language } from '../../session/types.js'
import { belarusian } from './belarusian.js'
import type { WindowMessages } from './catalogue.js'
import { english } from './english.js'
import { german } from './german.js'
import { lithuanian } from './lithuanian.js'
import { polish } from './polish.js'
import { russian } from './russian.js'
import { ukrainian } from './ukrainian.js'

/** Every language of the window, as its settings list them. */
export const windowMessages: Readonly<Record<Language, WindowMessages>> = {
  en: english,
  be: belarusian,
  ru: russian,
  uk: ukrainian,
  pl: polish,
  lt: lithuanian,
  de: german,
}
