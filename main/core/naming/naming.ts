import { extensionOf } from '../media/formats.js'
import type { OutputFormat } from '../media/formats.js'
import type { SourceFile } from '../ports.js'
import type { VideoFormat } from '../video/types.js'
import { videoExtensionOf } from '../video/types.js'
import { portableName } from './file-name.js'

const allExtensions = { ...extensionOf, ...videoExtensionOf }

export interface NamingOptions {
  /** `neutral` names tell nothing of the original's name, order or date; `keep` keeps its name as far as portable. */
  readonly names: 'neutral' | 'keep'
  readonly keepFolders: boolean
  /** Cryptographically random bytes. */
  readonly randomBytes: (count: number) => Uint8Array
}

/** Gives a file its name below the output folder, `/` between parts; no name twice. */
export type NameFor = (
  source: Pick<SourceFile, 'relativePath'>,
  target: { readonly format: OutputFormat | VideoFormat },
) => string

/** Crockford's 32 digits: no letters to mistake for each other, no upper case for file systems to merge. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'
const neutralLength = 8

/**
 * Names for the files of one job. Neutral names are random, not numbered: a number would tell the order of the originals,
 * which the camera's counter and clock made. Folder names tell as much, and get neutral names too.
 */
export function createNaming(options: NamingOptions): NameFor {
  const taken = new Set<string>()
  const neutralFolders = new Map<string, string>()
  const neutralPart = (kind: 'photo' | 'video' | 'folder'): string =>
    `${kind}-${Array.from(options.randomBytes(neutralLength), (byte) => digits[byte % digits.length] ?? '').join('')}`

  const folderOf = (parts: readonly string[]): string => {
    if (options.names === 'keep') return parts.map((part) => `${portableName(part)}/`).join('')
    return parts.map((_, depth) => `${neutralFolder(parts.slice(0, depth + 1).join('/'))}/`).join('')
  }
  const neutralFolder = (original: string): string => {
    const known = neutralFolders.get(original)
    if (known !== undefined) return known
    const name = neutralPart('folder')
    neutralFolders.set(original, name)
    return name
  }
  const claim = (candidate: string): boolean => {
    const key = comparable(candidate)
    if (taken.has(key)) return false
    taken.add(key)
    return true
  }

  return (source, target) => {
    const parts = source.relativePath.split('/')
    const original = parts.pop() ?? ''
    const folder = options.keepFolders ? folderOf(parts) : ''
    const extension = allExtensions[target.format]
    for (let attempt = 1; ; attempt++) {
      const stem =
        options.names === 'keep'
          ? numbered(portableName(withoutExtension(original)), attempt)
          : neutralPart(target.format in videoExtensionOf ? 'video' : 'photo')
      const candidate = `${folder}${stem}${extension}`
      if (claim(candidate)) return candidate
    }
  }
}

const numbered = (stem: string, attempt: number): string => (attempt === 1 ? stem : `${stem}-${attempt}`)

/** Two names that some file system takes for one have the same comparable form. */
const comparable = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase()

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(0, dot) : name
}
