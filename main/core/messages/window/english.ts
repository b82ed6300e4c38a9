import type { WindowMessages } from './catalogue.js'
import { examine, result } from './english/outcome.js'
import { people } from './english/people.js'
import { reasons } from './english/reasons.js'
import { review } from './english/review.js'
import { amounts, common, exporting, files, settings, start } from './english/screens.js'

export const english: WindowMessages = {
  name: 'English',
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
