import { TriangleAlert } from 'lucide-react'
import type { KeepReason } from '../../main/core/review/decision.js'
import { Button } from '../components/button.js'
import { Dialog } from '../components/dialog.js'
import { Note } from '../components/parts.js'
import { useMessages } from '../state/app.js'

const keepReasons: readonly KeepReason[] = ['consented', 'public-figure', 'not-a-face']

interface KeepDialogProps {
  /** For all pictures of the person, not one face. */
  readonly everywhere?: boolean
  readonly onClose: () => void
  readonly onReason: (reason: KeepReason) => void
}

/** Nobody stays visible without a reason. */
export function KeepDialog({ everywhere = false, onClose, onReason }: KeepDialogProps) {
  const { review, people, reasons, common } = useMessages()
  const offered = keepReasons.filter((reason) => !everywhere || reason !== 'not-a-face')
  return (
    <Dialog
      title={everywhere ? people.keepEverywhereQuestion : review.keepQuestion}
      onClose={onClose}
      actions={<Button onClick={onClose}>{common.cancel}</Button>}
    >
      <Note tone="caution" icon={TriangleAlert}>
        <p>{review.keepWarning}</p>
      </Note>
      {everywhere && <p>{people.keepEverywhereWhy}</p>}
      <div className="keep-reasons">
        {offered.map((reason) => (
          <Button key={reason} size="large" onClick={() => onReason(reason)}>
            {reasons.keep[reason]}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}
