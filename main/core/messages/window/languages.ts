import type { Language } from '../../session/types.js'
import type { WindowMessages } from './catalogue.js'
import { english } from './english.js'

/** Every language of the window. */
export const windowMessages: Readonly<Record<Language, WindowMessages>> = {
  en: english,
  be: english,
  ru: english,
  uk: english,
  pl: english,
  lt: english,
  de: english,
}
