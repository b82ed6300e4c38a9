import type { WindowMessages } from './catalogue.js'
import { examine, result } from './german/outcome.js'
import { people } from './german/people.js'
import { reasons } from './german/reasons.js'
import { review } from './german/review.js'
import { amounts, common, exporting, files, settings, start } from './german/screens.js'

export const german: WindowMessages = {
  name: 'Deutsch',
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
