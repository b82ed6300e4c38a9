import { useEffect, useLayoutEffect } from 'react'
import { ExportScreen } from '../screens/export/export-screen.js'
import { FilesScreen } from '../screens/files/files-screen.js'
import { InspectScreen } from '../screens/examine/inspect-screen.js'
import { ResultScreen } from '../screens/result/result-screen.js'
import { ReviewScreen } from '../review/review-screen.js'
import { VerifyScreen } from '../screens/examine/verify-screen.js'
import { useApp, useMessages, useWindow } from '../state/app.js'
import { AppFrame } from './app-frame.js'
import { Dialogs } from './dialogs.js'
import { DropLayer } from './drop-layer.js'
import { hasCommand, isPanic, isTyping } from './keys.js'
import { Notices } from './notices.js'

/** The whole window. */
export function Root() {
  useAppearance()
  useWindowKeys()
  useResultAfterExport()
  const { common } = useMessages()
  const ready = useWindow((state) => state.session !== undefined && state.settings !== undefined)
  if (!ready)
    return (
      <main className="first-moment" aria-busy>
        <p className="quiet">{common.loading}</p>
        <Notices />
      </main>
    )
  return (
    <>
      <AppFrame>
        <CurrentScreen />
        <Notices />
      </AppFrame>
      <Dialogs />
      <DropLayer />
    </>
  )
}

function CurrentScreen() {
  const screen = useWindow((state) => state.screen)
  switch (screen.name) {
    case 'files':
      return <FilesScreen />
    case 'review':
      return <ReviewScreen id={screen.id} />
    case 'export':
      return <ExportScreen />
    case 'result':
      return <ResultScreen />
    case 'verify':
      return <VerifyScreen />
    case 'inspect':
      return <InspectScreen />
  }
}

/** Language and theme belong to the page itself. */
function useAppearance(): void {
  const settings = useWindow((state) => state.settings)
  useLayoutEffect(() => {
    if (!settings) return
    const page = document.documentElement
    page.lang = settings.language
    page.dataset['theme'] = settings.settings.theme
  }, [settings])
}

function useWindowKeys(): void {
  const { dispatch, request } = useApp()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isPanic(event)) {
        event.preventDefault()
        event.stopPropagation()
        void request('panic', undefined)
      } else if (event.key === '?' && !hasCommand(event) && !isTyping(event)) {
        event.preventDefault()
        dispatch({ type: 'dialog', dialog: 'keys' })
      }
    }
    // Before anything else on the page can swallow it.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [dispatch, request])
}

/** An export that runs is shown, whichever way it was started. */
function useResultAfterExport(): void {
  const { dispatch } = useApp()
  const phase = useWindow((state) => state.session?.phase)
  useEffect(() => {
    if (phase === 'exporting') dispatch({ type: 'navigated', screen: { name: 'result' } })
  }, [phase, dispatch])
}
