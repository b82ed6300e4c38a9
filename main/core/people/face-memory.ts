import type { Box } from '../geometry/box.js'
import type { SourceFile } from '../ports.js'
import type { FaceDescription } from './types.js'

/**
 * What faces look like, as long as somebody works with their files: in memory, and never told. Whatever leaves it is
 * overwritten.
 */
export interface FaceMemory {
  /** The descriptions of one file's faces by `faceKey`; undefined for a face that cannot be described. */
  of(source: SourceFile): Map<string, FaceDescription | undefined>
  /** False for the descriptions of a file that was forgotten since they were asked for. */
  holds(source: SourceFile, faces: ReadonlyMap<string, FaceDescription | undefined>): boolean
  /** Forgets every file but these. */
  keepOnly(sources: readonly SourceFile[]): void
}

/** A file that was exchanged is another one. */
const fileKey = ({ path, sizeBytes, modifiedMs }: SourceFile): string => `${sizeBytes}/${modifiedMs}/${path}`

export const faceKey = (frame: number, { x, y, width, height }: Box): string => [frame, x, y, width, height].join('/')

export function createFaceMemory(): FaceMemory {
  const files = new Map<string, Map<string, FaceDescription | undefined>>()
  return {
    of: (source) => {
      const key = fileKey(source)
      const known = files.get(key) ?? new Map<string, FaceDescription | undefined>()
      files.set(key, known)
      return known
    },
    holds: (source, faces) => files.get(fileKey(source)) === faces,
    keepOnly: (sources) => {
      const kept = new Set(sources.map(fileKey))
      for (const [key, faces] of files) {
        if (kept.has(key)) continue
        for (const face of faces.values()) face?.descriptor.fill(0)
        files.delete(key)
      }
    },
  }
}
