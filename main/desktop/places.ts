import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { app } from 'electron'

/** Where the parts of the app lie: in a checkout below `dist/`, in the packaged app see scripts/package. */
export interface Places {
  /** Holds the built page. */
  readonly renderer: string
  readonly preload: string
  /** Entry of the engine's process. */
  readonly engineMain: string
  /** The Node that runs it; undefined in a checkout, which has that of whoever started it. */
  readonly node: string | undefined
}

const beside = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

export function findPlaces(): Places {
  const page = { renderer: beside('../renderer'), preload: beside('./preload.cjs') }
  if (!app.isPackaged) return { ...page, engineMain: beside('../engine/host/engine-main.js'), node: undefined }
  const resources = process.resourcesPath
  const node = process.platform === 'win32' ? 'runtime/node.exe' : 'runtime/node'
  return {
    ...page,
    engineMain: path.join(resources, 'engine/dist/engine/host/engine-main.js'),
    node: path.join(resources, node),
  }
}
