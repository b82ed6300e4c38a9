import { ArrowDownToLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import { examineDropped, inspectDropped } from '../screens/examine/commands.js'
import { useApp, useMessages } from '../state/app.js'
import './drop-layer.css'

/** Takes files that are dropped anywhere; what happens with them depends on the screen. */
export function DropLayer() {
  const app = useApp()
  const { common } = useMessages()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      event.preventDefault()
      const brings = event.dataTransfer?.types.includes('Files') ?? false
      if (event.dataTransfer) event.dataTransfer.dropEffect = brings ? 'copy' : 'none'
      setOver(brings)
    }
    // Leaving a child for another fires too; only leaving the window has no target to enter.
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      const { screen } = app.store.state()
      if (screen.name === 'verify') void examineDropped(app, files)
      else if (screen.name === 'inspect') void inspectDropped(app, files)
      else
        void app.bridge.addDropped(files).then((outcome) => {
          if (outcome.ok) app.dispatch({ type: 'navigated', screen: { name: 'files' } })
          else app.dispatch({ type: 'noticed', error: outcome.error })
        })
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [app])
  if (!over) return null
  return (
    <div className="drop-layer" aria-hidden>
      <ArrowDownToLine size={44} strokeWidth={1.5} />
      <p>{common.dropHere}</p>
    </div>
  )
}
