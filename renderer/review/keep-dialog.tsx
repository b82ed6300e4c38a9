import { TriangleAlert } from 'lucide-react'
import type { KeepReason } from '../../main/core/review/decision.js'
import { Button } from '../components/button.js'
import { Dialog } from '../components/dialog.js'
import { Note } from '../components/parts.js'
import { useMessages } from '../state/app.js'

const keepReasons: readonly KeepReason[] = ['consented', 'public-figure', 'not-a-face']

interface KeepDialogProps {
  readonly onClose: () => void
  readonly onReason: (reason: KeepReason) => void
}

/** Nobody stays visible without a reason. */
export function KeepDialog({ onClose, onReason }: KeepDialogProps) {
  const { review, reasons, common } = useMessages()
  return (
    <Dialog title={review.keepQuestion} onClose={onClose} actions={<Button onClick={onClose}>{common.cancel}</Button>}>
      <Note tone="caution" icon={TriangleAlert}>
        <p>{review.keepWarning}</p>
      </Note>
      <div className="keep-reasons">
        {keepReasons.map((reason) => (
          <Button key={reason} size="large" onClick={() => onReason(reason)}>
            {reasons.keep[reason]}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}
