import type { WindowMessages } from './catalogue.js'
import { examine, result } from './belarusian/outcome.js'
import { people } from './belarusian/people.js'
import { reasons } from './belarusian/reasons.js'
import { review } from './belarusian/review.js'
import { amounts, common, exporting, files, settings, start } from './belarusian/screens.js'

export const belarusian: WindowMessages = {
  name: 'Беларуская',
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
