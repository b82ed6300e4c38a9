import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, choose, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} Мпікс`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'Файл пусты. Скапіруйце яго з камеры ці тэлефона яшчэ раз.'
    case 'not-a-picture':
      return 'Гэта не фота і не відэа, вядомае праграме Zaslona.'
    case 'unsupported-format':
      return `${printable(reason.format)} пакуль не падтрымліваецца. Калі гэта фота, захавайце яго як JPEG або PNG і дадайце копію.`
    case 'truncated':
      return 'Не хапае канца файла. Скапіруйце яго з камеры ці тэлефона яшчэ раз.'
    case 'corrupt':
      return 'Файл пашкоджаны, і яго нельга бяспечна прачытаць. Скапіруйце яго яшчэ раз.'
    case 'too-many-pixels':
      return `Памер ${megapixels(reason.pixels)} большы за дазволены (${megapixels(reason.limit)}). Захавайце меншую копію і дадайце яе.`
    case 'too-many-frames':
      return `Кадраў: ${number(reason.frames)}, дазволена не больш за ${number(reason.limit)}. Падзяліце файл і дадайце часткі.`
    case 'file-too-large':
      return `Памер ${bytes(reason.sizeBytes)} большы за дазволены (${bytes(reason.limitBytes)}). Захавайце меншую копію і дадайце яе.`
    case 'not-a-regular-file':
      return 'Гэта прылада або нешта падобнае, а не файл.'
    case 'link-loop':
      return 'Гэтая спасылка вядзе сама на сябе.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'У вас няма дазволу чытаць гэты файл. Скапіруйце яго ў сваю папку.'
        : `Файл нельга прачытаць (${printable(reason.systemCode)}). Праверце, ці падлучаны дыск.`
    case 'vanished':
      return 'Файл тым часам перанеслі або выдалілі. Дадайце яго яшчэ раз.'
    case 'changed':
      return 'Файл тым часам змяніўся. Дачакайцеся, пакуль ён будзе гатовы, і дадайце яго яшчэ раз.'
    case 'sidecar':
      return 'Запісы, якія камера ці праграма трымае побач з фота. Яны не капіруюцца; не публікуйце іх.'
    case 'not-for-videos':
      return 'Адзін з выбраных параметраў дзейнічае толькі для фота. Экспартуйце відэа асобна, без яго.'
    case 'nothing-in-part':
      return 'У выбраным адрэзку відэа няма ніводнага кадра.'
    case 'unsupported-sound':
      return `Гук (${printable(reason.codec)}) не ўдаецца прачытаць. Экспартуйце відэа без гуку.`
    case 'no-video-codec':
      return 'Для відэа патрэбны FFmpeg, а на гэтым камп’ютары яго няма. Усталюйце FFmpeg (праграмы ffmpeg і ffprobe) і адкрыйце Zaslona зноў.'
    case 'ffmpeg-unusable':
      return 'Праграму FFmpeg на гэтым камп’ютары нельга выкарыстаць: яе няма, яна старэйшая за версію 5.1 або сабраная без патрэбнага кадавальніка. Усталюйце свежы FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `З FFmpeg у выглядзе асобнай праграмы гэта відэа нельга надзейна апрацаваць: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} не змяшчае рухомых відарысаў. Выберыце WebP або «Як у арыгінала».`
    case 'pages':
      return `${format} змяшчае толькі адну старонку. Выберыце TIFF або «Як у арыгінала».`
    case 'size':
      return `Фота завялікае для ${format}. Выберыце іншы фармат або меншы памер.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Чытанне файла скончылася збоем. Ён можа быць пашкоджаны або зламысны: прапусціце яго.'
    case 'timed-out':
      return `Не скончана за адведзены час (${duration(reason.limitMs / 1_000)}). Файл можа быць пашкоджаны або зламысны: прапусціце яго.`
    case 'out-of-memory':
      return 'Камп’ютару не хапае памяці. Закрыйце іншыя праграмы або дадайце меншую копію.'
    case 'disk-full':
      return 'Дыск запоўнены. Вызваліце месца або выберыце іншую папку і экспартуйце яшчэ раз.'
    case 'not-enough-space':
      return `Для копіі трэба каля ${bytes(reason.neededBytes)}, а свабодна толькі ${bytes(reason.freeBytes)}. Вызваліце месца або выберыце іншую папку і экспартуйце яшчэ раз.`
    case 'output-unwritable':
      return `У гэтую папку нельга запісваць (${printable(reason.systemCode)}). Выберыце іншую.`
    case 'output-exists':
      return `У папцы ўжо ёсць файл ${printable(reason.name)}, а файлы ніколі не перазапісваюцца. Выберыце пустую папку.`
    case 'encode-failed':
      return 'Копію не ўдалося запісаць. Паспрабуйце іншы фармат.'
    case 'internal':
      return `Памылка Zaslona (${printable(reason.detail)}); з гэтага файла нічога не выпушчана. Паведаміце нам пра гэта, без самога здымка.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `Копія не прайшла праверку (${count(amount, 'знаходка', 'знаходкі', 'знаходак')}). Паспрабуйце іншы фармат.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `Здаецца, на копіі яшчэ відаць ${choose(amount, `${number(amount)} твар`, `${number(amount)} твары`, `${number(amount)} твараў`)}. Закрыйце тое, чаго не хапае, і экспартуйце яшчэ раз.`
  }
}

const frame = (index: number): string => (index > 0 ? `кадр ${number(index + 1)}: ` : '')
const differences = { size: 'іншы памер', frames: 'іншую колькасць кадраў', format: 'іншы фармат' } as const
function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'ёсць гук: кожнага, хто гаворыць, можна пазнаць па голасе'
    case 'frames-sampled':
      return `твары шукалі не ва ўсіх кадрах, а ў ${number(told.looked)} з ${number(told.frames)}`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `частка, якой няма ў чыстым файле: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)}, якія не належаць відарысу`
    case 'malformed-part':
      return `частка, у якой ёсць нешта лішняе: ${printable(found.part)}`
    case 'hidden-picture':
      return `схаваны відарыс: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}колеры пад празрыстымі месцамі, якія можна праявіць`
    case 'metadata-remains':
      return `тое, што расказвае арыгінал: ${printable(found.field)}`
    case 'undecodable':
      return 'відарыс, які не адкрываецца'
    case 'unknown-format':
      return 'фармат, за які Zaslona не можа паручыцца'
    case 'picture-differs':
      return `відарыс мае ${differences[found.what]}, чым было запісана`
    case 'sound-differs':
      return 'гук не такі, які быў выбраны'
    case 'person-inconsistent':
      return `чалавек, закрыты на іншых здымках (${number(found.covered)})`
    case 'region-uncovered':
      return `${frame(found.frame)}месца, закрытае не цалкам`
    case 'face-visible':
      return `${frame(found.frame)}відаць твар (${percent(clamped(found.box.x))} злева, ${percent(clamped(found.box.y))} зверху)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'дата файла, якая кажа, калі ён зроблены або зменены'
        : `звесткі, якія дыск захоўвае пра файл: ${printable(found.name)}`
  }
}

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'Файл з такой назвай ужо ёсць. Выберыце іншую назву: нічога не перазапісваецца.'
    case 'report-unwritable':
      return `Справаздачу не ўдалося захаваць у гэтай папцы (${printable(error.systemCode)}). Выберыце іншую.`
    case 'reference-unusable':
      return 'На ўзоры павінен быць выразна бачны роўна адзін твар. Выберыце іншы здымак.'
    case 'output-inside-input':
      return 'Гэтая папка ляжыць у той, якую вы дадалі. Выберыце іншую, каб арыгіналы і копіі не змяшаліся.'
    case 'input-inside-output':
      return 'У гэтай папцы ляжаць вашы арыгіналы. Выберыце іншую, каб арыгіналы і копіі не змяшаліся.'
    case 'output-not-a-folder':
      return 'Гэта не папка. Выберыце папку для копій.'
    case 'output-unwritable':
      return `У гэтую папку нельга запісваць (${printable(error.systemCode)}). Выберыце іншую.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'Мадэль пошуку твараў адсутнічае або пашкоджаная, таму нічога не апрацоўваецца. Усталюйце Zaslona нанова.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Спынена.'
    case 'engine-ended':
      return 'Частка праграмы, якая апрацоўвае файлы, нечакана спынілася. Нічога неправеранага не выпушчана. Паспрабуйце яшчэ раз.'
    case 'unknown-item':
      return 'Гэтага файла ўжо няма ў спісе.'
    case 'no-output':
      return 'Спачатку выберыце папку для копій.'
    case 'not-now':
      return 'Зараз гэта немагчыма. Дачакайцеся канца працы або спыніце яе.'
    case 'invalid-request':
    case 'internal':
      return `Памылка Zaslona (${printable(error.detail)}). Нічога незавершанага не выпушчана. Паведаміце нам пра гэта.`
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
    location: 'Дзе зроблена',
    time: 'Калі зроблена або зменена',
    device: 'Камера ці тэлефон',
    person: 'Людзі',
    text: 'Тэксты',
    software: 'Праграмы',
    thumbnail: 'Паменшаны відарыс, на якім можа быць відаць закрытае або абрэзанае',
    'hidden-picture': 'Схаваныя відарысы',
    'hidden-video': 'Схаванае відэа',
    'hidden-data': 'Схаваныя даныя',
    history: 'Гісторыя змен',
    color: 'Каляровы профіль',
    other: 'Іншае',
  },
  timedTrack: {
    gopro: 'тэлеметрыя GoPro: месцазнаходжанне, хуткасць і рухі',
    'camera-motion': 'рухі камеры з месцазнаходжаннем',
    dji: 'тэлеметрыя DJI: месцазнаходжанне і рухі',
    camera: 'уласныя запісы камеры: налады і рухі, часта серыйны нумар, часам месцазнаходжанне',
    apple: 'метаданыя Apple па часе: рухі тэлефона, знойдзеныя твары, часам месцазнаходжанне',
    timed: 'метаданыя па часе; дроны пішуць туды сваё месцазнаходжанне',
    'time-code': 'часавы код: калі зроблены запіс па гадзінніку камеры',
    subtitles: 'субцітры або раздзелы; дроны пішуць туды сваё месцазнаходжанне',
  },
  stage: {
    read: 'чытанне',
    detect: 'пошук твараў',
    redact: 'закрыццё',
    verify: 'праверка копіі',
    release: 'выпуск',
  },
  keep: { consented: 'ёсць згода', 'public-figure': 'публічная асоба', 'not-a-face': 'гэта не твар' },
  canceled: 'Спынена.',
}
