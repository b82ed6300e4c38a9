import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts

const nowhere = 'In none of the other pictures'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `covered in ${count(covered, 'picture', 'pictures')}` : '',
    visible > 0 ? `visible in ${count(visible, 'picture', 'pictures')}` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Somebody stays visible here who is ${tally(covered, visible)}. Decide whether this face may be seen, and export again.`
}

export const people: PeopleMessages = {
  title: 'The same person',
  find: 'Find this person elsewhere',
  comparing: (done, total) => `Comparing faces: ${number(done)} of ${number(total)}`,
  stop: 'Stop',
  tally,
  nowhere,
  unrecognizable: 'Too small, turned aside, blurred or hidden to be recognised elsewhere.',
  notCompared: 'Moving pictures are not compared.',
  comparedAtExport: 'Where somebody stays visible, videos are compared with all other files at the export.',
  missing: (pictures) => `${count(pictures, 'picture', 'pictures')} came in since.`,
  compareAgain: 'Compare again',
  keepEverywhere: 'Keep visible everywhere…',
  keepEverywhereQuestion: 'Why may this person be seen everywhere?',
  keepEverywhereWhy:
    'The face stays visible only where it is clearly recognised. Where that is uncertain it stays covered, and comes first in the queue.',
  coverEverywhere: 'Cover everywhere',
  kept: (visible, perhaps) =>
    [
      `Visible in ${count(visible, 'picture', 'pictures')}.`,
      perhaps > 0 ? `Perhaps in ${count(perhaps, 'more picture', 'more pictures')}: still covered, please look.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Covered in ${count(pictures, 'picture', 'pictures')}.`,
  perhaps: 'perhaps the person you keep visible',
  perhapsShort: 'perhaps somebody to keep',
  recognized: (reason) => `recognised, stays visible: ${reason}`,
  coverHere: 'Cover here',
  leaveAnyway: 'Leave visible all the same',
  appearance: (name, visible) => `${name}, ${visible ? 'visible' : 'covered'}`,
  fromPictures: 'Keep a person visible…',
  fromPicturesTitle: 'Keep a person visible',
  fromPicturesWhy:
    'Choose pictures that show this person alone and from the front. Three or more, in different light, are recognised far better than one.',
  reading: 'Recognising…',
  referenceProblems: {
    'no-picture': 'Choose a picture.',
    unreadable: 'A picture could not be read.',
    'no-face': 'A picture shows no face.',
    'several-faces': 'A picture shows more than one face. Cut out the one person.',
    'poor-face': 'A face is too small, turned aside, blurred or partly hidden. Choose a clearer picture.',
    'other-person': 'The pictures do not all seem to show the same person.',
  },
  looking: 'Looking for people…',
  background: 'Cover everybody in the background',
  noBackground: 'Nobody else was found.',
  coveredPeople: (people) => `${count(people, 'person', 'people')} covered whole.`,
}
