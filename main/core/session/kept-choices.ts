import type { MediaId } from '../job/item-state.js'
import { isSame } from './session-faces.js'
import type { SessionFace } from './types.js'

/** One decision to keep a person: the faces it was about, and those that the program left visible because of it. */
interface KeptChoice {
  readonly asked: readonly SessionFace[]
  readonly brought: readonly SessionFace[]
}

/**
 * Which faces each decision to keep a person left visible. A person is recognised by the distance to the faces that were
 * pointed at, and grouped by the distance on the average: the group of a face does not hold all that was recognised by it.
 */
export class KeptChoices {
  #choices: readonly KeptChoice[] = []

  add(asked: readonly SessionFace[], brought: readonly SessionFace[]): void {
    this.#choices = [...this.#choices, { asked, brought }]
  }

  /** All that the decisions left visible that one of these faces had a part in: any of it may be the same person. */
  broughtWith(faces: readonly SessionFace[]): readonly SessionFace[] {
    const isOne = (face: SessionFace): boolean => faces.some((other) => isSame(face, other))
    return this.#choices.flatMap(({ asked, brought }) => (asked.some(isOne) || brought.some(isOne) ? brought : []))
  }

  /** Forgets all but what the session still holds. */
  keepOnly(isHeld: (id: MediaId) => boolean): void {
    const held = (faces: readonly SessionFace[]): readonly SessionFace[] => faces.filter(({ id }) => isHeld(id))
    this.#choices = this.#choices
      .map(({ asked, brought }) => ({ asked: held(asked), brought: held(brought) }))
      .filter(({ brought }) => brought.length > 0)
  }
}
