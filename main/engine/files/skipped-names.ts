import path from 'node:path'
import { stagingPrefix } from '../../core/naming/staging-name.js'

/** Files that systems leave in folders by themselves. Nobody means them when a folder is named. */
const systemFiles: ReadonlySet<string> = new Set([
  '.ds_store',
  '.localized',
  '.directory',
  'desktop.ini',
  'thumbs.db',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  '.nomedia',
  '.volumeicon.icns',
  '.apdisk',
  '.com.apple.timemachine.donotpresent',
  'icon\r',
])

/** Folders that systems leave on drives by themselves. */
const systemFolders: ReadonlySet<string> = new Set([
  '.spotlight-v100',
  '.fseventsd',
  '.documentrevisions-v100',
  '.temporaryitems',
  '.trashes',
  '.trash',
  '.trash-1000',
  '.thumbnails',
  '@eadir',
  '$recycle.bin',
  'system volume information',
])

/** True for what a system or an earlier run left in a folder; AppleDouble files (`._NAME`) included. */
export function isSystemEntry(name: string): boolean {
  const lower = name.toLowerCase()
  return systemFiles.has(lower) || systemFolders.has(lower) || lower.startsWith('._') || lower.startsWith(stagingPrefix)
}

const sidecarExtensions: ReadonlySet<string> = new Set(['.xmp', '.aae', '.thm'])

/** True for the files in which cameras and editors keep metadata beside a picture. */
export const isSidecar = (name: string): boolean => sidecarExtensions.has(path.extname(name).toLowerCase())
