import { Eye, ShieldPlus } from 'lucide-react'
import type { KeepReason } from '../../main/core/review/decision.js'
import { Button } from '../components/button.js'
import { useMessages } from '../state/app.js'
import type { ReviewAction } from './review-state.js'

interface ConflictChoicesProps {
  readonly area: { readonly key: string; readonly keep: KeepReason | undefined }
  readonly act: (action: ReviewAction) => void
}

/** Somebody is covered elsewhere and visible here: which of the two was meant? */
export function ConflictChoices({ area: { key, keep }, act }: ConflictChoicesProps) {
  const { people: words } = useMessages()
  return (
    <>
      <Button variant="primary" icon={ShieldPlus} onClick={() => act({ type: 'keep', key, reason: undefined })}>
        {words.coverHere}
      </Button>
      <Button icon={Eye} onClick={() => act({ type: 'keep', key, reason: keep, anyway: true })}>
        {words.leaveAnyway}
      </Button>
    </>
  )
}
