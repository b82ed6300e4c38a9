import { CircleHelp, FileSearch, FolderCheck, Settings2, ShieldX, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId, useMemo } from 'react'
import { Button, IconButton } from '../components/button.js'
import { useApp, useMessages, useWindow } from '../state/app.js'
import { isExportable } from '../state/items.js'
import type { Screen } from '../state/window-state.js'
import './app-frame.css'

type Step = 'add' | 'review' | 'export'

const stepOf: Readonly<Record<Screen['name'], Step | undefined>> = {
  files: 'add',
  review: 'review',
  export: 'export',
  result: 'export',
  verify: undefined,
  inspect: undefined,
}

/** What stays while everything else changes: the steps, the tools, the way out. */
export function AppFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="frame">
      <header className="frame-header">
        <div className="frame-brand" aria-hidden>
          <svg width="22" height="22" viewBox="0 0 24 24">
            <path d="M4 3h16v18H4z" className="brand-screen" />
            <path d="M8 3v18M12 3v18M16 3v18" className="brand-fold" />
          </svg>
          <span className="frame-name">Zaslona</span>
        </div>
        <Steps />
        <Tools />
      </header>
      <main className="frame-main">{children}</main>
    </div>
  )
}

function Steps() {
  const { common } = useMessages()
  const { dispatch } = useApp()
  const screen = useWindow((state) => state.screen)
  const items = useWindow((state) => state.session?.items)
  const all = useMemo(() => [...(items?.values() ?? [])], [items])
  const hasFound = all.some((item) => item.found)
  const isOut = all.some(({ state }) => state.status === 'safe') && !all.some(isExportable)
  const current = stepOf[screen.name]
  const steps: readonly { step: Step; screen: Screen; enabled: boolean }[] = [
    { step: 'add', screen: { name: 'files' }, enabled: true },
    { step: 'review', screen: { name: 'review' }, enabled: hasFound },
    { step: 'export', screen: { name: isOut ? 'result' : 'export' }, enabled: hasFound },
  ]
  return (
    <nav aria-label={common.stepsLabel}>
      <ol className="steps">
        {steps.map(({ step, screen: target, enabled }, index) => (
          <li key={step}>
            <button
              type="button"
              className="step"
              disabled={!enabled}
              aria-current={current === step ? 'step' : undefined}
              onClick={() => dispatch({ type: 'navigated', screen: target })}
            >
              <span className="step-number" aria-hidden>
                {index + 1}
              </span>
              <span className="step-name">{common.steps[step]}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Tools() {
  const { common, examine, review } = useMessages()
  const panicKeys = `${review.keyNames.control}+${review.keyNames.shift}+X`
  const { dispatch, request } = useApp()
  const menu = useId()
  const open = (screen: Screen) => {
    document.getElementById(menu)?.hidePopover()
    dispatch({ type: 'navigated', screen })
  }
  return (
    <div className="frame-tools">
      <IconButton label={common.tools} icon={Wrench} popoverTarget={menu} />
      <div id={menu} popover="auto" className="menu">
        <Button variant="quiet" icon={FolderCheck} onClick={() => open({ name: 'verify' })}>
          {examine.verifyTitle}
        </Button>
        <Button variant="quiet" icon={FileSearch} onClick={() => open({ name: 'inspect' })}>
          {examine.inspectTitle}
        </Button>
      </div>
      <IconButton
        label={common.help}
        keys="?"
        icon={CircleHelp}
        onClick={() => dispatch({ type: 'dialog', dialog: 'keys' })}
      />
      <IconButton
        label={common.settings}
        icon={Settings2}
        onClick={() => dispatch({ type: 'dialog', dialog: 'settings' })}
      />
      <button
        type="button"
        className="close-now"
        title={`${common.closeNowHint} (${panicKeys})`}
        onClick={() => void request('panic', undefined)}
      >
        <ShieldX size={18} aria-hidden />
        <span>{common.closeNow}</span>
      </button>
    </div>
  )
}
