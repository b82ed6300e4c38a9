import type { WindowMessages } from './catalogue.js'
import { examine, result } from './ukrainian/outcome.js'
import { people } from './ukrainian/people.js'
import { reasons } from './ukrainian/reasons.js'
import { review } from './ukrainian/review.js'
import { amounts, common, exporting, files, settings, start } from './ukrainian/screens.js'

export const ukrainian: WindowMessages = {
  name: 'Українська',
  amounts,
  common,
  start,
  files,
  review,
  people,
  export: exporting,
  result,
  examine,
  settings,
  reasons,
}
