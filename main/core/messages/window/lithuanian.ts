import type { WindowMessages } from './catalogue.js'
import { examine, result } from './lithuanian/outcome.js'
import { people } from './lithuanian/people.js'
import { reasons } from './lithuanian/reasons.js'
import { review } from './lithuanian/review.js'
import { amounts, common, exporting, files, settings, start } from './lithuanian/screens.js'

export const lithuanian: WindowMessages = {
  name: 'Lietuvių',
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
