import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts

const nowhere = 'Jokioje kitoje nuotraukoje'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `uždengtas ${count(covered, 'nuotraukoje', 'nuotraukose', 'nuotraukų')}` : '',
    visible > 0 ? `matomas ${count(visible, 'nuotraukoje', 'nuotraukose', 'nuotraukų')}` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Čia lieka matomas žmogus, kuris ${tally(covered, visible)}. Nuspręskite, ar šį veidą galima rodyti, ir eksportuokite dar kartą.`
}

export const people: PeopleMessages = {
  title: 'Tas pats žmogus',
  find: 'Rasti šį žmogų kitur',
  comparing: (done, total) => `Lyginami veidai: ${number(done)} iš ${number(total)}`,
  stop: 'Sustabdyti',
  tally,
  nowhere,
  unrecognizable: 'Veidas per mažas, nusuktas, neryškus arba uždengtas, kad būtų atpažintas kitur.',
  notCompared: 'Judantys vaizdai nelyginami.',
  comparedAtExport: 'Jei kas nors lieka matomas, eksportuojant vaizdo įrašai lyginami su visais kitais failais.',
  missing: (pictures) => `Nuo tada pridėta: ${count(pictures, 'nuotrauka', 'nuotraukos', 'nuotraukų')}.`,
  compareAgain: 'Palyginti iš naujo',
  keepEverywhere: 'Palikti matomą visur…',
  keepEverywhereQuestion: 'Kodėl šį žmogų galima rodyti visur?',
  keepEverywhereWhy:
    'Veidas lieka matomas tik ten, kur aiškiai atpažintas. Kur abejojama, jis lieka uždengtas ir eilėje rodomas pirmas.',
  coverEverywhere: 'Uždengti visur',
  kept: (visible, perhaps) =>
    [
      `Matomas ${count(visible, 'nuotraukoje', 'nuotraukose', 'nuotraukų')}.`,
      perhaps > 0
        ? `Galbūt dar ${count(perhaps, 'nuotraukoje', 'nuotraukose', 'nuotraukų')}: kol kas uždengtas, pažiūrėkite.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Uždengtas ${count(pictures, 'nuotraukoje', 'nuotraukose', 'nuotraukų')}.`,
  perhaps: 'galbūt žmogus, kurį paliekate matomą',
  perhapsShort: 'galbūt palikti matomą',
  recognized: (reason) => `atpažintas, lieka matomas: ${reason}`,
  coverHere: 'Uždengti čia',
  leaveAnyway: 'Vis tiek palikti matomą',
  appearance: (name, visible) => `${name}, ${visible ? 'matomas' : 'uždengtas'}`,
  fromPictures: 'Palikti žmogų matomą…',
  fromPicturesTitle: 'Palikti žmogų matomą',
  fromPicturesWhy:
    'Pasirinkite nuotraukas, kuriose tik šis žmogus ir iš priekio. Iš trijų ar daugiau, skirtingoje šviesoje, atpažįstama daug geriau nei iš vienos.',
  reading: 'Atpažįstama…',
  referenceProblems: {
    'no-picture': 'Pasirinkite nuotrauką.',
    unreadable: 'Nuotraukos nepavyksta perskaityti.',
    'no-face': 'Nuotraukoje nėra veido.',
    'several-faces': 'Nuotraukoje daugiau nei vienas veidas. Iškirpkite vieną žmogų.',
    'poor-face': 'Veidas per mažas, nusuktas, neryškus arba iš dalies uždengtas. Pasirinkite aiškesnę nuotrauką.',
    'other-person': 'Atrodo, kad nuotraukose ne tas pats žmogus.',
  },
  looking: 'Ieškoma žmonių…',
  background: 'Uždengti visus fone',
  noBackground: 'Daugiau nieko nerasta.',
  coveredPeople: (people) => `Uždengta ištisai: ${count(people, 'žmogus', 'žmonės', 'žmonių')}.`,
}
