import { FolderOpen, Images, Lock, ScanFace, ShieldCheck, TriangleAlert, Eraser } from 'lucide-react'
import { Button } from '../../components/button.js'
import { Note } from '../../components/parts.js'
import { useApp, useMessages, useWindow } from '../../state/app.js'
import './start.css'

const promiseIcons = [ScanFace, Eraser, ShieldCheck] as const

export function Start() {
  const { request } = useApp()
  const { start } = useMessages()
  return (
    <div className="page">
      <div className="start">
        <section className="start-drop">
          <Images size={56} strokeWidth={1.1} aria-hidden />
          <h1>{start.title}</h1>
          <div className="row start-choose">
            <Button
              variant="primary"
              size="large"
              icon={FolderOpen}
              onClick={() => void request('add-folder', undefined)}
            >
              {start.chooseFolder}
            </Button>
            <Button size="large" onClick={() => void request('add-files', undefined)}>
              {start.chooseFiles}
            </Button>
          </div>
          <p className="start-stays">
            <Lock size={17} aria-hidden />
            <span>{start.staysHere}</span>
          </p>
        </section>
        <ul className="start-promises">
          {start.promises.map((promise, index) => {
            const Icon = promiseIcons[index] ?? ShieldCheck
            return (
              <li key={promise}>
                <Icon size={22} strokeWidth={1.6} aria-hidden />
                <p>{promise}</p>
              </li>
            )
          })}
        </ul>
        <Limits />
      </div>
    </div>
  )
}

/** What it cannot do, until it was read. */
function Limits() {
  const { dispatch, request } = useApp()
  const { start } = useMessages()
  const settings = useWindow((state) => state.settings)?.settings
  if (!settings || settings.welcomed) return null
  const understood = async () => {
    const outcome = await request('change-settings', { settings: { ...settings, welcomed: true } })
    if (outcome) dispatch({ type: 'settings-loaded', settings: outcome.answer })
  }
  return (
    <Note
      tone="caution"
      icon={TriangleAlert}
      actions={<Button onClick={() => void understood()}>{start.understood}</Button>}
    >
      <h2 className="start-limits">{start.limitsTitle}</h2>
      <p>{start.limits}</p>
    </Note>
  )
}
