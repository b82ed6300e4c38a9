import type { Language } from '../../session/types.js'
import { belarusian } from './belarusian.js'
import type { ShellMessages } from './catalogue.js'
import { english } from './english.js'
import { german } from './german.js'
import { lithuanian } from './lithuanian.js'
import { polish } from './polish.js'
import { russian } from './russian.js'
import { ukrainian } from './ukrainian.js'

/** Menu and dialogs in every language of the window. */
export const shellMessages: Readonly<Record<Language, ShellMessages>> = {
  en: english,
  be: belarusian,
  ru: russian,
  uk: ukrainian,
  pl: polish,
  lt: lithuanian,
  de: german,
}
