import fs from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { createFaceIdentifier } from '../../main/engine/identify/create-face-identifier.js'
import { decodedPicture, modelsFolder } from './pictures.js'

/** Looks in every file of a folder but the inputs for the descriptor of the reference, as bytes and as text. */
export async function expectNoDescriptorIn(folder: string, reference: Uint8Array, inputs: string): Promise<void> {
  const created = await createFaceIdentifier(modelsFolder)
  if (!created.ok) throw new Error(created.error.code)
  const image = await decodedPicture(reference)
  const box = { x: 0.22, y: 0.25, width: 0.5, height: 0.5 }
  const [description] = await created.value.describe(new AbortController().signal, image, [box])
  const descriptor = description?.descriptor ?? new Float32Array()
  expect(descriptor).toHaveLength(128)
  const needles = [
    Buffer.from(descriptor.buffer).subarray(0, 12),
    Buffer.from(Float64Array.from(descriptor).buffer).subarray(0, 16),
    Buffer.from(String(descriptor[0]).slice(0, 9)),
  ]
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(4)
  for (const { parentPath, name } of files) {
    if (parentPath === inputs) continue
    const bytes = fs.readFileSync(path.join(parentPath, name))
    for (const needle of needles) expect(bytes.includes(needle), name).toBe(false)
  }
}
