import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import '../../../main/engine/detect/network.js'

const main = fileURLToPath(new URL('../../../main', import.meta.url))

it('is loaded through one door alone, which shuts its reports first', () => {
  expect(process.env['ORT_DISABLE_TELEMETRY']).toBe('1')
  const loading = fs
    .readdirSync(main, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?tsx?$/.test(name))
    .filter((name) => fs.readFileSync(path.join(main, name), 'utf8').includes("'onnxruntime-node'"))
  expect(loading).toEqual([path.join('engine', 'detect', 'onnx-runtime.ts')])
})
