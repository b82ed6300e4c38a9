import { app } from 'electron'
import type { Language, Settings } from '../core/session/types.js'
import { languageSchema } from '../core/session/types.js'

/** The chosen language, else the first of the system's that is one of ours, else English. */
export function languageInForce({ language }: Settings): Language {
  if (language !== undefined) return language
  for (const name of app.getPreferredSystemLanguages()) {
    const known = languageSchema.safeParse(name.split(/[-_]/)[0]?.toLowerCase())
    if (known.success) return known.data
  }
  return 'en'
}
