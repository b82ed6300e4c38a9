import { useEffect, useState } from 'react'
import type { MediaId } from '../../main/core/job/item-state.js'
import type { FoundMedia } from '../../main/core/review/found-media.js'
import type { PeopleOfFile, PeopleStatus, SessionItem } from '../../main/core/session/types.js'
import { useApp, useWindow } from '../state/app.js'

/** What is known of the people of the file under review. */
export interface KnownPeople {
  /** False for what is never compared: videos and moving pictures. */
  readonly comparable: boolean
  readonly status: PeopleStatus | undefined
  readonly file: PeopleOfFile | undefined
  /** Asks again: a decision was taken that concerns more than this file. */
  readonly refresh: () => void
}

export function usePeople(item: SessionItem, found: FoundMedia): KnownPeople {
  const { bridge } = useApp()
  const status = useWindow((state) => state.session?.people)
  const [told, setTold] = useState<{ readonly id: MediaId; readonly file: PeopleOfFile } | undefined>()
  const [asked, setAsked] = useState(0)
  const { id, decisions } = item
  const known = status?.status
  useEffect(() => {
    let current = true
    void bridge.request('people', { id }).then((answer) => {
      if (current && answer.ok) setTold({ id, file: answer.value })
    })
    return () => {
      current = false
    }
  }, [bridge, id, decisions, known, asked])
  return {
    comparable: found.kind === 'picture' && !(found.animated && found.frames.length > 1),
    status,
    file: told?.id === id ? told.file : undefined,
    refresh: () => setAsked((count) => count + 1),
  }
}
