import path from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The environment the app was started in, before `keepLibrariesOutOfHome` changed this process's own. */
export const originalEnvironment: Environment = { ...process.env }

/**
 * Libraries write by themselves, and what they write goes where the run folder goes: away with the app.
 *
 * GTK writes a list of recent files, its settings and caches into the user's home, also where only a dialog was opened; what GTK and
 * `xdg-open` read of the user's data is still found, as a further place to look (XDG Base Directory Specification). On Windows, Chromium
 * copies what is dragged in from a phone or a mail, which is no file yet, into the folder for temporary files.
 */
export function keepLibrariesOutOfHome(
  runFolder: string,
  home: string,
  platform: NodeJS.Platform = process.platform,
  environment: Record<string, string | undefined> = process.env,
): void {
  if (platform === 'win32') {
    environment['TMP'] = runFolder
    environment['TEMP'] = runFolder
  }
  if (platform !== 'linux') return
  const { XDG_DATA_HOME: data, XDG_DATA_DIRS: dirs } = originalEnvironment
  const ownData = data && path.isAbsolute(data) ? data : path.join(home, '.local/share')
  environment['XDG_DATA_DIRS'] =
    `${ownData}:${dirs === undefined || dirs === '' ? '/usr/local/share:/usr/share' : dirs}`
  environment['XDG_DATA_HOME'] = runFolder
  environment['XDG_CACHE_HOME'] = runFolder
  environment['GSETTINGS_BACKEND'] = 'memory'
}

/** What the engine's process gets of it: what a system needs to start one, and where the user's models and programs lie. */
export function engineEnvironment(): Record<string, string> {
  const kept = ['HOME', 'USERPROFILE', 'APPDATA', 'XDG_DATA_HOME', 'SystemRoot', 'windir', 'LD_LIBRARY_PATH'].concat([
    'PATH',
    'Path',
    'ZASLONA_FFMPEG',
  ])
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = originalEnvironment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
