import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { dialog } from 'electron'
import type { ShellDialogMessages } from '../core/messages/shell/catalogue.js'

/** The system's dialogs; each brings the chosen paths, none where the person gave up. */
export type Dialogs = Readonly<
  Record<
    'addFiles' | 'addFolder' | 'chooseOutput' | 'verifyFolder' | 'inspectFile' | 'keepPictures',
    () => Promise<readonly string[]>
  >
>

export function createDialogs(window: BrowserWindow, messages: () => ShellDialogMessages): Dialogs {
  const open = async (title: keyof ShellDialogMessages, properties: OpenDialogOptions['properties']) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: messages()[title],
      // Windows would otherwise remember it among the recent documents.
      properties: [...(properties ?? []), 'dontAddToRecent'],
    })
    return canceled ? [] : filePaths
  }
  return {
    addFiles: () => open('addFiles', ['openFile', 'multiSelections']),
    addFolder: () => open('addFolder', ['openDirectory', 'multiSelections']),
    chooseOutput: () => open('chooseOutput', ['openDirectory', 'createDirectory']),
    verifyFolder: () => open('verifyFolder', ['openDirectory']),
    keepPictures: () => open('keepPictures', ['openFile', 'multiSelections']),
    inspectFile: () => open('inspectFile', ['openFile']),
  }
}
