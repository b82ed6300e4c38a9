import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts

const nowhere = 'Ні на адным іншым здымку'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `закрыты на ${count(covered, 'здымку', 'здымках', 'здымках')}` : '',
    visible > 0 ? `бачны на ${count(visible, 'здымку', 'здымках', 'здымках')}` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Тут застаецца бачным твар, які ${tally(covered, visible)}. Вырашыце, ці можна яго паказаць, і экспартуйце яшчэ раз.`
}

export const people: PeopleMessages = {
  title: 'Той самы чалавек',
  find: 'Знайсці гэтага чалавека на іншых здымках',
  comparing: (done, total) => `Параўноўваюцца твары: ${number(done)} з ${number(total)}`,
  stop: 'Спыніць',
  tally,
  nowhere,
  unrecognizable: 'Твар занадта малы, павернуты, размыты або закрыты, каб пазнаць яго на іншых здымках.',
  notCompared: 'Рухомыя карцінкі не параўноўваюцца.',
  comparedAtExport: 'Калі хтосьці застаецца бачным, відэа падчас экспарту параўноўваюцца з усімі астатнімі файламі.',
  missing: (pictures) => `З таго часу дададзена: ${count(pictures, 'здымак', 'здымкі', 'здымкаў')}.`,
  compareAgain: 'Параўнаць зноў',
  keepEverywhere: 'Пакінуць бачным усюды…',
  keepEverywhereQuestion: 'Чаму гэтага чалавека можна паказваць усюды?',
  keepEverywhereWhy:
    'Твар застаецца бачным толькі там, дзе пазнаны дакладна. Дзе ёсць сумнеў, ён закрыты і ідзе першым у чарзе.',
  coverEverywhere: 'Закрыць усюды',
  kept: (visible, perhaps) =>
    [
      `Бачны на ${count(visible, 'здымку', 'здымках', 'здымках')}.`,
      perhaps > 0
        ? `Магчыма, яшчэ на ${count(perhaps, 'здымку', 'здымках', 'здымках')}: пакуль закрыты, паглядзіце.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Закрыты на ${count(pictures, 'здымку', 'здымках', 'здымках')}.`,
  perhaps: 'магчыма, той, каго вы пакінулі бачным',
  perhapsShort: 'магчыма, пакінуць бачным',
  recognized: (reason) => `пазнаны, застаецца бачным: ${reason}`,
  coverHere: 'Закрыць тут',
  leaveAnyway: 'Усё роўна пакінуць бачным',
  appearance: (name, visible) => `${name}, ${visible ? 'бачны' : 'закрыты'}`,
  fromPictures: 'Пакінуць чалавека бачным…',
  fromPicturesTitle: 'Пакінуць чалавека бачным',
  fromPicturesWhy:
    'Выберыце здымкі, на якіх толькі гэты чалавек і твар відаць спераду. Па трох і больш, пры розным святле, пазнаецца значна лепш, чым па адным.',
  reading: 'Пазнаём…',
  referenceProblems: {
    'no-picture': 'Выберыце здымак.',
    unreadable: 'Здымак не чытаецца.',
    'no-face': 'На здымку няма твару.',
    'several-faces': 'На здымку больш за адзін твар. Выражце аднаго чалавека.',
    'poor-face': 'Твар занадта малы, павернуты, размыты або часткова закрыты. Выберыце лепшы здымак.',
    'other-person': 'Здаецца, на здымках не адзін і той самы чалавек.',
  },
  looking: 'Шукаем людзей…',
  background: 'Закрыць усіх на заднім плане',
  noBackground: 'Больш нікога не знойдзена.',
  coveredPeople: (people) => `Закрыта цалкам: ${count(people, 'чалавек', 'чалавекі', 'чалавек')}.`,
}
