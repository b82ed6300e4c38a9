import { Timer } from 'lucide-react'
import type { SessionItem } from '../../../main/core/session/types.js'
import { Button } from '../../components/button.js'
import { Note } from '../../components/parts.js'
import { useApp, useMessages } from '../../state/app.js'

/** More would not be read; the video's timeline has them all. */
const mostMoments = 8

/** Released videos with moments at which somebody was lost: where to look before all else, and the way there. */
export function WatchFirst({ items }: { readonly items: readonly SessionItem[] }) {
  const { dispatch } = useApp()
  const { amounts, result } = useMessages()
  return items.map(({ id, name, state }) => {
    const seconds = state.status === 'safe' ? (state.coverage.reviewSeconds ?? []) : []
    if (seconds.length === 0) return null
    const times = [...seconds.slice(0, mostMoments).map(amounts.clock), ...(seconds.length > mostMoments ? ['…'] : [])]
    return (
      <Note
        key={id}
        tone="caution"
        icon={Timer}
        actions={
          <Button onClick={() => dispatch({ type: 'navigated', screen: { name: 'review', id } })}>
            {result.lookAtIt}
          </Button>
        }
      >
        <p>{result.watchFirst(name, times.join(', '))}</p>
      </Note>
    )
  })
}
