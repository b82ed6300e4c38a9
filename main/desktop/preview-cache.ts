/** The pictures last shown, in memory, the longest unused forgotten first. */
export interface PreviewCache {
  get(key: string): Uint8Array | undefined
  set(key: string, bytes: Uint8Array): void
  clear(): void
}

export function createPreviewCache(capacityBytes: number): PreviewCache {
  // A Map lists its entries in the order they were set: the first is the one unused for longest.
  const entries = new Map<string, Uint8Array>()
  let sizeBytes = 0
  const forget = (key: string): void => {
    sizeBytes -= entries.get(key)?.byteLength ?? 0
    entries.delete(key)
  }
  return {
    get: (key) => {
      const bytes = entries.get(key)
      if (!bytes) return undefined
      entries.delete(key)
      entries.set(key, bytes)
      return bytes
    },
    set: (key, bytes) => {
      forget(key)
      if (bytes.byteLength > capacityBytes) return
      entries.set(key, bytes)
      sizeBytes += bytes.byteLength
      for (const [oldest] of entries) {
        if (sizeBytes <= capacityBytes) return
        forget(oldest)
      }
    },
    clear: () => {
      entries.clear()
      sizeBytes = 0
    },
  }
}
