import path from 'node:path'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { app, dialog } from 'electron'
import type { ShellDialogMessages } from '../core/messages/shell/catalogue.js'

/** The system's dialogs; each brings the chosen paths, none where the person gave up. */
export type Dialogs = Readonly<
  Record<
    'addFiles' | 'addFolder' | 'chooseOutput' | 'verifyFolder' | 'inspectFile' | 'keepPictures' | 'saveReport',
    () => Promise<readonly string[]>
  >
>

const reportName = 'zaslona-report.json'

/** Windows may not know any, where it was moved to a drive that is gone; the dialog then begins where it likes. */
function documentsFolder(): string {
  try {
    return app.getPath('documents')
  } catch {
    return ''
  }
}

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
    saveReport: async () => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: messages().saveReport,
        // Never proposed in the folder that is to be published.
        defaultPath: path.join(documentsFolder(), reportName),
        filters: [{ name: 'JSON', extensions: ['json'] }],
        properties: ['dontAddToRecent'],
      })
      return canceled || filePath === '' ? [] : [filePath]
    },
  }
}
