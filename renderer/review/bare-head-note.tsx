import { UserRoundX } from 'lucide-react'
import type { Dispatch } from 'react'
import { Button } from '../components/button.js'
import { Kbd, Note } from '../components/parts.js'
import { useMessages } from '../state/app.js'
import { bareHeadsShown, countBareHeads, coverBareHead } from './flags.js'
import type { ReviewAction, ReviewState } from './review-state.js'

interface BareHeadNoteProps {
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
}

/** Says how many people's heads nothing covers, and covers one after the other. */
export function BareHeadNote({ state, act }: BareHeadNoteProps) {
  const { review } = useMessages()
  const amount = countBareHeads(state)
  if (amount === 0) return null
  return (
    <div className="panel-note">
      <Note
        tone="caution"
        icon={UserRoundX}
        actions={
          <Button disabled={bareHeadsShown(state).length === 0} onClick={() => coverBareHead(state, act)}>
            {review.coverHead} <Kbd>H</Kbd>
          </Button>
        }
      >
        <p className="small">{review.bareHeads(amount)}</p>
      </Note>
    </div>
  )
}
