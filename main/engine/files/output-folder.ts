import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import type { EngineError } from '../../core/contract/engine.js'
import type { ItemFailure } from '../../core/job/reasons.js'
import { failed } from '../../core/job/reasons.js'
import { releasedModifiedMs } from '../../core/naming/released-date.js'
import { stagedFileName } from '../../core/naming/staging-name.js'
import type { OutputFolder, StagedFile } from '../../core/ports.js'
import type { Verdict } from '../../core/verdict/verdict.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { isBelow } from './below.js'
import { nativePath } from './native-path.js'
import { checkOutput } from './output-checks.js'
import { releaseFile, settle, syncFolder } from './release-file.js'
import { realPath } from './real-path.js'
import { makeStagingFolder, removeStagingFolder } from './staging-folder.js'
import { systemCodeOf, writeFailure } from './system-error.js'

export interface OutputRequest {
  readonly output: string
  readonly inputs: readonly string[]
  /** Only checks; neither the folder nor anything in it is made. */
  readonly dryRun: boolean
}

/** Opens the output folder of a job, see [Note: Staging]. It is made, for its owner alone, where its last part is missing. */
export async function openOutputFolder(request: OutputRequest): Promise<Result<OutputFolder, EngineError>> {
  const place = await checkOutput(request.output, request.inputs)
  if (!place.ok) return place
  const { path: named, exists } = place.value
  if (request.dryRun) return ok(closedFolder(named))
  try {
    if (!exists) await fs.mkdir(nativePath(named), { mode: 0o700 })
    // Some file systems of a Mac spell what they are given in another way.
    const output = await realPath(named)
    const staging = await makeStagingFolder(output)
    return ok({
      path: output,
      freeBytes: () => freeBytes(staging),
      stage: () => stage(output, staging),
      close: () => removeStagingFolder(staging).catch(() => undefined),
    })
  } catch (error) {
    return err({ code: 'output-unwritable', output: request.output, systemCode: systemCodeOf(error) })
  }
}

/** The folder of a dry run takes nothing. */
const closedFolder = (output: string): OutputFolder => ({
  path: output,
  freeBytes: () => Promise.resolve(undefined),
  stage: () => Promise.resolve(err(failed({ code: 'output-unwritable', systemCode: 'EROFS' }))),
  close: () => Promise.resolve(),
})

/** What this user may still write, which may be less than what is free. */
async function freeBytes(folder: string): Promise<number | undefined> {
  const stats = await fs.statfs(nativePath(folder)).catch(() => undefined)
  // Some network drives tell nothing and say zero.
  return stats && stats.blocks > 0 ? stats.bavail * stats.bsize : undefined
}

async function stage(output: string, staging: string): Promise<Result<StagedFile, ItemFailure>> {
  const staged = path.join(staging, stagedFileName(randomBytes(16).toString('hex')))
  try {
    const handle = await fs.open(nativePath(staged), 'wx', 0o600)
    await handle.close()
  } catch (error) {
    return err(writeFailure(error))
  }
  return ok({
    path: staged,
    commit: (relativePath, verdict) => commit(output, staged, relativePath, verdict),
    // What cannot be removed now goes with the whole staging folder.
    discard: () => fs.rm(nativePath(staged), { force: true }).catch(() => undefined),
  })
}

async function commit(
  output: string,
  staged: string,
  relativePath: string,
  verdict: Verdict,
): Promise<Result<string, ItemFailure>> {
  const final = path.join(output, ...relativePath.split('/'))
  if (!isBelow(output, final)) return err(failed({ code: 'internal', detail: 'name leaves the output' }))
  try {
    if ((await sha256Of(staged)) !== verdict.sha256)
      return err(failed({ code: 'internal', detail: 'staged file changed' }))
    await settle(staged, new Date(releasedModifiedMs))
    const folder = await makeFolders(output, path.dirname(final))
    await releaseFile(staged, final)
    await syncFolder(folder)
    return ok(final)
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return err(failed({ code: 'output-exists', name: relativePath }))
    return err(writeFailure(error))
  }
}

/** Makes the folders below the output folder, one by one; a link that leads out of it is not followed. */
async function makeFolders(output: string, folder: string): Promise<string> {
  if (folder === output) return folder
  await makeFolders(output, path.dirname(folder))
  try {
    await fs.mkdir(nativePath(folder), { mode: 0o755 })
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error
  }
  const real = await realPath(folder)
  if (!isBelow(output, real)) throw Object.assign(new Error('outside'), { code: 'ELOOP' })
  return folder
}

/** Read in pieces: a video may be larger than memory. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(nativePath(file))) hash.update(piece as Buffer)
  return hash.digest('hex')
}
