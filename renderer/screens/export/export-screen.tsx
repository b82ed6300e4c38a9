import { ArrowRight, Eye, FolderOpen, PackageOpen, Pause, Play, ScanFace, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { isOutputProblem } from '../../../main/core/session/output-problem.js'
import { Button } from '../../components/button.js'
import { EmptyState, Note } from '../../components/parts.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import { belongsTo, isExportable, isVideo, wantsReview } from '../../state/items.js'
import { CoverChoices } from './cover-choices.js'
import { FileChoices } from './file-choices.js'
import './export.css'

/** Where to and how: everything has a safe answer already. */
export function ExportScreen() {
  const app = useApp()
  const { dispatch } = app
  const { export: words } = useMessages()
  const items = useWindow((state) => state.session?.items)
  const phase = useWindow((state) => state.session?.phase)
  const exported = useMemo(() => [...(items?.values() ?? [])].filter(isExportable), [items])
  const photos = exported.some((item) => !isVideo(item))
  const videos = exported.some(isVideo)
  const unseen = exported.filter(wantsReview).length
  if (exported.length === 0) return <EmptyState icon={PackageOpen} title={words.nothingToExport} />
  const start = async () => {
    const state = app.store.state()
    const output = state.session?.outputName ?? state.outputName ?? (await chooseOutput(app))
    if (output === undefined || !(await app.outbox.flush())) return
    const ids = exported.map(({ id }) => id)
    const begun = await app.request('export', { ids, choices: app.store.state().choices })
    if (begun) dispatch({ type: 'navigated', screen: { name: 'result' } })
  }
  return (
    <div className="export">
      <div className="page">
        <div className="column">
          <h1>{words.title}</h1>
          {unseen > 0 && (
            <Note
              tone="caution"
              icon={Eye}
              actions={
                <Button onClick={() => dispatch({ type: 'navigated', screen: { name: 'review' } })}>
                  {words.lookFirst}
                </Button>
              }
            >
              <p>{words.notLookedAt(unseen)}</p>
            </Note>
          )}
          <NotSearched />
          <OutputFolder />
          <CoverChoices videos={videos} />
          <FileChoices photos={photos} videos={videos} />
        </div>
      </div>
      <div className="onwards">
        <p>{words.count(exported.length)}</p>
        <Button
          variant="primary"
          size="large"
          icon={ArrowRight}
          disabled={phase !== 'ready' && phase !== 'paused'}
          onClick={() => void start()}
        >
          {words.start(exported.length)}
        </Button>
      </div>
    </div>
  )
}

/** Files that the export would leave out, because nobody has looked for faces in them yet. */
function NotSearched() {
  const { request } = useApp()
  const { export: words, files } = useMessages()
  const items = useWindow((state) => state.session?.items)
  const phase = useWindow((state) => state.session?.phase)
  const waiting = useMemo(
    () => [...(items?.values() ?? [])].filter((item) => belongsTo(item, 'waiting')).length,
    [items],
  )
  if (waiting === 0 || (phase !== 'finding' && phase !== 'paused')) return null
  const isPaused = phase === 'paused'
  return (
    <Note
      tone="caution"
      icon={ScanFace}
      actions={
        <Button icon={isPaused ? Play : Pause} onClick={() => void request(isPaused ? 'resume' : 'pause', undefined)}>
          {isPaused ? files.resume : files.pause}
        </Button>
      }
    >
      <p>{isPaused ? words.notSearched(waiting) : words.stillSearching(waiting)}</p>
    </Note>
  )
}

async function chooseOutput({ request, dispatch }: ReturnType<typeof useApp>): Promise<string | undefined> {
  const chosen = await request('choose-output', undefined)
  if (chosen?.answer !== undefined) dispatch({ type: 'output-chosen', name: chosen.answer })
  return chosen?.answer
}

function OutputFolder() {
  const app = useApp()
  const { export: words, reasons } = useMessages()
  const problem = useWindow((state) => state.session?.problem)
  const name = useWindow((state) => state.session?.outputName ?? state.outputName)
  return (
    <section className="export-section">
      <h2>{words.folder}</h2>
      <div className="output-folder">
        <FolderOpen size={20} aria-hidden />
        <span className="output-name">{name ?? '—'}</span>
        <Button onClick={() => void chooseOutput(app)}>
          {name === undefined ? words.chooseFolder : words.changeFolder}
        </Button>
      </div>
      {problem && isOutputProblem(problem) ? (
        <Note tone="bad" icon={TriangleAlert}>
          <p role="alert">{reasons.bridge(problem)}</p>
        </Note>
      ) : (
        <p className="quiet small">{words.folderWhy}</p>
      )}
    </section>
  )
}
