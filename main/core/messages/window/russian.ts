import type { WindowMessages } from './catalogue.js'
import { examine, result } from './russian/outcome.js'
import { people } from './russian/people.js'
import { reasons } from './russian/reasons.js'
import { review } from './russian/review.js'
import { amounts, common, exporting, files, settings, start } from './russian/screens.js'

export const russian: WindowMessages = {
  name: 'Русский',
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
