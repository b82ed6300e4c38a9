import { app } from 'electron'
import { registerSchemes } from './app-protocol.js'
import { setChromiumSwitches } from './chromium-switches.js'
import { openDesk } from './desk.js'
import { keepLibrariesOutOfHome } from './environment.js'
import { forgetFolders } from './forget-folders.js'
import { makeRunFolder, removeRunFolder } from './run-folder.js'
import { guardContents } from './session-guard.js'

/** Entry of the window's main process: what has to be settled before Chromium starts, then the window. */

app.setName('zaslona')
// As electron-builder.yml has it for the shortcut: the window belongs to it in Windows' task bar.
if (process.platform === 'win32') app.setAppUserModelId('org.zaslona.app')
// Of two windows over one set of settings the second only brings the first to the front.
if (!app.requestSingleInstanceLock()) app.exit(0)
else start()

function start(): void {
  const runFolder = makeRunFolder()
  app.setPath('sessionData', runFolder)
  app.setPath('crashDumps', runFolder)
  keepLibrariesOutOfHome(runFolder, app.getPath('home'))
  setChromiumSwitches()
  registerSchemes()
  guardContents()
  // The last that is told before the process ends, in whatever way it was asked to; see [Note: Run folder].
  app.on('quit', () => {
    app.releaseSingleInstanceLock()
    forgetFolders()
    endChromiumsProcesses()
    removeRunFolder(runFolder)
    // At once: Chromium would write its profile again on its way out.
    Reflect.apply(Reflect.get(process, 'reallyExit') as (code: number) => never, process, [0])
  })
  void app.whenReady().then(() => openDesk())
}

/** Chromium's own processes would write their profile once more, into a folder that was just removed. */
function endChromiumsProcesses(): void {
  for (const { pid } of app.getAppMetrics()) {
    if (pid === process.pid) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
