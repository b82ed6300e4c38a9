import { useWindow } from '../../state/app.js'
import { Overview } from './overview.js'
import { Start } from './start.js'

/** The first step: an empty place to drop on, and then what was dropped. */
export function FilesScreen() {
  const empty = useWindow((state) => state.session?.items.size === 0 && !state.session.discovering)
  return empty ? <Start /> : <Overview />
}
