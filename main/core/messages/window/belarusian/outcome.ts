import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, choose, count } from './screens.js'

const { number } = amounts
const filesOf = (amount: number): string => count(amount, 'файл', 'файлы', 'файлаў')

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'Каардынаты GPS',
  place: 'Назвы месцаў',
  person: 'Імёны людзей',
  serial: 'Серыйны нумар камеры ці аб’ектыва',
  'hidden-picture': 'Схаваны відарыс',
  'hidden-video': 'Схаванае відэа',
  thumbnail: 'Паменшаны відарыс, на якім яшчэ відаць твары',
  device: 'Камера ці тэлефон',
  time: 'Дата і час',
  text: 'Тэксты і ключавыя словы',
  history: 'Гісторыя змен',
  software: 'Назвы праграм',
  'hidden-data': 'Схаваныя даныя',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Экспарт: ${number(finished)} з ${number(total)}`,
  stop: 'Спыніць',
  safe: (amount) =>
    choose(
      amount,
      `${number(amount)} файл можна публікаваць`,
      `${number(amount)} файлы можна публікаваць`,
      `${number(amount)} файлаў можна публікаваць`,
    ),
  safeNone: 'Ніводзін файл не выпушчаны',
  needYou: (amount) => `Патрабуюць вашай увагі: ${filesOf(amount)}`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'Ён не выпушчаны. Паглядзіце яго, папраўце і экспартуйце яшчэ раз.'
      : 'Яны не выпушчаныя. Паглядзіце кожны, папраўце і экспартуйце яшчэ раз.',
  notExported: (amount) => `Прапушчана: ${filesOf(amount)}`,
  savedIn: 'Захавана ў папцы',
  openFolder: 'Адкрыць папку',
  lookAtIt: 'Паглядзець',
  exportAgain: 'Экспартаваць яшчэ раз',
  removedTitle: 'Што выдалена',
  removed: (kind, amount) => `${removed[kind]} · ${filesOf(amount)}`,
  covered: (amount) => `Закрыта месцаў: ${number(amount)}`,
  stays: (amount) => `Нехта застаецца бачным, як вы выбралі: ${filesOf(amount)}.`,
  watchFirst: (name, times) => `${name}: магчыма, кагосьці відаць: ${times}. Спачатку паглядзіце гэтыя моманты.`,
  lookYourself:
    'Паглядзіце кожную копію перад публікацыяй: адзенне, татуіроўкі, шыльды і месцы таксама могуць выдаць чалавека.',
  bareHeads: (amount) =>
    `Ёсць нехта з незакрытай галавой, са спіны або з незаўважаным тварам: ${filesOf(amount)}. Паглядзіце ${amount === 1 ? 'гэты файл' : 'кожны з іх'}.`,
  watchVideos:
    'Прагледзьце кожнае відэа ад пачатку да канца: у нашых выпрабаваннях прыкладна аднаго чалавека са 100 было відаць у якім-небудзь кадры.',
  posterMissing: (name, reason) => `Няма стоп-кадра з ${name}: ${reason}`,
  report: 'Захаваць справаздачу…',
  reportTitle: 'Захаваць справаздачу',
  reportKinds: { shareable: 'Каб перадаць іншым', own: 'Для сябе' },
  reportWhy: {
    shareable: 'Толькі колькасць і прычыны: ні імёнаў файлаў, ні месцаў, ні тых, хто застаецца бачным.',
    own: 'Таксама файлы з папкамі і хто, дзе і чаму застаецца бачным. Не кладзіце яе побач з тым, што публікуеце.',
  },
  reportSaved: (name) => `Захавана: ${name}.`,
  backToFiles: 'Назад да файлаў',
  startAnew: 'Пачаць нанова…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Праверыць папку',
  verifyLead:
    'Ці можна публікаваць гэтую папку? У кожным файле правяраецца кожны байт і шукаюцца твары: фота аглядаюцца цалкам, відэа каля шасці разоў за секунду.',
  verifyChoose: 'Выбраць папку…',
  verifyRunning: (amount) => `Праверана: ${filesOf(amount)}…`,
  verifyClean: (amount) => `Праверана: ${filesOf(amount)}, нічога не знойдзена`,
  verifyWanting: (amount) => `Нельга публікаваць: ${filesOf(amount)}`,
  verifySound: (amount) =>
    `Відэа з гукам: ${number(amount)}. Кожнага, хто гаворыць, можна пазнаць па голасе. Публікуйце гук, толькі калі гэта нікому не пашкодзіць.`,
  hasSound: 'ёсць гук',
  verifySampled: (looked, frames) =>
    `У відэа твары шукалі не ва ўсіх кадрах, а ў ${number(looked)} з ${number(frames)}: паглядзіце кожнае відэа самі.`,
  verifyEmpty: 'У гэтай папцы няма файлаў',
  clean: 'Нічога не знойдзена',
  findings: (amount) => count(amount, 'знаходка', 'знаходкі', 'знаходак'),
  notExamined: 'Не праверана',
  inspectTitle: 'Зазірнуць у файл',
  inspectLead: 'Што гэтае фота ці відэа расказала б пра вас, калі адправіць яго як ёсць?',
  inspectChoose: 'Выбраць файл…',
  inspectWorking: 'Зазіраем у файл…',
  another: 'Выбраць іншае',
  nothingTold: 'Гэты файл не расказвае нічога, апроч самога відарыса',
  tells: (amount) => `Апроч відарыса, у файле ёсць яшчэ звесткі: ${number(amount)}`,
  size: 'Відарыс',
  faces: (amount) => (amount === 0 ? 'Твараў не знойдзена' : count(amount, 'твар', 'твары', 'твараў')),
  technical: (amount) => count(amount, 'тэхнічнае поле', 'тэхнічныя палі', 'тэхнічных палёў'),
  useIt: 'Перацягніце яго на першую старонку, каб атрымаць бяспечную копію.',
}
