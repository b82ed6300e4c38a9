import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} Мпікс`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'Файл порожній. Скопіюйте його з камери чи телефона ще раз.'
    case 'not-a-picture':
      return 'Це не фото й не відео, відоме програмі Zaslona.'
    case 'unsupported-format':
      return `${printable(reason.format)} поки що не підтримується. Якщо це фото, збережіть його як JPEG або PNG і додайте копію.`
    case 'truncated':
      return 'Бракує кінця файлу. Скопіюйте його з камери чи телефона ще раз.'
    case 'corrupt':
      return 'Файл пошкоджено, і його не можна безпечно прочитати. Скопіюйте його ще раз.'
    case 'too-many-pixels':
      return `Розмір ${megapixels(reason.pixels)} більший за дозволений (${megapixels(reason.limit)}). Збережіть меншу копію і додайте її.`
    case 'too-many-frames':
      return `Кадрів: ${number(reason.frames)}, дозволено не більше ніж ${number(reason.limit)}. Розділіть файл і додайте частини.`
    case 'file-too-large':
      return `Розмір ${bytes(reason.sizeBytes)} більший за дозволений (${bytes(reason.limitBytes)}). Збережіть меншу копію і додайте її.`
    case 'not-a-regular-file':
      return 'Це пристрій або щось подібне, а не файл.'
    case 'link-loop':
      return 'Це посилання веде саме на себе.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'Ви не маєте дозволу читати цей файл. Скопіюйте його до своєї теки.'
        : `Файл не читається (${printable(reason.systemCode)}). Перевірте, чи під’єднано диск.`
    case 'vanished':
      return 'Файл тим часом перенесли або видалили. Додайте його ще раз.'
    case 'changed':
      return 'Файл тим часом змінився. Дочекайтеся, доки він буде готовий, і додайте його ще раз.'
    case 'sidecar':
      return 'Записи, які камера чи програма тримає поруч із фото. Вони не копіюються; не публікуйте їх.'
    case 'not-for-videos':
      return 'Один із вибраних параметрів діє лише для фото. Експортуйте відео окремо, без нього.'
    case 'nothing-in-part':
      return 'У вибраному відрізку відео немає жодного кадру.'
    case 'unsupported-sound':
      return `Звук (${printable(reason.codec)}) не вдається прочитати. Експортуйте відео без звуку.`
    case 'no-video-codec':
      return 'Для відео потрібен FFmpeg, а на цьому комп’ютері його немає. Установіть FFmpeg (програми ffmpeg і ffprobe) і відкрийте Zaslona знову.'
    case 'ffmpeg-unusable':
      return 'Програму FFmpeg на цьому комп’ютері використати не можна: її немає, вона старша за версію 5.1 або зібрана без потрібного кодувальника. Установіть свіжий FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `З FFmpeg у вигляді окремої програми це відео не можна надійно обробити: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} не вміщує рухомих зображень. Виберіть WebP або «Як в оригіналу».`
    case 'pages':
      return `${format} вміщує лише одну сторінку. Виберіть TIFF або «Як в оригіналу».`
    case 'size':
      return `Фото завелике для ${format}. Виберіть інший формат або менший розмір.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Читання файлу закінчилося збоєм. Він може бути пошкодженим або зловмисним: пропустіть його.'
    case 'timed-out':
      return `Не закінчено за відведений час (${duration(reason.limitMs / 1_000)}). Файл може бути пошкодженим або зловмисним: пропустіть його.`
    case 'out-of-memory':
      return 'Комп’ютеру бракує пам’яті. Закрийте інші програми або додайте меншу копію.'
    case 'disk-full':
      return 'Диск заповнено. Звільніть місце або виберіть іншу теку й експортуйте ще раз.'
    case 'not-enough-space':
      return `Для копії потрібно близько ${bytes(reason.neededBytes)}, а вільно лише ${bytes(reason.freeBytes)}. Звільніть місце або виберіть іншу теку й експортуйте ще раз.`
    case 'output-unwritable':
      return `До цієї теки не можна записувати (${printable(reason.systemCode)}). Виберіть іншу.`
    case 'output-exists':
      return `У теці вже є файл ${printable(reason.name)}, а файли ніколи не перезаписуються. Виберіть порожню теку.`
    case 'encode-failed':
      return 'Копію не вдалося записати. Спробуйте інший формат.'
    case 'internal':
      return `Помилка Zaslona (${printable(reason.detail)}); із цього файлу нічого не випущено. Повідомте нас про це, без самого знімка.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `Копія не пройшла перевірку (${count(amount, 'знахідка', 'знахідки', 'знахідок')}). Спробуйте інший формат.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `Схоже, на копії ще видно ${count(amount, 'обличчя', 'обличчя', 'облич')}. Закрийте те, чого бракує, й експортуйте ще раз.`
  }
}

const frame = (index: number): string => (index > 0 ? `кадр ${number(index + 1)}: ` : '')
const differences = { size: 'інший розмір', frames: 'іншу кількість кадрів', format: 'інший формат' } as const
function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'є звук: кожного, хто говорить, можна впізнати за голосом'
    case 'frames-sampled':
      return `обличчя шукали не в усіх кадрах, а в ${number(told.looked)} з ${number(told.frames)}`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `частина, якої немає в чистому файлі: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)}, що не належать до зображення`
    case 'malformed-part':
      return `частина, у якій є зайве: ${printable(found.part)}`
    case 'hidden-picture':
      return `приховане зображення: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}кольори під прозорими місцями, які можна проявити`
    case 'metadata-remains':
      return `те, що розповідає оригінал: ${printable(found.field)}`
    case 'undecodable':
      return 'зображення, яке не відкривається'
    case 'unknown-format':
      return 'формат, за який Zaslona не може поручитися'
    case 'picture-differs':
      return `зображення має ${differences[found.what]}, ніж було записано`
    case 'sound-differs':
      return 'звук не такий, який було вибрано'
    case 'person-inconsistent':
      return `людина, яку закрито на інших знімках (${number(found.covered)})`
    case 'region-uncovered':
      return `${frame(found.frame)}місце, закрите не повністю`
    case 'face-visible':
      return `${frame(found.frame)}видно обличчя (${percent(clamped(found.box.x))} зліва, ${percent(clamped(found.box.y))} згори)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'дата файлу, яка говорить, коли його створено або змінено'
        : `відомості, які диск зберігає про файл: ${printable(found.name)}`
  }
}

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'Файл із такою назвою вже є. Виберіть іншу назву: нічого не перезаписується.'
    case 'report-unwritable':
      return `Звіт не вдалося зберегти в цій теці (${printable(error.systemCode)}). Виберіть іншу.`
    case 'reference-unusable':
      return 'На зразку має бути чітко видно рівно одне обличчя. Виберіть інший знімок.'
    case 'output-inside-input':
      return 'Ця тека лежить у тій, яку ви додали. Виберіть іншу, щоб оригінали й копії не змішалися.'
    case 'input-inside-output':
      return 'У цій теці лежать ваші оригінали. Виберіть іншу, щоб оригінали й копії не змішалися.'
    case 'output-not-a-folder':
      return 'Це не тека. Виберіть теку для копій.'
    case 'output-unwritable':
      return `До цієї теки не можна записувати (${printable(error.systemCode)}). Виберіть іншу.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'Модель пошуку облич відсутня або пошкоджена, тому нічого не обробляється. Установіть Zaslona заново.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Зупинено.'
    case 'engine-ended':
      return 'Частина програми, що обробляє файли, несподівано зупинилася. Нічого неперевіреного не випущено. Спробуйте ще раз.'
    case 'unknown-item':
      return 'Цього файлу вже немає в списку.'
    case 'no-output':
      return 'Спершу виберіть теку для копій.'
    case 'not-now':
      return 'Зараз це неможливо. Дочекайтеся кінця роботи або зупиніть її.'
    case 'invalid-request':
    case 'internal':
      return `Помилка Zaslona (${printable(error.detail)}). Нічого незакінченого не випущено. Повідомте нас про це.`
  }
}

export const reasons: ReasonMessages = {
  refusal,
  failure,
  withheld,
  finding,
  remark,
  bridge,
  traceKind: {
    location: 'Де знято',
    time: 'Коли знято або змінено',
    device: 'Камера чи телефон',
    person: 'Люди',
    text: 'Тексти',
    software: 'Програми',
    thumbnail: 'Зменшене зображення, на якому може бути видно закрите або обрізане',
    'hidden-picture': 'Приховані зображення',
    'hidden-video': 'Приховане відео',
    'hidden-data': 'Приховані дані',
    history: 'Історія змін',
    color: 'Колірний профіль',
    other: 'Інше',
  },
  timedTrack: {
    gopro: 'телеметрія GoPro: місцеперебування, швидкість і рухи',
    'camera-motion': 'рухи камери з місцеперебуванням',
    dji: 'телеметрія DJI: місцеперебування й рухи',
    camera: 'власні записи камери: налаштування й рухи, часто серійний номер, іноді місцеперебування',
    apple: 'метадані Apple за часом: рухи телефона, знайдені обличчя, іноді місцеперебування',
    timed: 'метадані за часом; дрони пишуть туди своє місцеперебування',
    'time-code': 'часовий код: коли зроблено запис за годинником камери',
    subtitles: 'субтитри або розділи; дрони пишуть туди своє місцеперебування',
  },
  stage: {
    read: 'читання',
    detect: 'пошук облич',
    redact: 'закриття',
    verify: 'перевірка копії',
    release: 'випуск',
  },
  keep: { consented: 'є згода', 'public-figure': 'публічна особа', 'not-a-face': 'це не обличчя' },
  canceled: 'Зупинено.',
}
