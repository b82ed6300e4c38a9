import type { Finding } from '../verdict/finding.js'
import { findConflicts, isVisibleByException } from './conflicts.js'
import type { PhotoDecision, PhotoSurvey } from './keep-photo.js'
import type { KeepPerson } from './types.js'

/** What a job knows of the people in its photos: in memory, from the first photo to the last. */
export interface PeopleSession {
  readonly people: readonly KeepPerson[]
  add(item: string, survey: PhotoSurvey): void
  /** The decision for a photo; undefined for one that was not surveyed, a video say. */
  decisionFor(item: string): PhotoDecision | undefined
  /** What keeps a photo from being released, known when all were added. */
  conflictsOf(item: string): readonly Finding[]
  /** Compares all that were added. */
  compare(): void
  /** Overwrites every descriptor. */
  wipe(): void
}

export function createPeopleSession(people: readonly KeepPerson[], allowInconsistent: boolean): PeopleSession {
  const surveys = new Map<string, PhotoSurvey>()
  const findings = new Map<string, Finding[]>()
  return {
    people,
    add: (item, survey) => surveys.set(item, survey),
    decisionFor: (item) => surveys.get(item)?.decision,
    conflictsOf: (item) => findings.get(item) ?? [],
    compare: () => {
      if (allowInconsistent) return
      const all = [...surveys.values()]
      const appearances = all.flatMap((survey) => survey.appearances)
      const places = all.flatMap((survey) => survey.places)
      for (const conflict of findConflicts(appearances)) {
        if (!isVisibleByException(conflict)) continue
        for (const index of conflict.visible) {
          const [appearance, place] = [appearances[index], places[index]]
          if (!appearance || !place) continue
          const finding: Finding = {
            code: 'person-inconsistent',
            frame: place.frame,
            box: place.box,
            covered: conflict.covered.length,
            visible: conflict.visible.length,
          }
          findings.set(appearance.item, [...(findings.get(appearance.item) ?? []), finding])
        }
      }
    },
    wipe: () => {
      for (const { references } of people) for (const descriptor of references) descriptor.fill(0)
      for (const { appearances } of surveys.values()) for (const { descriptor } of appearances) descriptor.fill(0)
      surveys.clear()
    },
  }
}
