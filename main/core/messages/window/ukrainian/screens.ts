import { createAmounts, threeForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = threeForms('uk')
export function count(amount: number, one: string, few: string, rest: string): string {
  return `${number(amount)} ${choose(amount, one, few, rest)}`
}

export const amounts = createAmounts('uk', {
  bytes: ['Б', 'кБ', 'МБ', 'ГБ', 'ТБ'],
  duration: {
    second: (amount) => count(amount, 'секунда', 'секунди', 'секунд'),
    minute: (amount) => count(amount, 'хвилина', 'хвилини', 'хвилин'),
    hour: (amount) => count(amount, 'година', 'години', 'годин'),
  },
})
const { number, duration } = amounts
const filesOf = (amount: number): string => count(amount, 'файл', 'файли', 'файлів')

export const common: CommonMessages = {
  steps: { add: 'Додати', review: 'Переглянути', export: 'Експортувати' },
  stepsLabel: 'Кроки',
  tools: 'Інструменти',
  settings: 'Налаштування',
  help: 'Клавіші та довідка',
  closeNow: 'Закрити зараз',
  closeNowHint: 'Закриває одразу й нічого не лишає',
  close: 'Закрити',
  cancel: 'Скасувати',
  loading: 'Хвилинку…',
  dropHere: 'Відпустіть, щоб додати',
  dismiss: 'Сховати',
  engineRestarted: (times) =>
    `Частина програми, що обробляє файли, несподівано зупинилася й була запущена знову${times > 1 ? ` (${count(times, 'раз', 'рази', 'разів')})` : ''}. Нічого неперевіреного не випущено.`,
  engineRestartedOn: 'Вона працювала над:',
  pictureUnavailable: 'Немає зображення',
}

export const start: StartMessages = {
  title: 'Перетягніть фото й відео сюди',
  chooseFiles: 'Вибрати файли…',
  chooseFolder: 'Вибрати теку…',
  staysHere: 'Усе відбувається на цьому комп’ютері. Нічого нікуди не надсилається.',
  promises: [
    'Кожне знайдене обличчя закривається. Ви один раз переглядаєте й додаєте те, чого бракує.',
    'Місце, час, камера й усе інше, про що розповідає файл, вилучається.',
    'Копію випускають лише після повторної перевірки. Оригінали лишаються такими, як були.',
  ],
  listing: 'Дивимося, що ви додали…',
  limitsTitle: 'Перш ніж почати',
  limits:
    'Zaslona закриває обличчя. Одяг, татуювання, вивіски, місця й люди поруч теж можуть виказати людину: перегляньте кожен знімок перед публікацією.',
  understood: 'Зрозуміло',
}

export const files: FilesMessages = {
  title: filesOf,
  counts: (photos, videos) =>
    [photos > 0 ? `${number(photos)} фото` : '', videos > 0 ? `${number(videos)} відео` : '']
      .filter(Boolean)
      .join(', '),
  addFiles: 'Додати файли…',
  addFolder: 'Додати теку…',
  startAnew: 'Почати заново…',
  startAnewNow: 'Почати заново',
  startAnewQuestion: 'Забути всі файли й рішення?',
  startAnewExplanation: 'Оригінали й експортовані копії лишаться на своїх місцях.',
  finding: (finished, total) => `Пошук облич: ${number(finished)} з ${number(total)}`,
  paused: (finished, total) => `Призупинено: ${number(finished)} з ${number(total)}`,
  timeLeft: (seconds) => `лишилося приблизно ${duration(seconds)}`,
  pause: 'Призупинити',
  resume: 'Продовжити',
  stop: 'Зупинити',
  filters: {
    all: 'Усі',
    waiting: 'Чекають',
    'to-review': 'Переглянути',
    'looked-at': 'Переглянуті',
    withheld: 'Затримані',
    'left-out': 'Пропущені',
    safe: 'Безпечні',
  },
  filtersLabel: 'Показати',
  gridLabel: 'Файли',
  nothingHere: 'Тут немає файлів',
  faces: (amount) => (amount === 0 ? 'Облич не знайдено' : count(amount, 'обличчя', 'обличчя', 'облич')),
  people: (amount) => (amount === 0 ? 'Нікого не знайдено' : count(amount, 'особа', 'особи', 'осіб')),
  uncertain: (amount) => `${number(amount)} під сумнівом`,
  status: {
    waiting: 'Чекає',
    finding: 'Пошук',
    found: 'Переглянути',
    'looked-at': 'Переглянуто',
    'export-waiting': 'Чекає експорту',
    exporting: 'Експорт',
    safe: 'Безпечно',
    withheld: 'Затримано',
    refused: 'Пропущено',
    failed: 'Помилка',
    canceled: 'Зупинено',
  },
  remove: 'Прибрати зі списку',
  toReview: (amount) => `Лишилося переглянути: ${filesOf(amount)}`,
  allLookedAt: 'Усе переглянуто',
  leftOut: (amount) => `пропущено: ${filesOf(amount)}`,
  review: 'Переглянути',
  goToExport: 'Експорт…',
}

export const exporting: ExportMessages = {
  title: 'Експорт безпечних копій',
  count: (amount) => `Готово: ${filesOf(amount)}`,
  notLookedAt: (amount) =>
    `Ви ще не переглянули ${filesOf(amount)}. Знайдені обличчя буде закрито, але тільки ви побачите, що пропущено.`,
  lookFirst: 'Спершу переглянути',
  stillSearching: (amount) =>
    `Пошук облич ще триває, залишилося: ${filesOf(amount)}. Призупиніть його, щоб експортувати те, що готове.`,
  notSearched: (amount) => `Обличчя ще не шукали: ${filesOf(amount)}. До цього експорту вони не ввійдуть.`,
  folder: 'Тека для копій',
  folderWhy: 'Виберіть порожню теку. У ній нічого не перезаписується.',
  chooseFolder: 'Вибрати теку…',
  changeFolder: 'Змінити…',
  style: 'Як закривати обличчя',
  styles: { fill: 'Суцільно', pixelate: 'Мозаїка', blur: 'Розмиття' },
  styleWhy: {
    fill: 'Від обличчя нічого не лишається. Єдиний спосіб, наслідків якого не можна скасувати.',
    pixelate: 'Великі квадрати. Вони лишають трохи від обличчя: не для людей, яким це може зашкодити.',
    blur: 'Розмиття можна скасувати: програми впізнають від 80 до 96 % розмитих облич. Ніколи не використовуйте його для людей, яким це може зашкодити.',
  },
  recommended: 'Радимо',
  styleVideos: 'У відео обличчя завжди закриваються суцільно.',
  extent: 'Що закривати',
  extents: {
    faces: 'Обличчя',
    heads: 'Голови повністю',
    people: 'Людей повністю',
  },
  extentWhy: {
    faces: 'Обличчя і те, що навколо нього.',
    heads: 'Також волосся, вуха й головні убори, і голови людей, чиє обличчя не знайдено. Одяг лишається видимим.',
    people: 'Цілі постаті прямокутниками всюди, де знайдено людину. Від великого плану майже нічого не лишається.',
  },
  extentPreview: 'Попередній перегляд показує не все: подивіться на готові копії.',
  photosOnly: 'Тільки для фото: відео експортуються без цього.',
  color: 'Колір',
  colors: { gray: 'Сірий', black: 'Чорний', white: 'Білий' },
  margin: 'Закривати навколо обличчя',
  marginWhy: 'Волосся, вуха й підборіддя теж виказують людину. Найменше значення — 30 %.',
  pictures: 'Фото',
  format: 'Формат',
  formatKeep: 'Як в оригіналу',
  formatWhy: 'Кожна копія записується заново, тому з вихідного файлу нічого не переходить.',
  size: 'Розмір',
  sizeKeep: 'Як в оригіналу',
  sizeAtMost: (pixels) => `Щонайбільше ${count(pixels, 'піксель', 'пікселі', 'пікселів')}`,
  sizeWhy: 'На менших знімках і відео менше того, що може виказати людину.',
  names: 'Назви файлів',
  namesNeutral: 'Нейтральні',
  namesKeep: 'Як в оригіналів',
  namesWhy: {
    neutral: 'Назви на кшталт photo-7k2m9xqd.jpg нічого не розповідають.',
    keep: 'Назва може виказати дату, камеру чи людину. Лишайте назви, тільки якщо ви їх переглянули.',
  },
  keepFolders: 'Зберегти теки',
  keepFoldersWhy: {
    neutral: 'Теки теж отримають нейтральні назви.',
    keep: 'Назви тек повторюються такими, якими вони є.',
  },
  videos: 'Відео',
  quality: 'Якість',
  qualities: { small: 'Малий файл', standard: 'Звичайна', high: 'Висока' },
  qualityWhy: 'Звичайна якість на телефоні виглядає як оригінал.',
  sound: 'Звук',
  sounds: {
    remove: 'Вилучити',
    keep: 'Лишити',
    distort: 'Спотворити голоси',
  },
  soundWhy: {
    remove: 'Голос виказує людину так само, як обличчя.',
    keep: 'Кожного, хто говорить, можна впізнати за голосом. Лишайте звук, тільки якщо це нікому не зашкодить.',
    distort:
      'Голоси звучать інакше, але експерти можуть їх упізнати: слова, говірка й ритм лишаються. Не для людей, яким це може зашкодити.',
  },
  compatible: 'Для старих програвачів',
  compatibleWhy: 'Таке відео покаже будь-який програвач. HDR і тонкі відтінки кольорів втрачаються.',
  poster: 'Також стоп-кадр кожного відео',
  posterWhy: 'Його беруть із закритої копії та перевіряють, як фото.',
  traces: 'Сильніше приховати сліди',
  roundSize: 'Звичайний розмір знімка',
  roundSizeWhy:
    'Тоді розмір менше говорить про камеру й про те, що обрізано. Пропорції можуть змінитися не більше ніж на 1,5 %. Нічого іншого це не приховує.',
  defeatFingerprint: 'Послабити відбиток камери',
  defeatFingerprintWhy:
    'Кожна матриця лишає візерунок, за яким можна пов’язати знімки однієї камери. Він згладжується, спотворюється й закривається шумом; фото стають меншими й менш різкими. Це не гарантія: хто має багато знімків вашої камери, може пов’язати їх і так.',
  details: 'Більше налаштувань',
  start: (amount) => `Експортувати ${filesOf(amount)}`,
  nothingToExport: 'Поки що немає чого експортувати',
}

export const settings: SettingsMessages = {
  title: 'Налаштування',
  language: 'Мова',
  languageSystem: 'Як на комп’ютері',
  theme: 'Вигляд',
  themes: { system: 'Як на комп’ютері', light: 'Світлий', dark: 'Темний' },
  textSize: 'Розмір тексту',
  thoroughness: 'Наскільки ретельно шукати обличчя',
  levels: { fast: 'Швидко', balanced: 'Звичайно', thorough: 'Ретельно' },
  levelWhy: {
    fast: 'Для старих комп’ютерів. Частіше пропускає малі обличчя.',
    balanced: 'Підходить для більшості знімків.',
    thorough: 'Для натовпу. Триває в кілька разів довше.',
  },
  keptOnly: 'Запам’ятовуються лише ці налаштування. Файли й рішення забуваються, коли ви закриваєте вікно.',
}
