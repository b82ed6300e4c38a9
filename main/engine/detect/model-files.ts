import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ModelError } from '../../core/contract/engine.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { systemCodeOf } from '../files/system-error.js'
import type { Manifest, ModelEntry, PeopleEntry } from './manifest.js'
import { manifestSchema } from './manifest.js'

export const manifestName = 'manifest.json'

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A model whose bytes are the ones its manifest names. */
export interface VerifiedModel {
  readonly entry: ModelEntry
  readonly builtIn: boolean
  readonly bytes: Uint8Array
}

export interface ModelFolders {
  /** Holds `manifest.json` and the weights it names. */
  readonly modelsFolder: string
  /** Holds models that the user added; need not exist. */
  readonly userModelsFolder: string
}

/** The folder's manifest; an empty one where the folder has none and may. */
export async function readManifest(folder: string, required: boolean): Promise<Result<Manifest, ModelError>> {
  const file = path.join(folder, manifestName)
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return parsed.success ? ok(parsed.data) : err({ code: 'model-unusable', file: manifestName, detail: 'manifest' })
  } catch (error) {
    if (error instanceof SyntaxError) return err({ code: 'model-unusable', file: manifestName, detail: 'manifest' })
    if (!required && systemCodeOf(error) === 'ENOENT') return ok({ models: [] })
    return err({ code: 'model-missing', file: manifestName })
  }
}

async function readVerified(folder: string, entry: ModelEntry | PeopleEntry): Promise<Result<Uint8Array, ModelError>> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path.join(folder, entry.file))
  } catch {
    return err({ code: 'model-missing', file: entry.file })
  }
  return sha256Of(bytes) === entry.sha256 ? ok(bytes) : err({ code: 'model-altered', file: entry.file })
}

/**
 * All models in use, read once and compared with their SHA-256; what is loaded is what was compared. One wrong file
 * fails them all: a run that silently did without a detector would miss faces.
 */
export async function readModels(folders: ModelFolders): Promise<Result<readonly VerifiedModel[], ModelError>> {
  const models: VerifiedModel[] = []
  for (const builtIn of [true, false]) {
    const folder = builtIn ? folders.modelsFolder : folders.userModelsFolder
    const manifest = await readManifest(folder, builtIn)
    if (!manifest.ok) return manifest
    if (builtIn && manifest.value.models.length === 0) return err({ code: 'model-missing', file: manifestName })
    for (const entry of manifest.value.models) {
      const bytes = await readVerified(folder, entry)
      if (!bytes.ok) return bytes
      models.push({ entry, builtIn, bytes: bytes.value })
    }
  }
  return ok(models)
}

/** The network that finds people as a whole, compared likewise; undefined where the product's manifest names none. */
export async function readPeopleModel(modelsFolder: string): Promise<Result<NamedBytes | undefined, ModelError>> {
  const manifest = await readManifest(modelsFolder, true)
  if (!manifest.ok) return manifest
  const [entry] = manifest.value.people ?? []
  if (!entry) return ok(undefined)
  const bytes = await readVerified(modelsFolder, entry)
  return bytes.ok ? ok({ file: entry.file, bytes: bytes.value }) : bytes
}

export interface NamedBytes {
  readonly file: string
  readonly bytes: Uint8Array
}
