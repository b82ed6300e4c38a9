import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, choose, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} Мпикс`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'Файл пуст. Скопируйте его с камеры или телефона ещё раз.'
    case 'not-a-picture':
      return 'Это не фото и не видео, известное программе Zaslona.'
    case 'unsupported-format':
      return `${printable(reason.format)} пока не поддерживается. Если это фото, сохраните его как JPEG или PNG и добавьте копию.`
    case 'truncated':
      return 'Не хватает конца файла. Скопируйте его с камеры или телефона ещё раз.'
    case 'corrupt':
      return 'Файл повреждён, и его нельзя безопасно прочитать. Скопируйте его ещё раз.'
    case 'too-many-pixels':
      return `Размер ${megapixels(reason.pixels)} больше допустимого (${megapixels(reason.limit)}). Сохраните уменьшенную копию и добавьте её.`
    case 'too-many-frames':
      return `Кадров: ${number(reason.frames)}, допустимо не больше ${number(reason.limit)}. Разделите файл и добавьте части.`
    case 'file-too-large':
      return `Размер ${bytes(reason.sizeBytes)} больше допустимого (${bytes(reason.limitBytes)}). Сохраните уменьшенную копию и добавьте её.`
    case 'not-a-regular-file':
      return 'Это устройство или нечто подобное, а не файл.'
    case 'link-loop':
      return 'Эта ссылка ведёт сама на себя.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'У вас нет разрешения читать этот файл. Скопируйте его в свою папку.'
        : `Файл не читается (${printable(reason.systemCode)}). Проверьте, подключён ли диск.`
    case 'vanished':
      return 'Файл тем временем перенесли или удалили. Добавьте его ещё раз.'
    case 'changed':
      return 'Файл тем временем изменился. Дождитесь, пока он будет готов, и добавьте его ещё раз.'
    case 'sidecar':
      return 'Записи, которые камера или программа держит рядом с фото. Они не копируются; не публикуйте их.'
    case 'not-for-videos':
      return 'Один из выбранных параметров действует только для фото. Экспортируйте видео отдельно, без него.'
    case 'nothing-in-part':
      return 'В выбранном отрезке видео нет ни одного кадра.'
    case 'unsupported-sound':
      return `Звук (${printable(reason.codec)}) не удаётся прочитать. Экспортируйте видео без звука.`
    case 'no-video-codec':
      return 'Для видео нужен FFmpeg, а на этом компьютере его нет. Установите FFmpeg (программы ffmpeg и ffprobe) и откройте Zaslona снова.'
    case 'ffmpeg-unusable':
      return 'Программу FFmpeg на этом компьютере использовать нельзя: её нет, она старше версии 5.1 или собрана без нужного кодировщика. Установите свежий FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `С FFmpeg в виде отдельной программы это видео надёжно обработать нельзя: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} не вмещает движущихся изображений. Выберите WebP или «Как у оригинала».`
    case 'pages':
      return `${format} вмещает только одну страницу. Выберите TIFF или «Как у оригинала».`
    case 'size':
      return `Фото слишком велико для ${format}. Выберите другой формат или меньший размер.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Чтение файла закончилось сбоем. Он может быть повреждён или вредоносен: пропустите его.'
    case 'timed-out':
      return `Не закончено за отведённое время (${duration(reason.limitMs / 1_000)}). Файл может быть повреждён или вредоносен: пропустите его.`
    case 'out-of-memory':
      return 'Компьютеру не хватает памяти. Закройте другие программы или добавьте уменьшенную копию.'
    case 'disk-full':
      return 'Диск заполнен. Освободите место или выберите другую папку и экспортируйте ещё раз.'
    case 'not-enough-space':
      return `Для копии нужно около ${bytes(reason.neededBytes)}, а свободно только ${bytes(reason.freeBytes)}. Освободите место или выберите другую папку и экспортируйте ещё раз.`
    case 'output-unwritable':
      return `В эту папку нельзя записывать (${printable(reason.systemCode)}). Выберите другую.`
    case 'output-exists':
      return `В папке уже есть файл ${printable(reason.name)}, а файлы никогда не перезаписываются. Выберите пустую папку.`
    case 'encode-failed':
      return 'Копию не удалось записать. Попробуйте другой формат.'
    case 'internal':
      return `Ошибка Zaslona (${printable(reason.detail)}); из этого файла ничего не выпущено. Сообщите нам об этом, без самого снимка.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `Копия не прошла проверку (${count(amount, 'находка', 'находки', 'находок')}). Попробуйте другой формат.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `Похоже, на копии ещё ${choose(amount, `видно ${number(amount)} лицо`, `видны ${number(amount)} лица`, `видно ${number(amount)} лиц`)}. Закройте то, чего не хватает, и экспортируйте ещё раз.`
  }
}

const frame = (index: number): string => (index > 0 ? `кадр ${number(index + 1)}: ` : '')
const differences = { size: 'другой размер', frames: 'другое число кадров', format: 'другой формат' } as const
function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'есть звук: каждого, кто говорит, можно узнать по голосу'
    case 'frames-sampled':
      return `лица искали не во всех кадрах, а в ${number(told.looked)} из ${number(told.frames)}`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `часть, которой нет в чистом файле: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)}, не относящиеся к изображению`
    case 'malformed-part':
      return `часть, в которой есть лишнее: ${printable(found.part)}`
    case 'hidden-picture':
      return `скрытое изображение: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}цвета под прозрачными местами, которые можно проявить`
    case 'metadata-remains':
      return `то, что рассказывает оригинал: ${printable(found.field)}`
    case 'undecodable':
      return 'изображение, которое не открывается'
    case 'unknown-format':
      return 'формат, за который Zaslona не может поручиться'
    case 'picture-differs':
      return `у изображения ${differences[found.what]}, чем было записано`
    case 'sound-differs':
      return 'звук не такой, какой был выбран'
    case 'person-inconsistent':
      return `человек, закрытый на других снимках (${number(found.covered)})`
    case 'region-uncovered':
      return `${frame(found.frame)}место, закрытое не полностью`
    case 'face-visible':
      return `${frame(found.frame)}видно лицо (${percent(clamped(found.box.x))} слева, ${percent(clamped(found.box.y))} сверху)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'дата файла, которая говорит, когда он создан или изменён'
        : `сведения, которые диск хранит о файле: ${printable(found.name)}`
  }
}

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'Файл с таким именем уже есть. Выберите другое имя: ничего не перезаписывается.'
    case 'report-unwritable':
      return `Отчёт не удалось сохранить в этой папке (${printable(error.systemCode)}). Выберите другую.`
    case 'reference-unusable':
      return 'На образце должно быть ясно видно ровно одно лицо. Выберите другой снимок.'
    case 'output-inside-input':
      return 'Эта папка лежит в той, которую вы добавили. Выберите другую, чтобы оригиналы и копии не смешались.'
    case 'input-inside-output':
      return 'В этой папке лежат ваши оригиналы. Выберите другую, чтобы оригиналы и копии не смешались.'
    case 'output-not-a-folder':
      return 'Это не папка. Выберите папку для копий.'
    case 'output-unwritable':
      return `В эту папку нельзя записывать (${printable(error.systemCode)}). Выберите другую.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'Модель поиска лиц отсутствует или повреждена, поэтому ничего не обрабатывается. Установите Zaslona заново.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Остановлено.'
    case 'engine-ended':
      return 'Часть программы, которая обрабатывает файлы, неожиданно остановилась. Ничего непроверенного не выпущено. Попробуйте ещё раз.'
    case 'unknown-item':
      return 'Этого файла уже нет в списке.'
    case 'no-output':
      return 'Сначала выберите папку для копий.'
    case 'not-now':
      return 'Сейчас это невозможно. Дождитесь конца работы или остановите её.'
    case 'invalid-request':
    case 'internal':
      return `Ошибка Zaslona (${printable(error.detail)}). Ничего незаконченного не выпущено. Сообщите нам об этом.`
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
    location: 'Где снято',
    time: 'Когда снято или изменено',
    device: 'Камера или телефон',
    person: 'Люди',
    text: 'Тексты',
    software: 'Программы',
    thumbnail: 'Уменьшенное изображение, на котором может быть видно закрытое или обрезанное',
    'hidden-picture': 'Скрытые изображения',
    'hidden-video': 'Скрытое видео',
    'hidden-data': 'Скрытые данные',
    history: 'История изменений',
    color: 'Цветовой профиль',
    other: 'Прочее',
  },
  timedTrack: {
    gopro: 'телеметрия GoPro: местоположение, скорость и движения',
    'camera-motion': 'движения камеры с местоположением',
    dji: 'телеметрия DJI: местоположение и движения',
    camera: 'собственные записи камеры: настройки и движения, часто серийный номер, иногда местоположение',
    apple: 'метаданные Apple по времени: движения телефона, найденные лица, иногда местоположение',
    timed: 'метаданные по времени; дроны пишут туда своё местоположение',
    'time-code': 'временной код: когда сделана запись по часам камеры',
    subtitles: 'субтитры или главы; дроны пишут туда своё местоположение',
  },
  stage: {
    read: 'чтение',
    detect: 'поиск лиц',
    redact: 'закрытие',
    verify: 'проверка копии',
    release: 'выпуск',
  },
  keep: { consented: 'есть согласие', 'public-figure': 'публичное лицо', 'not-a-face': 'это не лицо' },
  canceled: 'Остановлено.',
}
