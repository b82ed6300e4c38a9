import type { Finding } from '../../../verdict/finding.js'
import type { PeopleMessages } from '../people-catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts

const nowhere = 'На жодному іншому знімку'

function tally(covered: number, visible: number): string {
  const told = [
    covered > 0 ? `закрито на ${count(covered, 'знімку', 'знімках', 'знімках')}` : '',
    visible > 0 ? `видно на ${count(visible, 'знімку', 'знімках', 'знімках')}` : '',
  ]
  return told.filter(Boolean).join(', ') || nowhere
}

/** Why a picture waits in which somebody is visible who is covered in others. */
export function inconsistent(findings: readonly Finding[]): string {
  const { covered, visible } = findings.find((finding) => finding.code === 'person-inconsistent') ?? {
    covered: 1,
    visible: 1,
  }
  return `Тут лишається видимим обличчя, яке ${tally(covered, visible)}. Вирішіть, чи можна його показати, й експортуйте ще раз.`
}

export const people: PeopleMessages = {
  title: 'Та сама людина',
  find: 'Знайти цю людину на інших знімках',
  comparing: (done, total) => `Порівнюються обличчя: ${number(done)} з ${number(total)}`,
  stop: 'Зупинити',
  tally,
  nowhere,
  unrecognizable: 'Обличчя замале, повернуте, розмите або закрите, щоб упізнати його на інших знімках.',
  notCompared: 'Рухомі зображення не порівнюються.',
  comparedAtExport: 'Якщо хтось залишається видимим, відео під час експорту порівнюються з усіма іншими файлами.',
  missing: (pictures) => `Відтоді додано: ${count(pictures, 'знімок', 'знімки', 'знімків')}.`,
  compareAgain: 'Порівняти знову',
  keepEverywhere: 'Лишити видимою всюди…',
  keepEverywhereQuestion: 'Чому цю людину можна показувати всюди?',
  keepEverywhereWhy:
    'Обличчя лишається видимим тільки там, де його впізнано напевно. Де є сумнів, воно закрите і йде першим у черзі.',
  coverEverywhere: 'Закрити всюди',
  kept: (visible, perhaps) =>
    [
      `Видно на ${count(visible, 'знімку', 'знімках', 'знімках')}.`,
      perhaps > 0 ? `Можливо, ще на ${count(perhaps, 'знімку', 'знімках', 'знімках')}: поки закрито, подивіться.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  coveredIn: (pictures) => `Закрито на ${count(pictures, 'знімку', 'знімках', 'знімках')}.`,
  perhaps: 'можливо, людина, яку ви лишили видимою',
  perhapsShort: 'можливо, лишити видимою',
  recognized: (reason) => `упізнано, лишається видимим: ${reason}`,
  coverHere: 'Закрити тут',
  leaveAnyway: 'Усе одно лишити видимим',
  appearance: (name, visible) => `${name}, ${visible ? 'видно' : 'закрито'}`,
  fromPictures: 'Лишити людину видимою…',
  fromPicturesTitle: 'Лишити людину видимою',
  fromPicturesWhy:
    'Виберіть знімки, на яких лише ця людина й обличчя видно спереду. За трьома й більше, при різному світлі, упізнається значно краще, ніж за одним.',
  reading: 'Упізнаємо…',
  referenceProblems: {
    'no-picture': 'Виберіть знімок.',
    unreadable: 'Знімок не читається.',
    'no-face': 'На знімку немає обличчя.',
    'several-faces': 'На знімку більше одного обличчя. Виріжте одну людину.',
    'poor-face': 'Обличчя замале, повернуте, розмите або частково закрите. Виберіть кращий знімок.',
    'other-person': 'Схоже, на знімках не та сама людина.',
  },
  looking: 'Шукаємо людей…',
  background: 'Закрити всіх на задньому плані',
  noBackground: 'Більше нікого не знайдено.',
  coveredPeople: (people) => `Закрито повністю: ${count(people, 'людину', 'людини', 'людей')}.`,
}
