import type { Dispatch } from 'react'
import { useState } from 'react'
import type { Box } from '../../main/core/geometry/box.js'
import { backgroundBodies, bodyOf } from '../../main/core/review/background.js'
import type { SessionItem } from '../../main/core/session/types.js'
import { useApp, useMessages } from '../state/app.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import { areasOf } from './review-state.js'
import { boxAround } from './shapes.js'

/** Covering people as a whole; they are looked for when somebody first asks. */
export interface WholePeople {
  /** False for videos and moving pictures: there a body is guessed from the face. */
  readonly available: boolean
  readonly looking: boolean
  /** What came of it, for a person to read. */
  readonly told: string | undefined
  readonly coverPerson: (key: string) => void
  readonly coverBackground: () => void
}

export function useWholePeople(item: SessionItem, state: ReviewState, act: Dispatch<ReviewAction>): WholePeople {
  const { request } = useApp()
  const { people } = useMessages()
  const [looking, setLooking] = useState(false)
  /** Holds as long as what was covered is. */
  const [told, setTold] = useState<{ readonly text: string; readonly boxes: readonly Box[] } | undefined>()
  const { found, frame } = state
  const available = found.kind === 'picture' && !(found.animated && found.frames.length > 1)
  const bodies = async (): Promise<readonly Box[] | undefined> => {
    setLooking(true)
    const answer = await request('bodies', { id: item.id })
    setLooking(false)
    return answer?.answer
      .filter((entry) => entry.frame === frame)
      .flatMap((entry) => entry.people.map(({ box }) => box))
  }
  const faces = areasOf(state).flatMap((area) => (area.kind === 'found' ? [area] : []))
  const isCovered = (box: Box): boolean =>
    areasOf(state).some((area) => area.kind === 'drawn' && 'box' in area.shape && area.shape.box === box)
  const coverPerson = async (key: string): Promise<void> => {
    const face = faces.find((area) => area.key === key)
    const body = available && face ? bodyOf(face.seen, (await bodies()) ?? []) : undefined
    if (face && body) act({ type: 'cover-boxes', frame, boxes: [boxAround(face.seen, body)] })
    else act({ type: 'whole-person', key })
  }
  const coverBackground = async (): Promise<void> => {
    if (!available) return
    const all = await bodies()
    if (!all) return
    const visible = ({ keep }: (typeof faces)[number]): boolean => keep !== undefined && keep !== 'not-a-face'
    const background = backgroundBodies(
      faces.filter(({ keep }) => keep !== 'not-a-face').map((face) => ({ box: face.seen, visible: visible(face) })),
      all,
    )
    act({ type: 'cover-boxes', frame, boxes: background })
    const text = background.length > 0 ? people.coveredPeople(background.length) : people.noBackground
    setTold({ text, boxes: background })
  }
  return {
    available,
    looking,
    told: looking ? people.looking : told?.boxes.every(isCovered) === true ? told.text : undefined,
    coverPerson: (key) => {
      if (!looking) void coverPerson(key)
    },
    coverBackground: () => {
      if (!looking) void coverBackground()
    },
  }
}
