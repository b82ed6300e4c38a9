import type { Appearance } from './group.js'
import { groupAppearances } from './group.js'

/** An appearance with what a decision, of the program or of a person, made of it. */
export interface DecidedAppearance extends Appearance {
  readonly visible: boolean
  /** True where its picture was good enough for its cover to say something: a blurred face is covered whoever it is. */
  readonly telling: boolean
}

/** Somebody who is visible in some places of a batch and covered in others. */
export interface Conflict {
  /** Indices of the appearances, in their order. */
  readonly visible: readonly number[]
  readonly covered: readonly number[]
}

/** Everybody who is visible somewhere and covered, on a telling picture, elsewhere. */
export function findConflicts(appearances: readonly DecidedAppearance[], limit?: number): readonly Conflict[] {
  return groupAppearances(appearances, limit).flatMap((group) => {
    const visible = group.filter((index) => appearances[index]?.visible)
    const covered = group.filter((index) => appearances[index]?.visible === false && appearances[index].telling)
    return visible.length > 0 && covered.length > 0 ? [{ visible, covered }] : []
  })
}

/**
 * Whether the visible side is the exception and must wait for a person: somebody covered in 41 pictures must not slip
 * through in the 42nd. Where being visible is the rule, the covered picture is safe and only carries a mark.
 */
export const isVisibleByException = (appearances: { readonly visible: number; readonly covered: number }): boolean =>
  appearances.visible <= appearances.covered
