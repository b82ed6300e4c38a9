import { FileText } from 'lucide-react'
import { useState } from 'react'
import type { ReportKind } from '../../main/core/contract/bridge.js'
import { Button } from '../components/button.js'
import { Dialog } from '../components/dialog.js'
import { useApp, useMessages } from '../state/app.js'
import './report-dialog.css'

const kinds: readonly ReportKind[] = ['shareable', 'own']

/** What came of all files, written where a person says. */
export function ReportDialog() {
  const { bridge, dispatch } = useApp()
  const { result, reasons, common } = useMessages()
  const [told, setTold] = useState('')
  const close = () => dispatch({ type: 'dialog', dialog: undefined })
  const save = async (kind: ReportKind) => {
    const saved = await bridge.request('save-report', { kind })
    if (!saved.ok) setTold(reasons.bridge(saved.error))
    else setTold(saved.value === undefined ? '' : result.reportSaved(saved.value))
  }
  return (
    <Dialog title={result.reportTitle} onClose={close} actions={<Button onClick={close}>{common.close}</Button>}>
      <div className="report-kinds">
        {kinds.map((kind) => (
          <div key={kind} className="report-kind">
            <Button size="large" icon={FileText} onClick={() => void save(kind)}>
              {result.reportKinds[kind]}…
            </Button>
            <p className="quiet small">{result.reportWhy[kind]}</p>
          </div>
        ))}
      </div>
      <p role="status">{told}</p>
    </Dialog>
  )
}
