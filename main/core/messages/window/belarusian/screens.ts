import { createAmounts, threeForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = threeForms('be')
export function count(amount: number, one: string, few: string, rest: string): string {
  return `${number(amount)} ${choose(amount, one, few, rest)}`
}

export const amounts = createAmounts('be', {
  bytes: ['Б', 'кБ', 'МБ', 'ГБ', 'ТБ'],
  duration: {
    second: (amount) => count(amount, 'секунда', 'секунды', 'секунд'),
    minute: (amount) => count(amount, 'хвіліна', 'хвіліны', 'хвілін'),
    hour: (amount) => count(amount, 'гадзіна', 'гадзіны', 'гадзін'),
  },
})
const { number, duration } = amounts
const filesOf = (amount: number): string => count(amount, 'файл', 'файлы', 'файлаў')

export const common: CommonMessages = {
  steps: { add: 'Дадаць', review: 'Прагледзець', export: 'Экспартаваць' },
  stepsLabel: 'Крокі',
  tools: 'Інструменты',
  settings: 'Налады',
  help: 'Клавішы і даведка',
  closeNow: 'Закрыць зараз',
  closeNowHint: 'Закрывае адразу і нічога не пакідае',
  close: 'Закрыць',
  cancel: 'Скасаваць',
  loading: 'Хвілінку…',
  dropHere: 'Адпусціце, каб дадаць',
  dismiss: 'Схаваць',
  engineRestarted: (times) =>
    `Частка праграмы, якая апрацоўвае файлы, нечакана спынілася і была запушчаная зноў${times > 1 ? ` (${count(times, 'раз', 'разы', 'разоў')})` : ''}. Нічога неправеранага не выпушчана.`,
  engineRestartedOn: 'Яна працавала над:',
  pictureUnavailable: 'Няма відарыса',
}

export const start: StartMessages = {
  title: 'Перацягніце фота і відэа сюды',
  chooseFiles: 'Выбраць файлы…',
  chooseFolder: 'Выбраць папку…',
  staysHere: 'Усё адбываецца на гэтым камп’ютары. Нічога нікуды не адпраўляецца.',
  promises: [
    'Кожны знойдзены твар закрываецца. Вы адзін раз праглядаеце і дадаяце тое, чаго не хапае.',
    'Месца, час, камера і ўсё іншае, пра што расказвае файл, выдаляецца.',
    'Копія выпускаецца толькі пасля паўторнай праверкі. Арыгіналы застаюцца такімі, як былі.',
  ],
  listing: 'Глядзім, што вы дадалі…',
  limitsTitle: 'Перш чым пачаць',
  limits:
    'Zaslona закрывае твары. Адзенне, татуіроўкі, шыльды, месцы і людзі побач таксама могуць выдаць чалавека: паглядзіце кожны здымак перад публікацыяй.',
  understood: 'Зразумела',
}

export const files: FilesMessages = {
  title: filesOf,
  counts: (photos, videos) =>
    [photos > 0 ? `${number(photos)} фота` : '', videos > 0 ? `${number(videos)} відэа` : '']
      .filter(Boolean)
      .join(', '),
  addFiles: 'Дадаць файлы…',
  addFolder: 'Дадаць папку…',
  startAnew: 'Пачаць нанова…',
  startAnewNow: 'Пачаць нанова',
  startAnewQuestion: 'Забыць усе файлы і рашэнні?',
  startAnewExplanation: 'Арыгіналы і экспартаваныя копіі застануцца на сваіх месцах.',
  finding: (finished, total) => `Пошук твараў: ${number(finished)} з ${number(total)}`,
  paused: (finished, total) => `Прыпынена: ${number(finished)} з ${number(total)}`,
  timeLeft: (seconds) => `засталося прыкладна ${duration(seconds)}`,
  pause: 'Прыпыніць',
  resume: 'Працягнуць',
  stop: 'Спыніць',
  filters: {
    all: 'Усе',
    waiting: 'Чакаюць',
    'to-review': 'Прагледзець',
    'looked-at': 'Прагледжаныя',
    withheld: 'Затрыманыя',
    'left-out': 'Прапушчаныя',
    safe: 'Бяспечныя',
  },
  filtersLabel: 'Паказаць',
  gridLabel: 'Файлы',
  nothingHere: 'Тут няма файлаў',
  faces: (amount) => (amount === 0 ? 'Твараў не знойдзена' : count(amount, 'твар', 'твары', 'твараў')),
  people: (amount) => (amount === 0 ? 'Нікога не знойдзена' : count(amount, 'чалавек', 'чалавекі', 'чалавек')),
  uncertain: (amount) => `${number(amount)} пад пытаннем`,
  status: {
    waiting: 'Чакае',
    finding: 'Пошук',
    found: 'Прагледзець',
    'looked-at': 'Прагледжана',
    'export-waiting': 'Чакае экспарту',
    exporting: 'Экспарт',
    safe: 'Бяспечна',
    withheld: 'Затрымана',
    refused: 'Прапушчана',
    failed: 'Памылка',
    canceled: 'Спынена',
  },
  remove: 'Прыбраць са спіса',
  toReview: (amount) => `Засталося прагледзець: ${filesOf(amount)}`,
  allLookedAt: 'Усё прагледжана',
  leftOut: (amount) => `прапушчана: ${filesOf(amount)}`,
  review: 'Прагледзець',
  goToExport: 'Экспарт…',
}

export const exporting: ExportMessages = {
  title: 'Экспарт бяспечных копій',
  count: (amount) => `Гатова: ${filesOf(amount)}`,
  notLookedAt: (amount) =>
    `Вы яшчэ не прагледзелі ${filesOf(amount)}. Знойдзеныя твары будуць закрытыя, але толькі вы ўбачыце, што прапушчана.`,
  lookFirst: 'Спачатку прагледзець',
  stillSearching: (amount) =>
    `Пошук твараў яшчэ ідзе, засталося: ${filesOf(amount)}. Прыпыніце яго, каб экспартаваць тое, што гатова.`,
  notSearched: (amount) => `Твары яшчэ не шукаліся: ${filesOf(amount)}. У гэты экспарт яны не ўвойдуць.`,
  folder: 'Папка для копій',
  folderWhy: 'Выберыце пустую папку. У ёй нічога не перазапісваецца.',
  chooseFolder: 'Выбраць папку…',
  changeFolder: 'Змяніць…',
  style: 'Як закрываць твары',
  styles: { fill: 'Суцэльна', pixelate: 'Мазаіка', blur: 'Размыццё' },
  styleWhy: {
    fill: 'Ад твару нічога не застаецца. Адзіны спосаб, які нельга павярнуць назад.',
    pixelate: 'Буйныя квадраты. Ад твару сёе-тое застаецца: не для людзей, якім гэта можа пашкодзіць.',
    blur: 'Размыццё можна павярнуць назад: праграмы пазнаюць ад 80 да 96 % размытых твараў. Ніколі не ўжывайце яго для людзей, якім гэта можа пашкодзіць.',
  },
  recommended: 'Раім',
  styleVideos: 'У відэа твары заўсёды закрываюцца суцэльна.',
  extent: 'Што закрываць',
  extents: {
    faces: 'Твары',
    heads: 'Галовы цалкам',
    people: 'Людзей цалкам',
  },
  extentWhy: {
    faces: 'Твар і тое, што вакол яго.',
    heads: 'Таксама валасы, вушы і галаўныя ўборы, і галовы людзей, чые твары не знойдзены. Адзенне застаецца бачным.',
    people: 'Цэлыя постаці прамавугольнікамі ўсюды, дзе знойдзены чалавек. Ад буйнога плана амаль нічога не застаецца.',
  },
  extentPreview: 'Папярэдні прагляд паказвае не ўсё: паглядзіце на гатовыя копіі.',
  photosOnly: 'Толькі для фота: відэа экспартуюцца без гэтага.',
  color: 'Колер',
  colors: { gray: 'Шэры', black: 'Чорны', white: 'Белы' },
  margin: 'Закрываць вакол твару',
  marginWhy: 'Валасы, вушы і падбароддзе таксама выдаюць чалавека. Найменшае значэнне — 30 %.',
  pictures: 'Фота',
  format: 'Фармат',
  formatKeep: 'Як у арыгінала',
  formatWhy: 'Кожная копія запісваецца нанова, таму з арыгінальнага файла нічога не пераходзіць.',
  size: 'Памер',
  sizeKeep: 'Як у арыгінала',
  sizeAtMost: (pixels) => `Не больш за ${count(pixels, 'піксель', 'пікселі', 'пікселяў')}`,
  sizeWhy: 'На меншых здымках і відэа менш таго, што можа выдаць чалавека.',
  names: 'Назвы файлаў',
  namesNeutral: 'Нейтральныя',
  namesKeep: 'Як у арыгіналаў',
  namesWhy: {
    neutral: 'Назвы кшталту photo-7k2m9xqd.jpg нічога не расказваюць.',
    keep: 'Назва можа выдаць дату, камеру ці чалавека. Пакідайце назвы, толькі калі вы іх прагледзелі.',
  },
  keepFolders: 'Захаваць папкі',
  keepFoldersWhy: {
    neutral: 'Папкі таксама атрымаюць нейтральныя назвы.',
    keep: 'Назвы папак паўтараюцца такімі, якія яны ёсць.',
  },
  videos: 'Відэа',
  quality: 'Якасць',
  qualities: { small: 'Малы файл', standard: 'Звычайная', high: 'Высокая' },
  qualityWhy: 'Звычайная якасць на тэлефоне выглядае як арыгінал.',
  sound: 'Гук',
  sounds: {
    remove: 'Выдаліць',
    keep: 'Пакінуць',
    distort: 'Сказіць галасы',
  },
  soundWhy: {
    remove: 'Голас выдае чалавека гэтак жа, як твар.',
    keep: 'Кожнага, хто гаворыць, можна пазнаць па голасе. Пакідайце гук, толькі калі гэта нікому не пашкодзіць.',
    distort:
      'Галасы гучаць інакш, але эксперты могуць іх пазнаць: словы, гаворка і рытм застаюцца. Не для людзей, якім гэта можа пашкодзіць.',
  },
  compatible: 'Для старых прайгравальнікаў',
  compatibleWhy: 'Такое відэа пакажа любы прайгравальнік. HDR і тонкія адценні колераў губляюцца.',
  poster: 'Таксама стоп-кадр кожнага відэа',
  posterWhy: 'Ён бярэцца з закрытай копіі і правяраецца, як фота.',
  traces: 'Мацней схаваць сляды',
  roundSize: 'Звычайны памер здымка',
  roundSizeWhy:
    'Тады памер менш гаворыць пра камеру і пра тое, што абрэзана. Прапорцыі могуць змяніцца не больш як на 1,5 %. Нічога іншага гэта не хавае.',
  defeatFingerprint: 'Аслабіць адбітак камеры',
  defeatFingerprintWhy:
    'Кожная матрыца пакідае ўзор, па якім можна звязаць здымкі адной камеры. Ён згладжваецца, скажаецца і закрываецца шумам; фота робяцца меншымі і менш рэзкімі. Гэта не гарантыя: хто мае шмат здымкаў вашай камеры, можа звязаць іх і так.',
  details: 'Больш налад',
  start: (amount) => `Экспартаваць ${filesOf(amount)}`,
  nothingToExport: 'Пакуль няма чаго экспартаваць',
}

export const settings: SettingsMessages = {
  title: 'Налады',
  language: 'Мова',
  languageSystem: 'Як на камп’ютары',
  theme: 'Выгляд',
  themes: { system: 'Як на камп’ютары', light: 'Светлы', dark: 'Цёмны' },
  textSize: 'Памер тэксту',
  thoroughness: 'Наколькі старанна шукаць твары',
  levels: { fast: 'Хутка', balanced: 'Звычайна', thorough: 'Старанна' },
  levelWhy: {
    fast: 'Для старых камп’ютараў. Часцей прапускае малыя твары.',
    balanced: 'Падыходзіць для большасці здымкаў.',
    thorough: 'Для натоўпаў. Займае ў некалькі разоў больш часу.',
  },
  keptOnly: 'Запамінаюцца толькі гэтыя налады. Файлы і рашэнні забываюцца, калі вы закрываеце акно.',
}
