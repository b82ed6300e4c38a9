import path from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The environment the app was started in, before `keepLibrariesOutOfHome` changed this process's own. */
export const originalEnvironment: Environment = { ...process.env }

/**
 * GTK writes a list of recent files, its settings and caches into the user's home by itself, also where only a dialog was
 * opened. Their places are moved into the run folder, which goes when the app goes; what GTK and `xdg-open` read of the
 * user's data is still found, as a further place to look (XDG Base Directory Specification).
 */
export function keepLibrariesOutOfHome(runFolder: string, home: string): void {
  if (process.platform !== 'linux') return
  const { XDG_DATA_HOME: data, XDG_DATA_DIRS: dirs } = originalEnvironment
  const ownData = data && path.isAbsolute(data) ? data : path.join(home, '.local/share')
  process.env['XDG_DATA_DIRS'] =
    `${ownData}:${dirs === undefined || dirs === '' ? '/usr/local/share:/usr/share' : dirs}`
  process.env['XDG_DATA_HOME'] = runFolder
  process.env['XDG_CACHE_HOME'] = runFolder
  process.env['GSETTINGS_BACKEND'] = 'memory'
}

/** What the engine's process gets of it: what a system needs to start one, and where the user's models lie. */
export function engineEnvironment(): Record<string, string> {
  const kept = ['HOME', 'USERPROFILE', 'APPDATA', 'XDG_DATA_HOME', 'SystemRoot', 'windir', 'LD_LIBRARY_PATH']
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = originalEnvironment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
