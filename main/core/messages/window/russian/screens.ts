import { createAmounts, threeForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = threeForms('ru')
export function count(amount: number, one: string, few: string, rest: string): string {
  return `${number(amount)} ${choose(amount, one, few, rest)}`
}

export const amounts = createAmounts('ru', {
  bytes: ['Б', 'кБ', 'МБ', 'ГБ', 'ТБ'],
  duration: {
    second: (amount) => count(amount, 'секунда', 'секунды', 'секунд'),
    minute: (amount) => count(amount, 'минута', 'минуты', 'минут'),
    hour: (amount) => count(amount, 'час', 'часа', 'часов'),
  },
})
const { number, duration } = amounts
const filesOf = (amount: number): string => count(amount, 'файл', 'файла', 'файлов')

export const common: CommonMessages = {
  steps: { add: 'Добавить', review: 'Просмотреть', export: 'Экспортировать' },
  stepsLabel: 'Шаги',
  tools: 'Инструменты',
  settings: 'Настройки',
  help: 'Клавиши и справка',
  closeNow: 'Закрыть сейчас',
  closeNowHint: 'Закрывает сразу и ничего не оставляет',
  close: 'Закрыть',
  cancel: 'Отмена',
  loading: 'Минутку…',
  dropHere: 'Отпустите, чтобы добавить',
  dismiss: 'Скрыть',
  engineRestarted: (times) =>
    `Часть программы, которая обрабатывает файлы, неожиданно остановилась и была запущена снова${times > 1 ? ` (${count(times, 'раз', 'раза', 'раз')})` : ''}. Ничего непроверенного не выпущено.`,
  engineRestartedOn: 'Она работала над:',
  pictureUnavailable: 'Нет изображения',
}

export const start: StartMessages = {
  title: 'Перетащите фото и видео сюда',
  chooseFiles: 'Выбрать файлы…',
  chooseFolder: 'Выбрать папку…',
  staysHere: 'Всё происходит на этом компьютере. Ничего никуда не отправляется.',
  promises: [
    'Каждое найденное лицо закрывается. Вы один раз просматриваете и добавляете то, чего не хватает.',
    'Место, время, камера и всё остальное, о чём рассказывает файл, удаляется.',
    'Копия выпускается только после повторной проверки. Оригиналы остаются такими, как были.',
  ],
  listing: 'Смотрим, что вы добавили…',
  limitsTitle: 'Прежде чем начать',
  limits:
    'Zaslona закрывает лица. Одежда, татуировки, вывески, места и люди рядом тоже могут выдать человека: посмотрите каждый снимок перед публикацией.',
  understood: 'Понятно',
}

export const files: FilesMessages = {
  title: filesOf,
  counts: (photos, videos) =>
    [photos > 0 ? `${number(photos)} фото` : '', videos > 0 ? `${number(videos)} видео` : '']
      .filter(Boolean)
      .join(', '),
  addFiles: 'Добавить файлы…',
  addFolder: 'Добавить папку…',
  startAnew: 'Начать заново…',
  startAnewNow: 'Начать заново',
  startAnewQuestion: 'Забыть все файлы и решения?',
  startAnewExplanation: 'Оригиналы и экспортированные копии останутся на своих местах.',
  finding: (finished, total) => `Поиск лиц: ${number(finished)} из ${number(total)}`,
  paused: (finished, total) => `Приостановлено: ${number(finished)} из ${number(total)}`,
  timeLeft: (seconds) => `осталось примерно ${duration(seconds)}`,
  pause: 'Приостановить',
  resume: 'Продолжить',
  stop: 'Остановить',
  filters: {
    all: 'Все',
    waiting: 'Ждут',
    'to-review': 'Просмотреть',
    'looked-at': 'Просмотренные',
    withheld: 'Задержанные',
    'left-out': 'Пропущенные',
    safe: 'Безопасные',
  },
  filtersLabel: 'Показать',
  gridLabel: 'Файлы',
  nothingHere: 'Здесь нет файлов',
  faces: (amount) => (amount === 0 ? 'Лиц не найдено' : count(amount, 'лицо', 'лица', 'лиц')),
  people: (amount) => (amount === 0 ? 'Никого не найдено' : count(amount, 'человек', 'человека', 'человек')),
  uncertain: (amount) => `${number(amount)} под вопросом`,
  status: {
    waiting: 'Ждёт',
    finding: 'Поиск',
    found: 'Просмотреть',
    'looked-at': 'Просмотрено',
    'export-waiting': 'Ждёт экспорта',
    exporting: 'Экспорт',
    safe: 'Безопасно',
    withheld: 'Задержано',
    refused: 'Пропущено',
    failed: 'Ошибка',
    canceled: 'Остановлено',
  },
  remove: 'Убрать из списка',
  toReview: (amount) => `Осталось просмотреть: ${filesOf(amount)}`,
  allLookedAt: 'Всё просмотрено',
  leftOut: (amount) => `пропущено: ${filesOf(amount)}`,
  review: 'Просмотреть',
  goToExport: 'Экспорт…',
}

export const exporting: ExportMessages = {
  title: 'Экспорт безопасных копий',
  count: (amount) => `Готово: ${filesOf(amount)}`,
  notLookedAt: (amount) =>
    `Вы ещё не просмотрели ${filesOf(amount)}. Найденные лица будут закрыты, но только вы увидите, что пропущено.`,
  lookFirst: 'Сначала просмотреть',
  stillSearching: (amount) =>
    `Поиск лиц ещё идёт, осталось: ${filesOf(amount)}. Приостановите его, чтобы экспортировать то, что готово.`,
  notSearched: (amount) => `Лица ещё не искали: ${filesOf(amount)}. В этот экспорт они не войдут.`,
  folder: 'Папка для копий',
  folderWhy: 'Выберите пустую папку. В ней ничего не перезаписывается.',
  chooseFolder: 'Выбрать папку…',
  changeFolder: 'Изменить…',
  style: 'Как закрывать лица',
  styles: { fill: 'Сплошь', pixelate: 'Мозаика', blur: 'Размытие' },
  styleWhy: {
    fill: 'От лица ничего не остаётся. Единственный способ, который нельзя обратить.',
    pixelate: 'Крупные квадраты. От лица кое-что остаётся: не для людей, которым это может навредить.',
    blur: 'Размытие можно обратить: программы узнают от 80 до 96 % размытых лиц. Никогда не используйте его для людей, которым это может навредить.',
  },
  recommended: 'Советуем',
  styleVideos: 'В видео лица всегда закрываются сплошь.',
  extent: 'Что закрывать',
  extents: {
    faces: 'Лица',
    heads: 'Головы целиком',
    people: 'Людей целиком',
  },
  extentWhy: {
    faces: 'Лицо и то, что вокруг него.',
    heads: 'Также волосы, уши и головные уборы, и головы людей, чьё лицо не найдено. Одежду по-прежнему видно.',
    people: 'Целые фигуры прямоугольниками везде, где найден человек. От крупного плана почти ничего не остаётся.',
  },
  extentPreview: 'Предпросмотр показывает не всё: посмотрите на готовые копии.',
  photosOnly: 'Только для фото: видео экспортируются без этого.',
  color: 'Цвет',
  colors: { gray: 'Серый', black: 'Чёрный', white: 'Белый' },
  margin: 'Закрывать вокруг лица',
  marginWhy: 'Волосы, уши и подбородок тоже выдают человека. Наименьшее значение — 30 %.',
  pictures: 'Фото',
  format: 'Формат',
  formatKeep: 'Как у оригинала',
  formatWhy: 'Каждая копия записывается заново, поэтому из исходного файла ничего не переходит.',
  size: 'Размер',
  sizeKeep: 'Как у оригинала',
  sizeAtMost: (pixels) => `Не больше ${number(pixels)} ${choose(pixels, 'пикселя', 'пикселей', 'пикселей')}`,
  sizeWhy: 'На снимках и видео меньшего размера меньше того, что может выдать человека.',
  names: 'Имена файлов',
  namesNeutral: 'Нейтральные',
  namesKeep: 'Как у оригиналов',
  namesWhy: {
    neutral: 'Имена вроде photo-7k2m9xqd.jpg ничего не рассказывают.',
    keep: 'Имя может выдать дату, камеру или человека. Оставляйте имена, только если вы их просмотрели.',
  },
  keepFolders: 'Сохранить папки',
  keepFoldersWhy: {
    neutral: 'Папки тоже получат нейтральные имена.',
    keep: 'Имена папок повторяются такими, какие они есть.',
  },
  videos: 'Видео',
  quality: 'Качество',
  qualities: { small: 'Малый файл', standard: 'Обычное', high: 'Высокое' },
  qualityWhy: 'Обычное качество на телефоне выглядит как оригинал.',
  sound: 'Звук',
  sounds: {
    remove: 'Удалить',
    keep: 'Оставить',
    distort: 'Исказить голоса',
  },
  soundWhy: {
    remove: 'Голос выдаёт человека так же, как лицо.',
    keep: 'Каждого, кто говорит, можно узнать по голосу. Оставляйте звук, только если это никому не повредит.',
    distort:
      'Голоса звучат иначе, но эксперты могут их узнать: слова, говор и ритм остаются. Не для людей, которым это может навредить.',
  },
  compatible: 'Для старых проигрывателей',
  compatibleWhy: 'Такое видео покажет любой проигрыватель. HDR и тонкие оттенки цвета теряются.',
  poster: 'Также стоп-кадр каждого видео',
  posterWhy: 'Он берётся из закрытой копии и проверяется, как фото.',
  traces: 'Сильнее скрыть следы',
  roundSize: 'Обычный размер снимка',
  roundSizeWhy:
    'Тогда размер меньше говорит о камере и о том, что обрезано. Пропорции могут измениться не больше чем на 1,5 %. Ничего другого это не скрывает.',
  defeatFingerprint: 'Ослабить отпечаток камеры',
  defeatFingerprintWhy:
    'Каждая матрица оставляет узор, по которому можно связать снимки одной камеры. Он сглаживается, искажается и закрывается шумом; фото становятся меньше и менее резкими. Это не гарантия: тот, у кого много снимков вашей камеры, может связать их и так.',
  details: 'Больше настроек',
  start: (amount) => `Экспортировать ${filesOf(amount)}`,
  nothingToExport: 'Пока нечего экспортировать',
}

export const settings: SettingsMessages = {
  title: 'Настройки',
  language: 'Язык',
  languageSystem: 'Как на компьютере',
  theme: 'Вид',
  themes: { system: 'Как на компьютере', light: 'Светлый', dark: 'Тёмный' },
  textSize: 'Размер текста',
  thoroughness: 'Насколько тщательно искать лица',
  levels: { fast: 'Быстро', balanced: 'Обычно', thorough: 'Тщательно' },
  levelWhy: {
    fast: 'Для старых компьютеров. Чаще пропускает маленькие лица.',
    balanced: 'Подходит для большинства снимков.',
    thorough: 'Для толпы. Занимает в несколько раз больше времени.',
  },
  keptOnly: 'Запоминаются только эти настройки. Файлы и решения забываются, когда вы закрываете окно.',
}
