import { useCallback } from 'react'
import type { ExportChoices } from '../../../main/core/contract/bridge.js'
import { useApp, useWindow } from '../../state/app.js'

/** The choices in force and the function that changes some of them, see `keepLookInForce` for previews. */
export function useChoices(): readonly [ExportChoices, (change: Partial<ExportChoices>) => void] {
  const { dispatch, store } = useApp()
  const choices = useWindow((state) => state.choices)
  const change = useCallback(
    (changed: Partial<ExportChoices>) => {
      dispatch({ type: 'chosen', choices: { ...store.state().choices, ...changed } })
    },
    [dispatch, store],
  )
  return [choices, change]
}
