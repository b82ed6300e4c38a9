import type { BrowserWindow } from 'electron'
import { dialog } from 'electron'
import type { ClosingMessages } from '../core/messages/shell/catalogue.js'
import type { UnfinishedWork } from '../core/session/unfinished-work.js'

/** Nobody loses an evening's decisions by a slip: where closing loses something, the window asks first. Panic never asks. */
export function askBeforeClosing(
  window: BrowserWindow,
  unfinished: () => UnfinishedWork | undefined,
  messages: () => ClosingMessages,
): void {
  let state: 'open' | 'asking' | 'closing' = 'open'
  const ask = async (work: UnfinishedWork): Promise<void> => {
    const { question, close, stay, ...losses } = messages()
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: question,
      detail: losses[work],
      buttons: [close, stay],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    })
    state = response === 0 ? 'closing' : 'open'
    if (state === 'closing' && !window.isDestroyed()) window.close()
  }
  window.on('close', (event) => {
    if (state === 'closing') return
    const work = unfinished()
    if (work === undefined && state === 'open') return
    event.preventDefault()
    if (state === 'asking' || work === undefined) return
    state = 'asking'
    void ask(work)
  })
}
