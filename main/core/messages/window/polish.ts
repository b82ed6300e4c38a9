import type { WindowMessages } from './catalogue.js'
import { examine, result } from './polish/outcome.js'
import { people } from './polish/people.js'
import { reasons } from './polish/reasons.js'
import { review } from './polish/review.js'
import { amounts, common, exporting, files, settings, start } from './polish/screens.js'

export const polish: WindowMessages = {
  name: 'Polski',
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
