import { Button } from '../components/button.js'
import { Dialog } from '../components/dialog.js'
import { useApp, useMessages, useWindow } from '../state/app.js'
import { KeepPicturesDialog } from './keep-pictures-dialog.js'
import { KeysDialog } from './keys-dialog.js'
import { ReportDialog } from './report-dialog.js'
import { SettingsDialog } from './settings-dialog.js'

export function Dialogs() {
  const dialog = useWindow((state) => state.dialog)
  switch (dialog) {
    case 'settings':
      return <SettingsDialog />
    case 'keys':
      return <KeysDialog />
    case 'start-anew':
      return <StartAnewDialog />
    case 'keep-pictures':
      return <KeepPicturesDialog />
    case 'report':
      return <ReportDialog />
    case undefined:
      return null
  }
}

function StartAnewDialog() {
  const { dispatch, request } = useApp()
  const { files, common } = useMessages()
  const close = () => dispatch({ type: 'dialog', dialog: undefined })
  const clear = async () => {
    const cleared = await request('clear', undefined)
    if (cleared) dispatch({ type: 'cleared' })
    else close()
  }
  return (
    <Dialog
      title={files.startAnewQuestion}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{common.cancel}</Button>
          <Button variant="primary" onClick={() => void clear()}>
            {files.startAnewNow}
          </Button>
        </>
      }
    >
      <p>{files.startAnewExplanation}</p>
    </Dialog>
  )
}
