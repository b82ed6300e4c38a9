import { ArrowRight, Eye, FilePlus2, FolderPlus, RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import type { SessionItem } from '../../../main/core/session/types.js'
import { Button } from '../../components/button.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import type { DialogName } from '../../state/window-state.js'
import { belongsTo, countByFilter, filters, isExportable } from '../../state/items.js'
import { FileGrid } from './file-grid.js'
import { FileList } from './file-list.js'
import { FindingProgress } from './finding-progress.js'
import './overview.css'

/** Filters whose files need their reason told rather than their picture shown. */
const toldAsList: ReadonlySet<string> = new Set(['left-out', 'withheld'])

export function Overview() {
  const { dispatch } = useApp()
  const { files: words } = useMessages()
  const items = useWindow((state) => state.session?.items)
  const filter = useWindow((state) => state.filter)
  const all = useMemo(() => [...(items?.values() ?? [])], [items])
  const counts = useMemo(() => countByFilter(all), [all])
  const shown = useMemo(() => all.filter((item) => belongsTo(item, filter)), [all, filter])
  // Where nothing can be used, what matters is why.
  const isList = toldAsList.has(filter) || counts.all === counts['left-out']
  return (
    <div className="overview">
      <Heading all={all} />
      <FindingProgress />
      <div className="filter-chips" role="group" aria-label={words.filtersLabel}>
        {filters
          .filter((name) => name === 'all' || name === filter || counts[name] > 0)
          .map((name) => (
            <button
              key={name}
              type="button"
              className={`chip chip-${name}`}
              aria-pressed={name === filter}
              onClick={() => dispatch({ type: 'filtered', filter: name })}
            >
              {words.filters[name]} <span className="chip-count">{counts[name]}</span>
            </button>
          ))}
      </div>
      <div className="overview-files">
        {isList ? <FileList items={shown} /> : <FileGrid key={filter} items={shown} />}
      </div>
      <Onwards all={all} toReview={counts['to-review'] + counts.withheld} leftOut={counts['left-out']} />
    </div>
  )
}

function Heading({ all }: { readonly all: readonly SessionItem[] }) {
  const { dispatch, request } = useApp()
  const { files: words, people, start, amounts } = useMessages()
  const discovering = useWindow((state) => state.session?.discovering)
  const sizeBytes = all.reduce((sum, item) => sum + item.sizeBytes, 0)
  const videos = all.filter((item) => item.found?.kind === 'video').length
  const photos = all.filter((item) => item.found?.kind === 'picture').length
  // Which of the files are photos is known once each was opened.
  const isKnown = all.every(({ state }) => state.status !== 'waiting' && state.status !== 'finding')
  const counts = isKnown ? words.counts(photos, videos) : ''
  const told = [counts, all.length > 0 ? amounts.bytes(sizeBytes) : ''].filter(Boolean)
  const ask = (dialog: DialogName) => () => dispatch({ type: 'dialog', dialog })
  // In a low window only their icons are left.
  const actions = [
    { label: words.startAnew, icon: RotateCcw, variant: 'quiet', act: ask('start-anew') },
    ...(photos > 0
      ? [{ label: people.fromPictures, icon: Eye, variant: 'quiet', act: ask('keep-pictures') } as const]
      : []),
    { label: words.addFiles, icon: FilePlus2, variant: 'secondary', act: () => void request('add-files', undefined) },
    {
      label: words.addFolder,
      icon: FolderPlus,
      variant: 'secondary',
      act: () => void request('add-folder', undefined),
    },
  ] as const
  return (
    <div className="overview-heading">
      <div>
        <h1>{words.title(all.length)}</h1>
        <p className="quiet" role="status">
          {discovering === true ? start.listing : told.join(' · ')}
        </p>
      </div>
      <div className="row">
        {actions.map(({ label, icon, variant, act }) => (
          <Button key={label} title={label} variant={variant} icon={icon} onClick={act}>
            {label}
          </Button>
        ))}
      </div>
    </div>
  )
}

interface OnwardsProps {
  readonly all: readonly SessionItem[]
  readonly toReview: number
  readonly leftOut: number
}

/** What to do next, always at the same place. */
function Onwards({ all, toReview, leftOut }: OnwardsProps) {
  const { dispatch } = useApp()
  const { files: words } = useMessages()
  const phase = useWindow((state) => state.session?.phase)
  const anyFound = all.some((item) => item.found)
  const reviewed = anyFound && toReview === 0
  const exportable = phase === 'ready' && all.some(isExportable)
  const told = [
    toReview > 0 ? words.toReview(toReview) : anyFound && phase === 'ready' ? words.allLookedAt : '',
    leftOut > 0 ? words.leftOut(leftOut) : '',
  ].filter(Boolean)
  return (
    <div className="onwards">
      <p role="status">{told.join(' · ')}</p>
      <div className="row">
        <Button
          variant={reviewed ? 'primary' : 'secondary'}
          disabled={!exportable}
          onClick={() => dispatch({ type: 'navigated', screen: { name: 'export' } })}
        >
          {words.goToExport}
        </Button>
        <Button
          variant={reviewed ? 'secondary' : 'primary'}
          icon={ArrowRight}
          disabled={!anyFound}
          onClick={() => dispatch({ type: 'navigated', screen: { name: 'review' } })}
        >
          {words.review}
        </Button>
      </div>
    </div>
  )
}
