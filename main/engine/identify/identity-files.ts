import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import type { ModelError } from '../../core/contract/engine.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import { manifestName, sha256Of } from '../detect/model-files.js'

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
const identityFileSchema = z.object({ file: z.string().regex(/^\w[\w.-]*$/), sha256: sha256Schema })
const manifestSchema = z.object({ identity: z.array(identityFileSchema) })

/** What recognising people needs beside the program: names as in `models/manifest.json`. */
export const identityFiles = {
  landmarks: 'face_landmark_68_model.bin',
  landmarksLayout: 'face_landmark_68_model-weights_manifest.json',
  recognition: 'face_recognition_model.bin',
  recognitionLayout: 'face_recognition_model-weights_manifest.json',
  webAssembly: 'tfjs-backend-wasm-simd.wasm',
} as const
type IdentityFile = keyof typeof identityFiles

/** Their bytes, which are the ones that the manifest names. */
export type IdentityBytes = Readonly<Record<IdentityFile, Uint8Array<ArrayBuffer>>>

/** The library's own file, a script for browsers, which is run apart; see face-api-sandbox.ts. */
export const libraryPath = (): string => createRequire(import.meta.url).resolve('@vladmandic/face-api/dist/face-api.js')

/** Reads all of them and compares each with its SHA-256; one wrong file fails them all. */
export async function readIdentityFiles(modelsFolder: string): Promise<Result<IdentityBytes, ModelError>> {
  const pinned = await readPinned(modelsFolder)
  if (!pinned) return err({ code: 'model-unusable', file: manifestName, detail: 'manifest' })
  const read: Partial<Record<IdentityFile, Uint8Array<ArrayBuffer>>> = {}
  for (const [name, file] of Object.entries(identityFiles) as [IdentityFile, string][]) {
    try {
      // A copy of its own, so that nothing else shares the memory it is handed on in.
      read[name] = Uint8Array.from(await readFile(path.join(modelsFolder, file)))
    } catch {
      return err({ code: 'model-missing', file })
    }
    if (sha256Of(read[name]) !== pinned.get(file)) return err({ code: 'model-altered', file })
  }
  return ok(read as IdentityBytes)
}

async function readPinned(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(path.join(folder, manifestName), 'utf8')))
    return parsed.success ? new Map(parsed.data.identity.map(({ file, sha256 }) => [file, sha256])) : undefined
  } catch {
    return undefined
  }
}
