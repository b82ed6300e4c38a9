import path from 'node:path'
import { defineConfig } from 'vitest/config'

const dist = path.join(import.meta.dirname, 'dist')

// Tests name the sources and run the built product: worker processes and the command exist only as built files, and what
// ships is what should be tested.
export default defineConfig({
  resolve: { alias: [{ find: /^(?:\.\.\/)+main\/(.*)\.js$/, replacement: `${dist}/$1.js` }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/window/**'],
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
