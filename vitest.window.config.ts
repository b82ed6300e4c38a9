import { defineConfig } from 'vitest/config'

// Tests of the packaged app: `npm run test:window` packages it first and gives them a display.
export default defineConfig({
  test: {
    include: ['test/window/**/*.test.ts'],
    globalSetup: ['test/window/inspectable-app.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
