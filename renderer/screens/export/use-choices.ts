import { useCallback } from 'react'
import type { ExportChoices } from '../../../main/core/contract/bridge.js'
import { useApp, useWindow } from '../../state/app.js'

/** The choices in force and the function that changes some of them; redacted previews follow the look. */
export function useChoices(): readonly [ExportChoices, (change: Partial<ExportChoices>) => void] {
  const { dispatch, request, store } = useApp()
  const choices = useWindow((state) => state.choices)
  const change = useCallback(
    (changed: Partial<ExportChoices>) => {
      const next = { ...store.state().choices, ...changed }
      dispatch({ type: 'chosen', choices: next })
      const { style, color, growShare, cover } = next
      if (['style', 'color', 'growShare', 'cover'].some((key) => key in changed))
        void request('look', { style, color, growShare, cover })
    },
    [dispatch, request, store],
  )
  return [choices, change]
}
