import { systemPreferences } from 'electron'

/** Where macOS notes for each app, in ~/Library/Preferences, which folder its dialogs were in last. */
const folderNotes = ['NSNavLastRootDirectory', 'NSNavLastCurrentDirectory', 'NSOSPLastRootDirectory'] as const

/** Takes back what the system's dialogs wrote down by themselves, where an app can: on macOS. */
export function forgetFolders(): void {
  if (process.platform !== 'darwin') return
  for (const key of folderNotes) systemPreferences.removeUserDefault(key)
}
