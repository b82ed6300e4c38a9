import { CircleStop, Pause, Play } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../components/button.js'
import { Progress } from '../../components/parts.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import { findingProgress } from './progress.js'

/** How far the search for faces is, and the means to halt it. */
export function FindingProgress() {
  const { request } = useApp()
  const { files: words } = useMessages()
  const session = useWindow((state) => state.session)
  const { finished, total, share } = useMemo(() => findingProgress(session?.items.values() ?? []), [session?.items])
  if (session?.phase !== 'finding' && session?.phase !== 'paused') return null
  const paused = session.phase === 'paused'
  const sentence = paused ? words.paused(finished, total) : words.finding(finished, total)
  return (
    <section className="finding">
      <p className="finding-text number">
        <span role="status">{sentence}</span>
        {!paused && session.secondsLeft !== undefined && (
          <span className="quiet">{words.timeLeft(session.secondsLeft)}</span>
        )}
      </p>
      <div className="finding-buttons">
        <Button
          variant="quiet"
          icon={paused ? Play : Pause}
          onClick={() => void request(paused ? 'resume' : 'pause', undefined)}
        >
          {paused ? words.resume : words.pause}
        </Button>
        <Button variant="quiet" icon={CircleStop} onClick={() => void request('cancel', undefined)}>
          {words.stop}
        </Button>
      </div>
      <Progress label={sentence} share={share} />
    </section>
  )
}
