import type { MenuItemConstructorOptions } from 'electron'
import { Menu } from 'electron'
import type { ShellMenuMessages } from '../core/messages/shell/catalogue.js'
import type { TextSizeChange } from '../core/session/text-size.js'

export interface MenuActions {
  readonly addFiles: () => void
  readonly addFolder: () => void
  readonly closeNow: () => void
  readonly changeTextSize: (change: TextSizeChange) => void
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
      viewMenu(messages, actions),
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

/** Not Electron's roles: they know no steps, and are forgotten. The plus is typed with or without Shift. */
const viewMenu = (messages: ShellMenuMessages, { changeTextSize }: MenuActions): MenuItemConstructorOptions => {
  const size = (label: string, accelerator: string, change: TextSizeChange): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => changeTextSize(change),
  })
  return {
    label: messages.view,
    submenu: [
      size(messages.larger, 'CommandOrControl+Plus', 'larger'),
      { ...size(messages.larger, 'CommandOrControl+=', 'larger'), visible: false },
      size(messages.smaller, 'CommandOrControl+-', 'smaller'),
      size(messages.actualSize, 'CommandOrControl+0', 'usual'),
      { type: 'separator' },
      { role: 'togglefullscreen', label: messages.fullScreen },
    ],
  }
}

const windowMenu = (messages: ShellMenuMessages): MenuItemConstructorOptions => ({
  role: 'windowMenu',
  label: messages.window,
  submenu: [{ role: 'minimize', label: messages.minimize }],
})
