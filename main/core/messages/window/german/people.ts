import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, choose, count } from './screens.js'

const { number } = amounts

const nowhere = 'Auf keinem anderen Bild'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `auf ${count(covered, 'Bild', 'Bildern')} verdeckt` : '',
    visible > 0 ? `auf ${count(visible, 'Bild', 'Bildern')} sichtbar` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Hier bleibt jemand sichtbar: ${tally(covered, visible)}. Entscheiden Sie, ob dieses Gesicht zu sehen sein darf, und exportieren Sie noch einmal.`
}

export const people: PeopleMessages = {
  title: 'Dieselbe Person',
  find: 'Diese Person anderswo finden',
  comparing: (done, total) => `Gesichter werden verglichen: ${number(done)} von ${number(total)}`,
  stop: 'Anhalten',
  tally,
  nowhere,
  unrecognizable: 'Zu klein, abgewandt, unscharf oder verdeckt, um anderswo erkannt zu werden.',
  notCompared: 'Bewegte Bilder werden nicht verglichen.',
  comparedAtExport: 'Bleibt jemand sichtbar, werden Videos beim Export mit allen anderen Dateien verglichen.',
  missing: (pictures) => `Seither ${choose(pictures, 'kam', 'kamen')} ${count(pictures, 'Bild', 'Bilder')} dazu.`,
  compareAgain: 'Neu vergleichen',
  keepEverywhere: 'Überall sichtbar lassen…',
  keepEverywhereQuestion: 'Warum darf diese Person überall zu sehen sein?',
  keepEverywhereWhy:
    'Das Gesicht bleibt nur dort sichtbar, wo es eindeutig erkannt wird. Wo das unsicher ist, bleibt es verdeckt und kommt beim Durchsehen zuerst.',
  coverEverywhere: 'Überall verdecken',
  kept: (visible, perhaps) =>
    [
      `Auf ${count(visible, 'Bild', 'Bildern')} sichtbar.`,
      perhaps > 0
        ? `Vielleicht auf ${count(perhaps, 'weiteren Bild', 'weiteren Bildern')}: noch verdeckt, bitte ansehen.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Auf ${count(pictures, 'Bild', 'Bildern')} verdeckt.`,
  perhaps: 'vielleicht die Person, die sichtbar bleibt',
  perhapsShort: 'vielleicht sichtbar zu lassen',
  recognized: (reason) => `erkannt, bleibt sichtbar: ${reason}`,
  coverHere: 'Hier verdecken',
  leaveAnyway: 'Trotzdem sichtbar lassen',
  appearance: (name, visible) => `${name}, ${visible ? 'sichtbar' : 'verdeckt'}`,
  fromPictures: 'Person sichtbar lassen…',
  fromPicturesTitle: 'Person sichtbar lassen',
  fromPicturesWhy:
    'Wählen Sie Bilder, die nur diese Person und sie von vorn zeigen. Mit drei oder mehr, in verschiedenem Licht, wird sie viel besser erkannt als mit einem.',
  reading: 'Wird erkannt…',
  referenceProblems: {
    'no-picture': 'Wählen Sie ein Bild.',
    unreadable: 'Ein Bild lässt sich nicht lesen.',
    'no-face': 'Auf einem Bild ist kein Gesicht.',
    'several-faces': 'Auf einem Bild ist mehr als ein Gesicht. Schneiden Sie die eine Person aus.',
    'poor-face': 'Ein Gesicht ist zu klein, abgewandt, unscharf oder teils verdeckt. Wählen Sie ein deutlicheres Bild.',
    'other-person': 'Die Bilder zeigen wohl nicht alle dieselbe Person.',
  },
  looking: 'Personen werden gesucht…',
  background: 'Alle im Hintergrund verdecken',
  noBackground: 'Sonst wurde niemand gefunden.',
  coveredPeople: (people) => `${count(people, 'Person', 'Personen')} ganz verdeckt.`,
}
