import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
const eslint = new ESLint({
  cwd: root,
  // Type-aware rules need files that exist; the boundaries do not, so planted code can be linted from memory.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports' || ruleId === 'no-restricted-syntax',
})

async function violations(file: string, code: string): Promise<number> {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) })
  expect(result?.messages.filter((message) => message.fatal === true)).toEqual([])
  return result?.messages.length ?? 0
}

const forbidden: readonly (readonly [file: string, code: string])[] = [
  ['main/core/job/planted.ts', `import fs from 'node:fs'`],
  ['main/core/job/planted.ts', `import fs from 'fs'`],
  ['main/core/job/planted.ts', `import sharp from 'sharp'`],
  ['main/core/job/planted.ts', `import type { Sharp } from 'sharp'`],
  ['main/core/job/planted.ts', `export const load = () => import('node:path')`],
  ['main/core/job/planted.ts', `export const load = (name: string) => import(name)`],
  ['main/core/job/planted.ts', `export type S = import('sharp').Sharp`],
  ['main/core/job/planted.ts', `import { createEngine } from '../../engine/create-engine.js'`],
  ['main/core/job/planted.ts', `export { main } from '../../cli/main.js'`],
  ['main/core/deep/er/planted.ts', `import { x } from '../../../engine/x.js'`],
  ['main/core/planted.ts', `import { x } from '../engine/x.js'`],
  ['main/engine/image/planted.ts', `import { app } from 'electron'`],
  ['main/engine/image/planted.ts', `import type { App } from 'electron'`],
  ['main/engine/image/planted.ts', `import { useState } from 'react'`],
  ['main/engine/image/planted.ts', `import { x } from '../../cli/x.js'`],
  ['main/engine/image/planted.ts', `import { Command } from 'commander'`],
  ['main/engine/image/planted.ts', `export const load = () => import('electron')`],
  ['main/cli/planted.ts', `import { x } from '../engine/image/decode.js'`],
  ['main/cli/planted.ts', `import { x } from '../engine/create-engine-helpers.js'`],
  ['main/cli/planted.ts', `import sharp from 'sharp'`],
  ['main/cli/planted.ts', `import { app } from 'electron'`],
  ['main/cli/planted.ts', `import { x } from '../desktop/x.js'`],
  ['main/cli/planted.ts', `import { x } from '../../renderer/x.js'`],
  ['renderer/planted.tsx', `import fs from 'node:fs'`],
  ['renderer/planted.tsx', `import { ipcRenderer } from 'electron'`],
  ['renderer/planted.ts', `import { z } from 'zod'`],
  ['renderer/review/planted.tsx', `import { x } from '../../main/engine/x.js'`],
  ['renderer/review/planted.tsx', `import { x } from '../../main/desktop/x.js'`],
  ['renderer/review/planted.tsx', `import { x } from '../../main/cli/x.js'`],
  ['renderer/planted.tsx', `export default function App() { return null }`],
  ['main/desktop/planted.ts', `import { createEngine } from '../engine/create-engine.js'`],
  ['main/desktop/planted.ts', `import { run } from '../cli/run.js'`],
  ['main/desktop/planted.ts', `import { x } from '../../renderer/x.js'`],
  ['main/desktop/planted.ts', `import sharp from 'sharp'`],
  ['main/desktop/planted.ts', `import { useState } from 'react'`],
  ['main/desktop/planted.cts', `import type { Engine } from '../engine/create-engine.js'`],
]

const allowed: readonly (readonly [file: string, code: string])[] = [
  [
    'main/desktop/planted.ts',
    `import { app } from 'electron'\nimport { ok } from '../core/result.js'\nexport const x = [app, ok]`,
  ],
  ['main/core/job/planted.ts', `import { z } from 'zod'\nexport const x = z`],
  ['main/core/job/planted.ts', `import { ok } from '../result.js'\nexport const x = ok`],
  ['main/engine/image/planted.ts', `import fs from 'node:fs'\nimport sharp from 'sharp'\nexport const x = [fs, sharp]`],
  ['main/engine/image/planted.ts', `import { ok } from '../../core/result.js'\nexport const x = ok`],
  ['renderer/planted.tsx', `import { useState } from 'react'\nexport const x = useState`],
  ['renderer/review/planted.ts', `import { iou } from '../../main/core/geometry/box.js'\nexport const x = iou`],
  ['main/cli/planted.ts', `import { createEngine } from '../engine/create-engine.js'\nexport const x = createEngine`],
  [
    'main/cli/commands/planted.ts',
    `import { createEngine } from '../../engine/create-engine.js'\nexport const x = createEngine`,
  ],
]

describe('folder = permission', () => {
  it.each(forbidden)('%s may not say %s', async (file, code) => {
    expect(await violations(file, code)).toBeGreaterThan(0)
  })

  it.each(allowed)('%s may say %s', async (file, code) => {
    expect(await violations(file, code)).toBe(0)
  })
})
