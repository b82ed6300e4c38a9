import { defineConfig, mergeConfig } from 'vitest/config'
import ordinary from './vitest.config.js'

// Tests of the packaged app: `npm run test:window` packages it first and gives them a display.
export default mergeConfig(
  { resolve: ordinary.resolve },
  defineConfig({
    test: {
      include: ['test/window/**/*.test.ts'],
      globalSetup: ['test/window/inspectable-app.ts'],
      server: { deps: { external: [/\/dist\//] } },
      testTimeout: 180_000,
      hookTimeout: 60_000,
      fileParallelism: false,
    },
  }),
)
