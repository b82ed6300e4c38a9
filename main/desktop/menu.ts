import type { MenuItemConstructorOptions } from 'electron'
import { Menu } from 'electron'
import type { ShellMenuMessages } from '../core/messages/shell/catalogue.js'

export interface MenuActions {
  readonly addFiles: () => void
  readonly addFolder: () => void
  readonly closeNow: () => void
}

/** As the page and `window.ts` know it. */
const panicAccelerator = 'CommandOrControl+Shift+X'

/** The menu of this system, in the language of the messages. */
export function setMenu(messages: ShellMenuMessages, actions: MenuActions): void {
  const mac = process.platform === 'darwin'
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [appMenu(messages, actions)] : []),
      fileMenu(messages, actions, mac),
      // Elsewhere the keys of text fields work without a menu, and the review's own undo is not taken away.
      ...(mac ? [editMenu(messages)] : []),
      viewMenu(messages),
      ...(mac ? [windowMenu(messages)] : []),
    ]),
  )
}

const appMenu = (messages: ShellMenuMessages, actions: MenuActions): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    { role: 'hide', label: messages.hide },
    { role: 'hideOthers', label: messages.hideOthers },
    { role: 'unhide', label: messages.showAll },
    { type: 'separator' },
    ...endings(messages, actions),
  ],
})

const fileMenu = (messages: ShellMenuMessages, actions: MenuActions, mac: boolean): MenuItemConstructorOptions => ({
  label: messages.file,
  submenu: [
    { label: messages.addFiles, accelerator: 'CommandOrControl+O', click: actions.addFiles },
    { label: messages.addFolder, accelerator: 'CommandOrControl+Shift+O', click: actions.addFolder },
    ...(mac ? [] : [{ type: 'separator' } as const, ...endings(messages, actions)]),
  ],
})

const endings = (messages: ShellMenuMessages, actions: MenuActions): MenuItemConstructorOptions[] => [
  { label: messages.closeNow, accelerator: panicAccelerator, click: actions.closeNow },
  { role: 'quit', label: messages.quit },
]

const editMenu = (messages: ShellMenuMessages): MenuItemConstructorOptions => ({
  label: messages.edit,
  submenu: [
    { role: 'undo', label: messages.undo },
    { role: 'redo', label: messages.redo },
    { type: 'separator' },
    { role: 'cut', label: messages.cut },
    { role: 'copy', label: messages.copy },
    { role: 'paste', label: messages.paste },
    { role: 'selectAll', label: messages.selectAll },
  ],
})

const viewMenu = (messages: ShellMenuMessages): MenuItemConstructorOptions => ({
  label: messages.view,
  submenu: [
    { role: 'zoomIn', label: messages.larger },
    { role: 'zoomOut', label: messages.smaller },
    { role: 'resetZoom', label: messages.actualSize },
    { type: 'separator' },
    { role: 'togglefullscreen', label: messages.fullScreen },
  ],
})

const windowMenu = (messages: ShellMenuMessages): MenuItemConstructorOptions => ({
  role: 'windowMenu',
  label: messages.window,
  submenu: [{ role: 'minimize', label: messages.minimize }],
})
