import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts

const nowhere = 'Na żadnym innym zdjęciu'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `zakryta na ${count(covered, 'zdjęciu', 'zdjęciach', 'zdjęciach')}` : '',
    visible > 0 ? `widoczna na ${count(visible, 'zdjęciu', 'zdjęciach', 'zdjęciach')}` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Zostaje tu na widoku osoba, która jest ${tally(covered, visible)}. Zdecyduj, czy tę twarz można pokazać, i eksportuj ponownie.`
}

export const people: PeopleMessages = {
  title: 'Ta sama osoba',
  find: 'Znajdź tę osobę na innych zdjęciach',
  comparing: (done, total) => `Porównywanie twarzy: ${number(done)} z ${number(total)}`,
  stop: 'Zatrzymaj',
  tally,
  nowhere,
  unrecognizable: 'Twarz jest za mała, odwrócona, rozmyta lub zasłonięta, by rozpoznać ją gdzie indziej.',
  notCompared: 'Ruchome obrazy nie są porównywane.',
  comparedAtExport: 'Jeśli ktoś pozostaje widoczny, filmy są przy eksporcie porównywane ze wszystkimi innymi plikami.',
  missing: (pictures) => `Od tego czasu doszło: ${count(pictures, 'zdjęcie', 'zdjęcia', 'zdjęć')}.`,
  compareAgain: 'Porównaj ponownie',
  keepEverywhere: 'Zostaw wszędzie na widoku…',
  keepEverywhereQuestion: 'Dlaczego tę osobę można pokazać wszędzie?',
  keepEverywhereWhy:
    'Twarz zostaje na widoku tylko tam, gdzie jest wyraźnie rozpoznana. Gdzie to niepewne, zostaje zakryta i pojawia się w kolejce jako pierwsza.',
  coverEverywhere: 'Zakryj wszędzie',
  kept: (visible, perhaps) =>
    [
      `Widoczna na ${count(visible, 'zdjęciu', 'zdjęciach', 'zdjęciach')}.`,
      perhaps > 0
        ? `Być może jeszcze na ${count(perhaps, 'zdjęciu', 'zdjęciach', 'zdjęciach')}: nadal zakryta, obejrzyj je.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Zakryta na ${count(pictures, 'zdjęciu', 'zdjęciach', 'zdjęciach')}.`,
  perhaps: 'być może osoba pozostawiona na widoku',
  perhapsShort: 'być może zostawić na widoku',
  recognized: (reason) => `rozpoznana, zostaje na widoku: ${reason}`,
  coverHere: 'Zakryj tutaj',
  leaveAnyway: 'Mimo to zostaw na widoku',
  appearance: (name, visible) => `${name}, ${visible ? 'widoczna' : 'zakryta'}`,
  fromPictures: 'Zostaw osobę na widoku…',
  fromPicturesTitle: 'Zostaw osobę na widoku',
  fromPicturesWhy:
    'Wybierz zdjęcia, na których jest tylko ta osoba, z przodu. Trzy lub więcej, w różnym świetle, pozwalają rozpoznać ją znacznie lepiej niż jedno.',
  reading: 'Rozpoznawanie…',
  referenceProblems: {
    'no-picture': 'Wybierz zdjęcie.',
    unreadable: 'Zdjęcia nie da się odczytać.',
    'no-face': 'Na zdjęciu nie ma twarzy.',
    'several-faces': 'Na zdjęciu jest więcej niż jedna twarz. Wytnij tę jedną osobę.',
    'poor-face': 'Twarz jest za mała, odwrócona, rozmyta lub częściowo zasłonięta. Wybierz wyraźniejsze zdjęcie.',
    'other-person': 'Zdjęcia chyba nie pokazują tej samej osoby.',
  },
  looking: 'Szukanie ludzi…',
  background: 'Zakryj wszystkich w tle',
  noBackground: 'Nikogo więcej nie znaleziono.',
  coveredPeople: (people) => `Zakryto w całości: ${count(people, 'osobę', 'osoby', 'osób')}.`,
}
