import type { WindowMessages } from '../../main/core/messages/window/catalogue.js'
import type { Area, ReviewState } from './review-state.js'
import { boundsOf } from './shapes.js'

/** An area in words, for the list and for whoever does not see it: what, how sure, where. */
export function areaText(area: Area, words: WindowMessages, state: ReviewState): string {
  return [areaName(area, words), areaState(area, words), areaPlace(area, words, state)].filter(Boolean).join(', ')
}

export function areaName(area: Area, { review }: WindowMessages): string {
  switch (area.kind) {
    case 'found':
      return review.face(area.index + 1)
    case 'track':
      return review.person(area.track + 1)
    case 'drawn':
      return review.drawn[area.shape.kind]
    case 'span':
      return review.drawn.rectangle
  }
}

/** @param perhaps it may be somebody who stays visible elsewhere */
export function areaState(area: Area, { review, reasons, people }: WindowMessages, perhaps = false): string {
  if (area.kind === 'drawn') return area.throughout ? review.inAllFrames : ''
  if (area.kind === 'span') return ''
  if (area.kind === 'found' && area.recognized && area.keep !== undefined)
    return people.recognized(reasons.keep[area.keep])
  if (area.keep !== undefined) return review.stays(reasons.keep[area.keep])
  if (perhaps) return people.perhaps
  return area.uncertain ? review.unsure : review.sure
}

export function areaPlace(area: Area, { review }: WindowMessages, { found }: ReviewState): string {
  const { width, height } = found.size
  const long = Math.max(width, height)
  const box = area.kind === 'drawn' ? boundsOf(area.shape, { x: long / width, y: long / height }) : area.box
  const percent = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 100)
  return review.where(percent(box.x + box.width / 2), percent(box.y + box.height / 2))
}
