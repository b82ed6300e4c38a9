import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { ModelError, ModelListing } from '../../core/contract/engine.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { patiently } from '../files/patience.js'
import { systemCodeOf } from '../files/system-error.js'
import type { ModelEntry } from './manifest.js'
import { checkModel } from './model-check.js'
import type { ModelFolders, VerifiedModel } from './model-files.js'
import { manifestName, readManifest, readModels, readPeopleModel, sha256Of } from './model-files.js'

/** The models in use: those of the product and those that the user added, which join them. */
export interface ModelStore {
  /** Reads every model and compares its SHA-256. One that is missing or altered fails them all. */
  verify(): Promise<Result<readonly VerifiedModel[], ModelError>>
  /** What the manifests say; an altered model is listed too, so that it can be removed. */
  list(): Promise<Result<readonly ModelListing[], ModelError>>
  /** Copies a model that was tried out into the user's folder. Without `head` it is told from the names of the outputs. */
  add(file: string, head?: string): Promise<Result<ModelListing, ModelError>>
  /** Takes an added model out of use and removes its copy. */
  remove(name: string): Promise<Result<void, ModelError>>
}

/** Larger ones are not face detectors, and are not read into memory. */
const maxModelBytes = 512 * 2 ** 20
/** Nothing is known of the licence of a file that the user brings. */
const unknownLicense = 'unknown'

export function createModelStore(folders: ModelFolders): ModelStore {
  return {
    verify: () => verifyModels(folders),
    list: () => listModels(folders),
    add: (file, head) => addModel(folders, file, head),
    remove: (name) => removeModel(folders, name),
  }
}

async function verifyModels(folders: ModelFolders): Promise<Result<readonly VerifiedModel[], ModelError>> {
  const people = await readPeopleModel(folders.modelsFolder)
  return people.ok ? readModels(folders) : people
}

async function listModels(folders: ModelFolders): Promise<Result<readonly ModelListing[], ModelError>> {
  const builtIn = await readManifest(folders.modelsFolder, true)
  if (!builtIn.ok) return builtIn
  const added = await readManifest(folders.userModelsFolder, false)
  if (!added.ok) return added
  return ok([
    ...builtIn.value.models.map((entry) => listingOf(entry, true)),
    ...added.value.models.map((entry) => listingOf(entry, false)),
  ])
}

const listingOf = ({ name, head, license, sha256 }: ModelEntry, builtIn: boolean): ModelListing => ({
  name,
  head,
  license,
  sha256,
  builtIn,
})

const unusable = (file: string, detail: string): Result<never, ModelError> =>
  err({ code: 'model-unusable', file, detail })

async function addModel(
  folders: ModelFolders,
  file: string,
  head: string | undefined,
): Promise<Result<ModelListing, ModelError>> {
  const listed = await listModels(folders)
  if (!listed.ok) return listed
  const name = nameFor(file)
  const sameName = listed.value.find((model) => model.name.toLowerCase() === name.toLowerCase())
  if (sameName) return sameName.builtIn ? err({ code: 'model-built-in', name }) : unusable(file, 'name-taken')
  const bytes = await readModelFile(file)
  if (!bytes.ok) return unusable(file, bytes.error)
  const sha256 = sha256Of(bytes.value)
  if (listed.value.some((model) => model.sha256 === sha256)) return unusable(file, 'already-in-use')
  const checked = await checkModel(bytes.value, head)
  if (!checked.ok) return unusable(file, checked.error)
  const entry = { name, file: `${name}.onnx`, sha256, head: checked.value, license: unknownLicense }
  const written = await changeFolder(folders.userModelsFolder, async (entries) => {
    // The very bytes that were tried out, not the file a second time. The manifest comes last: it makes them a model.
    await writeWhole(folders.userModelsFolder, entry.file, bytes.value)
    return [...entries, entry]
  })
  return written.ok ? ok(listingOf(entry, false)) : written
}

async function removeModel(folders: ModelFolders, name: string): Promise<Result<void, ModelError>> {
  const listed = await listModels(folders)
  if (!listed.ok) return listed
  const model = listed.value.find((candidate) => candidate.name === name)
  if (!model) return err({ code: 'model-unknown', name })
  if (model.builtIn) return err({ code: 'model-built-in', name })
  let file: string | undefined
  const written = await changeFolder(folders.userModelsFolder, (entries) => {
    file = entries.find((entry) => entry.name === name)?.file
    return Promise.resolve(entries.filter((entry) => entry.name !== name))
  })
  if (!written.ok) return written
  try {
    if (file) await rm(path.join(folders.userModelsFolder, file), { force: true })
    return ok(undefined)
  } catch (error) {
    return err({ code: 'models-unwritable', systemCode: systemCodeOf(error) })
  }
}

/** Rewrites the manifest of the user's folder, which is made where it does not exist. */
async function changeFolder(
  folder: string,
  change: (entries: readonly ModelEntry[]) => Promise<readonly ModelEntry[]>,
): Promise<Result<void, ModelError>> {
  const manifest = await readManifest(folder, false)
  if (!manifest.ok) return manifest
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const models = await change(manifest.value.models)
    await writeWhole(folder, manifestName, Buffer.from(`${JSON.stringify({ models }, undefined, 2)}\n`))
    return ok(undefined)
  } catch (error) {
    return err({ code: 'models-unwritable', systemCode: systemCodeOf(error) })
  }
}

/** Whoever reads the file meets the old or the new one, never half of it. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const part = path.join(folder, `${name}.${randomBytes(6).toString('hex')}.part`)
  try {
    const handle = await open(part, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await patiently(() => rename(part, path.join(folder, name)))
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** The bytes, or what is wrong with the file: the system's name for it where it has one. A pipe is not waited for. */
async function readModelFile(file: string): Promise<Result<Uint8Array, string>> {
  try {
    const handle = await open(file, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK))
    try {
      const status = await handle.stat()
      if (!status.isFile()) return err('not-a-file')
      return status.size > maxModelBytes ? err('too-large') : ok(await handle.readFile())
    } finally {
      await handle.close()
    }
  } catch (error) {
    return err(systemCodeOf(error))
  }
}

/** Names that Windows keeps for devices, whatever follows the dot. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** The file's own name without `.onnx`, in the characters that a manifest allows. */
function nameFor(file: string): string {
  const plain = path
    .basename(file)
    .replace(/\.onnx$/i, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 64)
  return plain === '' || deviceName.test(plain) ? `model-${plain}` : plain
}
