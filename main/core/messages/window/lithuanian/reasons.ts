import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, choose, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} Mpx`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'Failas tuščias. Nukopijuokite jį iš fotoaparato ar telefono dar kartą.'
    case 'not-a-picture':
      return 'Tai nėra „Zaslona“ žinoma nuotrauka ar vaizdo įrašas.'
    case 'unsupported-format':
      return `${printable(reason.format)} kol kas nepalaikomas. Jei tai nuotrauka, įrašykite ją kaip JPEG ar PNG ir pridėkite kopiją.`
    case 'truncated':
      return 'Trūksta failo pabaigos. Nukopijuokite jį iš fotoaparato ar telefono dar kartą.'
    case 'corrupt':
      return 'Failas sugadintas ir jo negalima saugiai perskaityti. Nukopijuokite jį dar kartą.'
    case 'too-many-pixels':
      return `Dydis ${megapixels(reason.pixels)} viršija leistiną (${megapixels(reason.limit)}). Įrašykite mažesnę kopiją ir pridėkite ją.`
    case 'too-many-frames':
      return `Kadrų: ${number(reason.frames)}, leidžiama ne daugiau kaip ${number(reason.limit)}. Padalykite failą ir pridėkite dalis.`
    case 'file-too-large':
      return `Dydis ${bytes(reason.sizeBytes)} viršija leistiną (${bytes(reason.limitBytes)}). Įrašykite mažesnę kopiją ir pridėkite ją.`
    case 'not-a-regular-file':
      return 'Tai įrenginys ar panašus dalykas, o ne failas.'
    case 'link-loop':
      return 'Ši nuoroda veda atgal į save.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'Neturite leidimo skaityti šio failo. Nukopijuokite jį į savo aplanką.'
        : `Failo nepavyksta perskaityti (${printable(reason.systemCode)}). Pažiūrėkite, ar diskas prijungtas.`
    case 'vanished':
      return 'Failas tuo tarpu buvo perkeltas ar ištrintas. Pridėkite jį dar kartą.'
    case 'changed':
      return 'Failas tuo tarpu pasikeitė. Palaukite, kol jis bus baigtas, ir pridėkite dar kartą.'
    case 'sidecar':
      return 'Įrašai, kuriuos fotoaparatas ar programa laiko šalia nuotraukos. Jie nekopijuojami; neskelbkite jų.'
    case 'not-for-videos':
      return 'Vienas iš pasirinkimų galioja tik nuotraukoms. Vaizdo įrašus eksportuokite atskirai, be jo.'
    case 'nothing-in-part':
      return 'Pasirinktoje vaizdo įrašo dalyje nėra nė vieno kadro.'
    case 'unsupported-sound':
      return `Garso (${printable(reason.codec)}) perskaityti nepavyksta. Eksportuokite vaizdo įrašą be garso.`
    case 'no-video-codec':
      return 'Vaizdo įrašams reikia FFmpeg, o šiame kompiuteryje jo nėra. Įdiekite FFmpeg (programas ffmpeg ir ffprobe) ir atverkite Zaslona iš naujo.'
    case 'ffmpeg-unusable':
      return 'Šiame kompiuteryje esančios programos FFmpeg naudoti negalima: jos nėra, ji senesnė nei 5.1 arba neturi reikiamo koduotuvo. Įdiekite naują FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `FFmpeg kaip atskira programa šio vaizdo įrašo patikimai apdoroti negali: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} netinka judantiems vaizdams. Pasirinkite WebP arba „Kaip originalo“.`
    case 'pages':
      return `${format} talpina tik vieną puslapį. Pasirinkite TIFF arba „Kaip originalo“.`
    case 'size':
      return `Nuotrauka per didelė ${format} formatui. Pasirinkite kitą formatą arba mažesnį dydį.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Failo skaitymas baigėsi strigtimi. Jis gali būti sugadintas ar kenkėjiškas: praleiskite jį.'
    case 'timed-out':
      return `Nebaigta per skirtą laiką (${duration(reason.limitMs / 1_000)}). Failas gali būti sugadintas ar kenkėjiškas: praleiskite jį.`
    case 'out-of-memory':
      return 'Kompiuteriui trūksta atminties. Uždarykite kitas programas arba pridėkite mažesnę kopiją.'
    case 'disk-full':
      return 'Diskas pilnas. Atlaisvinkite vietos arba pasirinkite kitą aplanką ir eksportuokite dar kartą.'
    case 'not-enough-space':
      return `Kopijai reikia apie ${bytes(reason.neededBytes)}, o laisva tik ${bytes(reason.freeBytes)}. Atlaisvinkite vietos arba pasirinkite kitą aplanką ir eksportuokite dar kartą.`
    case 'output-unwritable':
      return `Į šį aplanką negalima rašyti (${printable(reason.systemCode)}). Pasirinkite kitą.`
    case 'output-exists':
      return `Aplanke jau yra failas ${printable(reason.name)}, o failai niekada neperrašomi. Pasirinkite tuščią aplanką.`
    case 'encode-failed':
      return 'Kopijos nepavyko įrašyti. Išbandykite kitą formatą.'
    case 'internal':
      return `„Zaslona“ klaida (${printable(reason.detail)}); iš šio failo nieko neišleista. Praneškite apie ją, be paties vaizdo.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `Kopija nepraėjo patikrinimo (${count(amount, 'radinys', 'radiniai', 'radinių')}). Išbandykite kitą formatą.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `Atrodo, kad kopijoje dar ${choose(amount, `matyti ${number(amount)} veidas`, `matyti ${number(amount)} veidai`, `matyti ${number(amount)} veidų`)}. Uždenkite, ko trūksta, ir eksportuokite dar kartą.`
  }
}

const frame = (index: number): string => (index > 0 ? `kadras ${number(index + 1)}: ` : '')
const differences = { size: 'kitokio dydžio', frames: 'su kitu kadrų skaičiumi', format: 'kito formato' } as const
function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'yra garso: kiekvieną kalbantį galima atpažinti iš balso'
    case 'frames-sampled':
      return `veidų ieškota ne visuose kadruose, o ${number(told.looked)} iš ${number(told.frames)}`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `dalis, kurios švariame faile nėra: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)}, nepriklausantys vaizdui`
    case 'malformed-part':
      return `dalis, kurioje yra tai, ko neturėtų būti: ${printable(found.part)}`
    case 'hidden-picture':
      return `paslėptas vaizdas: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}spalvos po permatomomis vietomis, kurias galima išryškinti`
    case 'metadata-remains':
      return `tai, ką atskleidžia originalas: ${printable(found.field)}`
    case 'undecodable':
      return 'vaizdas, kurio nepavyksta atverti'
    case 'unknown-format':
      return 'formatas, už kurį „Zaslona“ negali laiduoti'
    case 'picture-differs':
      return `vaizdas ${differences[found.what]}, nei buvo įrašyta`
    case 'sound-differs':
      return 'garsas ne toks, koks buvo pasirinktas'
    case 'person-inconsistent':
      return `žmogus, uždengtas kitose nuotraukose (${number(found.covered)})`
    case 'region-uncovered':
      return `${frame(found.frame)}ne visai uždengta vieta`
    case 'face-visible':
      return `${frame(found.frame)}matomas veidas (${percent(clamped(found.box.x))} nuo kairės, ${percent(clamped(found.box.y))} nuo viršaus)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'failo data, kuri pasako, kada jis sukurtas ar pakeistas'
        : `duomenys, kuriuos diskas laiko apie failą: ${printable(found.name)}`
  }
}

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'Failas tokiu pavadinimu jau yra. Pasirinkite kitą pavadinimą: niekas neperrašoma.'
    case 'report-unwritable':
      return `Ataskaitos nepavyko čia išsaugoti (${printable(error.systemCode)}). Pasirinkite kitą aplanką.`
    case 'reference-unusable':
      return 'Pavyzdinėje nuotraukoje turi būti aiškiai matomas lygiai vienas veidas. Pasirinkite kitą.'
    case 'output-inside-input':
      return 'Šis aplankas yra tame, kurį pridėjote. Pasirinkite kitą, kad originalai ir kopijos nesusimaišytų.'
    case 'input-inside-output':
      return 'Šiame aplanke yra jūsų originalai. Pasirinkite kitą, kad originalai ir kopijos nesusimaišytų.'
    case 'output-not-a-folder':
      return 'Tai ne aplankas. Pasirinkite aplanką kopijoms.'
    case 'output-unwritable':
      return `Į šį aplanką negalima rašyti (${printable(error.systemCode)}). Pasirinkite kitą.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'Veidų paieškos modelio nėra arba jis sugadintas, todėl niekas neapdorojama. Įdiekite „Zaslona“ iš naujo.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Sustabdyta.'
    case 'engine-ended':
      return 'Failus apdorojanti programos dalis netikėtai sustojo. Nieko nepatikrinto neišleista. Bandykite dar kartą.'
    case 'unknown-item':
      return 'Šio failo sąraše nebėra.'
    case 'no-output':
      return 'Pirma pasirinkite aplanką kopijoms.'
    case 'not-now':
      return 'Dabar tai neįmanoma. Palaukite, kol darbas baigsis, arba sustabdykite jį.'
    case 'invalid-request':
    case 'internal':
      return `„Zaslona“ klaida (${printable(error.detail)}). Nieko nebaigto neišleista. Praneškite apie ją.`
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
    location: 'Kur sukurta',
    time: 'Kada sukurta ar pakeista',
    device: 'Fotoaparatas ar telefonas',
    person: 'Žmonės',
    text: 'Tekstai',
    software: 'Programos',
    thumbnail: 'Sumažintas vaizdas, kuriame gali matytis tai, kas uždengta ar nukirpta',
    'hidden-picture': 'Paslėpti vaizdai',
    'hidden-video': 'Paslėptas vaizdo įrašas',
    'hidden-data': 'Paslėpti duomenys',
    history: 'Keitimų istorija',
    color: 'Spalvų profilis',
    other: 'Kita',
  },
  timedTrack: {
    gopro: 'GoPro telemetrija: vieta, greitis ir judesiai',
    'camera-motion': 'kameros judesiai ir jos vieta',
    dji: 'DJI telemetrija: vieta ir judesiai',
    camera: 'pačios kameros įrašai: nuostatos ir judesiai, dažnai serijos numeris, kartais vieta',
    apple: '„Apple“ metaduomenys pagal laiką: telefono judesiai, rasti veidai, kartais vieta',
    timed: 'metaduomenys pagal laiką; dronai ten įrašo savo vietą',
    'time-code': 'laiko kodas: kada įrašyta pagal kameros laikrodį',
    subtitles: 'subtitrai arba skyriai; dronai ten įrašo savo vietą',
  },
  stage: {
    read: 'skaitoma',
    detect: 'ieškoma veidų',
    redact: 'uždengiama',
    verify: 'tikrinama kopija',
    release: 'išleidžiama',
  },
  keep: { consented: 'yra sutikimas', 'public-figure': 'viešas asmuo', 'not-a-face': 'tai ne veidas' },
  canceled: 'Sustabdyta.',
}
