import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { withFolder } from '../../engine/image/support.js'

it('removes from dist/ what no source makes any more, and nothing else', () =>
  withFolder(async (root) => {
    const stale = new URL('../../../scripts/stale.mjs', import.meta.url).href
    const { removeStale } = (await import(stale)) as { removeStale: (root: string) => string[] }
    const files = ['main/core/kept.ts', 'dist/core/kept.js', 'dist/core/kept.d.ts', 'dist/core/gone.js']
    const others = ['dist/engine/deep/gone.js.map', 'dist/renderer/page.js', 'dist/core/.tsbuildinfo', 'main/cli/a.ts']
    for (const file of [...files, ...others]) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true })
      await writeFile(path.join(root, file), 'x')
    }
    expect(
      removeStale(root)
        .map((file) => file.replaceAll('\\', '/'))
        .sort(),
    ).toEqual(['core/gone.js', 'engine/deep/gone.js.map'])
    const left = [...files, ...others].filter((file) => existsSync(path.join(root, file)))
    expect(left).toEqual([...files.slice(0, 3), ...others.slice(1)])
  }))
