import { CircleAlert, RotateCw, X } from 'lucide-react'
import { isOutputProblem } from '../../main/core/session/output-problem.js'
import { Button, IconButton } from '../components/button.js'
import { Note } from '../components/parts.js'
import { useApp, useMessages, useWindow } from '../state/app.js'

/** What went wrong, said once, in a corner, until it is read. */
export function Notices() {
  const { dispatch } = useApp()
  const { reasons, review, common } = useMessages()
  const notices = useWindow((state) => state.notices)
  return (
    <div className="notices" role="alert">
      <Problem />
      <EngineRestart />
      {notices.map(({ id, error }) => (
        <Note
          key={id}
          tone="bad"
          icon={CircleAlert}
          actions={<IconButton label={common.dismiss} icon={X} onClick={() => dispatch({ type: 'dismissed', id })} />}
        >
          <p>{error.code === 'decision-not-kept' ? review.unsaved : reasons.bridge(error)}</p>
        </Note>
      ))}
    </div>
  )
}

/** The engine does not work at all: nothing goes on before that is mended. */
function Problem() {
  const { request } = useApp()
  const { reasons, files } = useMessages()
  const problem = useWindow((state) => state.session?.problem)
  const paused = useWindow((state) => state.session?.phase === 'paused')
  // Said where the folder is chosen; anywhere else it would only be in the way.
  if (!problem || isOutputProblem(problem)) return null
  const resume = paused && <Button onClick={() => void request('resume', undefined)}>{files.resume}</Button>
  return (
    <Note tone="bad" icon={CircleAlert} actions={resume}>
      <p>{reasons.bridge(problem)}</p>
    </Note>
  )
}

function EngineRestart() {
  const { dispatch } = useApp()
  const { common } = useMessages()
  const restart = useWindow((state) => state.session?.engineRestart)
  const seen = useWindow((state) => state.restartsSeen)
  const items = useWindow((state) => state.session?.items)
  if (!restart || restart.count <= seen) return null
  const underWay = restart.item === undefined ? [] : [restart.item, ...restart.others]
  const names = underWay.flatMap((id) => items?.get(id)?.name ?? [])
  const dismiss = () => dispatch({ type: 'restart-seen', count: restart.count })
  return (
    <Note tone="caution" icon={RotateCw} actions={<Button onClick={dismiss}>{common.dismiss}</Button>}>
      <p>{common.engineRestarted(restart.count)}</p>
      {names.length > 0 && <p>{common.engineRestartedOn}</p>}
      {names.map((name, index) => (
        <p key={index}>
          <strong>{name}</strong>
        </p>
      ))}
    </Note>
  )
}
