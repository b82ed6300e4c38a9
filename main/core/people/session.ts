import type { Finding } from '../verdict/finding.js'
import type { DecidedAppearance } from './conflicts.js'
import { findConflicts, isVisibleByException } from './conflicts.js'
import type { PhotoDecision, PhotoSurvey } from './keep-photo.js'
import type { KeepPerson, KeptFace } from './types.js'

/** Who was seen in one file, and whether visible or covered. Descriptors: in memory only, wiped with the job. */
export interface PeopleSeen {
  readonly appearances: readonly DecidedAppearance[]
  /** Where each appearance is. */
  readonly places: readonly KeptFace[]
}

/** What a job knows of the people in its files: in memory, from the first file to the last. */
export interface PeopleSession {
  readonly people: readonly KeepPerson[]
  add(item: string, survey: PhotoSurvey): void
  addVideo(seen: PeopleSeen): void
  /** The decision for a photo; undefined for one that was not surveyed, a video say. */
  decisionFor(item: string): PhotoDecision | undefined
  /** What keeps a file from being released, of all that was added before the last `compare`. */
  conflictsOf(item: string): readonly Finding[]
  /** Compares all that were added. */
  compare(): void
  /** Overwrites every descriptor. */
  wipe(): void
}

export function createPeopleSession(people: readonly KeepPerson[], allowInconsistent: boolean): PeopleSession {
  const decisions = new Map<string, PhotoDecision>()
  const seen: PeopleSeen[] = []
  const findings = new Map<string, Finding[]>()
  return {
    people,
    add: (item, { decision, ...survey }) => {
      decisions.set(item, decision)
      seen.push(survey)
    },
    addVideo: (video) => seen.push(video),
    decisionFor: (item) => decisions.get(item),
    conflictsOf: (item) => findings.get(item) ?? [],
    compare: () => {
      if (allowInconsistent) return
      findings.clear()
      const appearances = seen.flatMap((file) => file.appearances)
      const places = seen.flatMap((file) => file.places)
      for (const conflict of findConflicts(appearances)) {
        const filesOf = (indices: readonly number[]): number =>
          new Set(indices.map((index) => appearances[index]?.item)).size
        const [covered, visible] = [filesOf(conflict.covered), filesOf(conflict.visible)]
        if (!isVisibleByException({ covered, visible })) continue
        for (const index of conflict.visible) {
          const [appearance, place] = [appearances[index], places[index]]
          if (!appearance || !place) continue
          const finding: Finding = {
            code: 'person-inconsistent',
            frame: place.frame,
            box: place.box,
            covered,
            visible,
          }
          findings.set(appearance.item, [...(findings.get(appearance.item) ?? []), finding])
        }
      }
    },
    wipe: () => {
      for (const { references } of people) for (const descriptor of references) descriptor.fill(0)
      for (const { appearances } of seen) for (const { descriptor } of appearances) descriptor.fill(0)
      seen.length = 0
      decisions.clear()
    },
  }
}
