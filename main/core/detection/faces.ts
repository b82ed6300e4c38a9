import type { DetectedFace, FrameFaces } from './types.js'

/** The faces of both lists, frame by frame. */
export function addFaces(known: readonly FrameFaces[], found: readonly FrameFaces[]): readonly FrameFaces[] {
  const byFrame = new Map<number, DetectedFace[]>()
  for (const { frame, faces } of [...known, ...found]) byFrame.set(frame, [...(byFrame.get(frame) ?? []), ...faces])
  return [...byFrame].map(([frame, faces]) => ({ frame, faces })).sort((a, b) => a.frame - b.frame)
}

export const countFaces = (found: readonly FrameFaces[]): number =>
  found.reduce((sum, { faces }) => sum + faces.length, 0)

export const countUncertain = (found: readonly FrameFaces[]): number =>
  found.reduce((sum, { faces }) => sum + faces.filter((face) => face.uncertain).length, 0)
