import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts
const filesOf = (amount: number): string => count(amount, 'файл', 'файли', 'файлів')

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'Координати GPS',
  place: 'Назви місць',
  person: 'Імена людей',
  serial: 'Серійний номер камери чи об’єктива',
  'hidden-picture': 'Приховане зображення',
  'hidden-video': 'Приховане відео',
  thumbnail: 'Зменшене зображення, на якому ще видно обличчя',
  device: 'Камера чи телефон',
  time: 'Дата й час',
  text: 'Тексти й ключові слова',
  history: 'Історія змін',
  software: 'Назви програм',
  'hidden-data': 'Приховані дані',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Експорт: ${number(finished)} з ${number(total)}`,
  stop: 'Зупинити',
  safe: (amount) => `${filesOf(amount)} можна публікувати`,
  safeNone: 'Жодного файлу не випущено',
  needYou: (amount) => `Потребують вашої уваги: ${filesOf(amount)}`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'Його не випущено. Перегляньте його, виправте й експортуйте ще раз.'
      : 'Їх не випущено. Перегляньте кожен, виправте й експортуйте ще раз.',
  notExported: (amount) => `Пропущено: ${filesOf(amount)}`,
  savedIn: 'Збережено в теці',
  openFolder: 'Відкрити теку',
  lookAtIt: 'Подивитися',
  exportAgain: 'Експортувати ще раз',
  removedTitle: 'Що вилучено',
  removed: (kind, amount) => `${removed[kind]} · ${filesOf(amount)}`,
  covered: (amount) => `Закрито місць: ${number(amount)}`,
  stays: (amount) => `Хтось залишається видимим, як ви вибрали: ${filesOf(amount)}.`,
  watchFirst: (name, times) => `${name}: можливо, когось видно: ${times}. Спершу перегляньте ці моменти.`,
  lookYourself:
    'Перегляньте кожну копію перед публікацією: одяг, татуювання, вивіски й місця теж можуть виказати людину.',
  bareHeads: (amount) =>
    `Є хтось із незакритою головою, зі спини або з непоміченим обличчям: ${filesOf(amount)}. Перегляньте ${amount === 1 ? 'цей файл' : 'кожен із них'}.`,
  watchVideos:
    'Перегляньте кожне відео від початку до кінця: у наших випробуваннях приблизно одну людину зі 100 було видно в якомусь кадрі.',
  posterMissing: (name, reason) => `Немає стоп-кадру з ${name}: ${reason}`,
  report: 'Зберегти звіт…',
  reportTitle: 'Зберегти звіт',
  reportKinds: { shareable: 'Щоб передати іншим', own: 'Для себе' },
  reportWhy: {
    shareable: 'Лише кількості та причини: ні назв файлів, ні місць, ні тих, хто залишається видимим.',
    own: 'Також файли з теками й хто, де й чому залишається видимим. Не кладіть його поруч із тим, що публікуєте.',
  },
  reportSaved: (name) => `Збережено: ${name}.`,
  backToFiles: 'Назад до файлів',
  startAnew: 'Почати заново…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Перевірити теку',
  verifyLead:
    'Чи можна публікувати цю теку? У кожному файлі перевіряється кожен байт і шукаються обличчя: фото оглядаються повністю, відео близько шести разів на секунду.',
  verifyChoose: 'Вибрати теку…',
  verifyRunning: (amount) => `Перевірено: ${filesOf(amount)}…`,
  verifyClean: (amount) => `Перевірено: ${filesOf(amount)}, нічого не знайдено`,
  verifyWanting: (amount) => `Не можна публікувати: ${filesOf(amount)}`,
  verifySound: (amount) =>
    `Відео зі звуком: ${number(amount)}. Кожного, хто говорить, можна впізнати за голосом. Публікуйте звук, тільки якщо це нікому не зашкодить.`,
  hasSound: 'є звук',
  verifySampled: (looked, frames) =>
    `У відео обличчя шукали не в усіх кадрах, а в ${number(looked)} з ${number(frames)}: подивіться кожне відео самі.`,
  verifyEmpty: 'У цій теці немає файлів',
  clean: 'Нічого не знайдено',
  findings: (amount) => count(amount, 'знахідка', 'знахідки', 'знахідок'),
  notExamined: 'Не перевірено',
  inspectTitle: 'Зазирнути у файл',
  inspectLead: 'Що це фото чи відео розповіло б про вас, якщо надіслати його як є?',
  inspectChoose: 'Вибрати файл…',
  inspectWorking: 'Зазираємо у файл…',
  another: 'Вибрати інше',
  nothingTold: 'Цей файл не розповідає нічого, крім самого зображення',
  tells: (amount) => `Крім зображення, у файлі є ще відомості: ${number(amount)}`,
  size: 'Зображення',
  faces: (amount) => (amount === 0 ? 'Облич не знайдено' : count(amount, 'обличчя', 'обличчя', 'облич')),
  technical: (amount) => count(amount, 'технічне поле', 'технічні поля', 'технічних полів'),
  useIt: 'Перетягніть його на першу сторінку, щоб отримати безпечну копію.',
}
