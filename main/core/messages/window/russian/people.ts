import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts

const nowhere = 'Ни на одном другом снимке'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `закрыто на ${count(covered, 'снимке', 'снимках', 'снимках')}` : '',
    visible > 0 ? `видно на ${count(visible, 'снимке', 'снимках', 'снимках')}` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Здесь остаётся видимым лицо, которое ${tally(covered, visible)}. Решите, можно ли его показать, и экспортируйте ещё раз.`
}

export const people: PeopleMessages = {
  title: 'Тот же человек',
  find: 'Найти этого человека на других снимках',
  comparing: (done, total) => `Сравниваются лица: ${number(done)} из ${number(total)}`,
  stop: 'Остановить',
  tally,
  nowhere,
  unrecognizable: 'Лицо слишком маленькое, повёрнуто, размыто или закрыто, чтобы узнать его на других снимках.',
  notCompared: 'Движущиеся картинки не сравниваются.',
  comparedAtExport: 'Если кто-то остаётся видимым, видео при экспорте сравниваются со всеми остальными файлами.',
  missing: (pictures) => `С тех пор добавлено: ${count(pictures, 'снимок', 'снимка', 'снимков')}.`,
  compareAgain: 'Сравнить снова',
  keepEverywhere: 'Оставить видимым везде…',
  keepEverywhereQuestion: 'Почему этого человека можно показывать везде?',
  keepEverywhereWhy:
    'Лицо остаётся видимым только там, где узнано точно. Где есть сомнение, оно закрыто и идёт первым в очереди.',
  coverEverywhere: 'Закрыть везде',
  kept: (visible, perhaps) =>
    [
      `Видно на ${count(visible, 'снимке', 'снимках', 'снимках')}.`,
      perhaps > 0
        ? `Возможно, ещё на ${count(perhaps, 'снимке', 'снимках', 'снимках')}: пока закрыто, посмотрите.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Закрыто на ${count(pictures, 'снимке', 'снимках', 'снимках')}.`,
  perhaps: 'возможно, тот, кого вы оставили видимым',
  perhapsShort: 'возможно, оставить видимым',
  recognized: (reason) => `узнано, остаётся видимым: ${reason}`,
  coverHere: 'Закрыть здесь',
  leaveAnyway: 'Всё равно оставить видимым',
  appearance: (name, visible) => `${name}, ${visible ? 'видно' : 'закрыто'}`,
  fromPictures: 'Оставить человека видимым…',
  fromPicturesTitle: 'Оставить человека видимым',
  fromPicturesWhy:
    'Выберите снимки, на которых только этот человек и лицо видно спереди. По трём и более, при разном свете, узнаётся намного лучше, чем по одному.',
  reading: 'Узнаём…',
  referenceProblems: {
    'no-picture': 'Выберите снимок.',
    unreadable: 'Снимок не читается.',
    'no-face': 'На снимке нет лица.',
    'several-faces': 'На снимке больше одного лица. Вырежьте одного человека.',
    'poor-face': 'Лицо слишком маленькое, повёрнуто, размыто или частично закрыто. Выберите снимок получше.',
    'other-person': 'Похоже, на снимках не один и тот же человек.',
  },
  looking: 'Ищем людей…',
  background: 'Закрыть всех на заднем плане',
  noBackground: 'Больше никого не найдено.',
  coveredPeople: (people) => `Закрыто целиком: ${count(people, 'человек', 'человека', 'человек')}.`,
}
