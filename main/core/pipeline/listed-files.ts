import type { SourceFile, SourceFiles } from '../ports.js'

/** Files that were found before, in their order. */
export const listedFiles = (files: readonly SourceFile[]): SourceFiles => ({
  // eslint-disable-next-line @typescript-eslint/require-await -- discovery is asynchronous by contract
  async *discover() {
    for (const source of files) yield { kind: 'file', source }
  },
})
