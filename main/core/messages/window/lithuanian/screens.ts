import { createAmounts, threeForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = threeForms('lt')
export function count(amount: number, one: string, few: string, rest: string): string {
  return `${number(amount)} ${choose(amount, one, few, rest)}`
}

export const amounts = createAmounts('lt', {
  bytes: ['B', 'kB', 'MB', 'GB', 'TB'],
  duration: {
    second: (amount) => count(amount, 'sekundė', 'sekundės', 'sekundžių'),
    minute: (amount) => count(amount, 'minutė', 'minutės', 'minučių'),
    hour: (amount) => count(amount, 'valanda', 'valandos', 'valandų'),
  },
})
const { number, duration } = amounts
const filesOf = (amount: number): string => count(amount, 'failas', 'failai', 'failų')

export const common: CommonMessages = {
  steps: { add: 'Pridėti', review: 'Peržiūrėti', export: 'Eksportuoti' },
  stepsLabel: 'Žingsniai',
  tools: 'Įrankiai',
  settings: 'Nustatymai',
  help: 'Klavišai ir pagalba',
  closeNow: 'Uždaryti dabar',
  closeNowHint: 'Uždaro iš karto ir nieko nepalieka',
  close: 'Uždaryti',
  cancel: 'Atšaukti',
  loading: 'Akimirką…',
  dropHere: 'Paleiskite, kad pridėtumėte',
  dismiss: 'Slėpti',
  engineRestarted: (times) =>
    `Failus apdorojanti programos dalis netikėtai sustojo ir buvo paleista iš naujo${times > 1 ? ` (${count(times, 'kartą', 'kartus', 'kartų')})` : ''}. Nieko nepatikrinto neišleista.`,
  engineRestartedOn: 'Ji apdorojo:',
  pictureUnavailable: 'Nėra peržiūros',
}

export const start: StartMessages = {
  title: 'Nuvilkite nuotraukas ir vaizdo įrašus čia',
  chooseFiles: 'Pasirinkti failus…',
  chooseFolder: 'Pasirinkti aplanką…',
  staysHere: 'Viskas vyksta šiame kompiuteryje. Niekur nieko nesiunčiama.',
  promises: [
    'Kiekvienas rastas veidas uždengiamas. Jūs vieną kartą peržiūrite ir pridedate, ko trūksta.',
    'Vieta, laikas, fotoaparatas ir visa kita, ką atskleidžia failas, pašalinama.',
    'Kopija išleidžiama tik patikrinus ją dar kartą. Originalai lieka tokie, kokie buvo.',
  ],
  listing: 'Žiūrime, ką pridėjote…',
  limitsTitle: 'Prieš pradedant',
  limits:
    'Zaslona uždengia veidus. Drabužiai, tatuiruotės, iškabos, vietos ir šalia esantys žmonės taip pat gali išduoti, kas tai yra: prieš skelbdami apžiūrėkite kiekvieną vaizdą.',
  understood: 'Supratau',
}

export const files: FilesMessages = {
  title: filesOf,
  counts: (photos, videos) =>
    [
      photos > 0 ? count(photos, 'nuotrauka', 'nuotraukos', 'nuotraukų') : '',
      videos > 0 ? count(videos, 'vaizdo įrašas', 'vaizdo įrašai', 'vaizdo įrašų') : '',
    ]
      .filter(Boolean)
      .join(', '),
  addFiles: 'Pridėti failus…',
  addFolder: 'Pridėti aplanką…',
  startAnew: 'Pradėti iš naujo…',
  startAnewNow: 'Pradėti iš naujo',
  startAnewQuestion: 'Pamiršti visus failus ir sprendimus?',
  startAnewExplanation: 'Originalai ir eksportuotos kopijos liks savo vietose.',
  finding: (finished, total) => `Ieškoma veidų: ${number(finished)} iš ${number(total)}`,
  paused: (finished, total) => `Pristabdyta: ${number(finished)} iš ${number(total)}`,
  timeLeft: (seconds) => `liko maždaug ${duration(seconds)}`,
  pause: 'Pristabdyti',
  resume: 'Tęsti',
  stop: 'Sustabdyti',
  filters: {
    all: 'Visi',
    waiting: 'Laukia',
    'to-review': 'Neperžiūrėti',
    'looked-at': 'Jau peržiūrėti',
    withheld: 'Sulaikyti',
    'left-out': 'Praleisti',
    safe: 'Saugūs',
  },
  filtersLabel: 'Rodyti',
  gridLabel: 'Failai',
  nothingHere: 'Čia failų nėra',
  faces: (amount) => (amount === 0 ? 'Veidų nerasta' : count(amount, 'veidas', 'veidai', 'veidų')),
  people: (amount) => (amount === 0 ? 'Nieko nerasta' : count(amount, 'asmuo', 'asmenys', 'asmenų')),
  uncertain: (amount) => count(amount, 'abejotinas', 'abejotini', 'abejotinų'),
  status: {
    waiting: 'Laukia',
    finding: 'Ieškoma',
    found: 'Neperžiūrėta',
    'looked-at': 'Peržiūrėta',
    'export-waiting': 'Laukia eksporto',
    exporting: 'Eksportuojama',
    safe: 'Saugu',
    withheld: 'Sulaikyta',
    refused: 'Praleista',
    failed: 'Klaida',
    canceled: 'Sustabdyta',
  },
  remove: 'Pašalinti iš sąrašo',
  toReview: (amount) => `Liko peržiūrėti: ${filesOf(amount)}`,
  allLookedAt: 'Viskas peržiūrėta',
  leftOut: (amount) => `praleista: ${filesOf(amount)}`,
  review: 'Peržiūrėti',
  goToExport: 'Eksportas…',
}

export const exporting: ExportMessages = {
  title: 'Saugių kopijų eksportas',
  count: (amount) => `Parengta: ${filesOf(amount)}`,
  notLookedAt: (amount) =>
    `Dar neperžiūrėta: ${filesOf(amount)}. Rasti veidai bus uždengti, bet tik jūs pamatysite, kas praleista.`,
  lookFirst: 'Pirma peržiūrėti',
  stillSearching: (amount) =>
    `Veidų dar ieškoma, liko: ${filesOf(amount)}. Pristabdykite paiešką, kad eksportuotumėte tai, kas paruošta.`,
  notSearched: (amount) => `Veidų dar neieškota: ${filesOf(amount)}. Į šį eksportą jie nepateks.`,
  folder: 'Kopijų aplankas',
  folderWhy: 'Pasirinkite tuščią aplanką. Jame niekas neperrašoma.',
  chooseFolder: 'Pasirinkti aplanką…',
  changeFolder: 'Keisti…',
  style: 'Kaip uždengti veidus',
  styles: { fill: 'Ištisai', pixelate: 'Mozaika', blur: 'Suliejimas' },
  styleWhy: {
    fill: 'Iš veido nieko nelieka. Vienintelis būdas, kurio pasekmių negalima atšaukti.',
    pixelate: 'Stambūs kvadratai. Jie palieka šiek tiek veido: netinka žmonėms, kuriems tai gali pakenkti.',
    blur: 'Suliejimą galima atšaukti: programos atpažįsta nuo 80 iki 96 % sulietų veidų. Niekada nenaudokite jo žmonėms, kuriems tai gali pakenkti.',
  },
  recommended: 'Siūloma',
  styleVideos: 'Vaizdo įrašuose veidai visada uždengiami ištisai.',
  extent: 'Ką uždengti',
  extents: {
    faces: 'Veidus',
    heads: 'Visas galvas',
    people: 'Visus žmones',
  },
  extentWhy: {
    faces: 'Veidą ir tai, kas aplink jį.',
    heads:
      'Taip pat plaukus, ausis ir galvos apdangalus, taip pat galvas žmonių, kurių veidai nerasti. Drabužiai lieka matomi.',
    people: 'Ištisas figūras stačiakampiais visur, kur rastas žmogus. Iš stambaus plano beveik nieko nelieka.',
  },
  extentPreview: 'Peržiūra rodo ne viską: pažiūrėkite į paruoštas kopijas.',
  photosOnly: 'Tik nuotraukoms: vaizdo įrašai eksportuojami be to.',
  color: 'Spalva',
  colors: { gray: 'Pilka', black: 'Juoda', white: 'Balta' },
  margin: 'Dengti aplink veidą',
  marginWhy: 'Plaukai, ausys ir smakras taip pat išduoda žmogų. Mažiausia reikšmė – 30 %.',
  pictures: 'Nuotraukos',
  format: 'Formatas',
  formatKeep: 'Kaip originalo',
  formatWhy: 'Kiekviena kopija įrašoma iš naujo, todėl iš originalo failo niekas neperkeliama.',
  size: 'Dydis',
  sizeKeep: 'Kaip originalo',
  sizeAtMost: (pixels) => `Ne daugiau kaip ${number(pixels)} ${choose(pixels, 'pikselis', 'pikseliai', 'pikselių')}`,
  sizeWhy: 'Mažesnėse nuotraukose ir vaizdo įrašuose mažiau to, kas gali išduoti žmogų.',
  names: 'Failų vardai',
  namesNeutral: 'Neutralūs',
  namesKeep: 'Kaip originalų',
  namesWhy: {
    neutral: 'Vardai, kaip antai photo-7k2m9xqd.jpg, nieko neatskleidžia.',
    keep: 'Vardas gali išduoti datą, fotoaparatą ar žmogų. Palikite vardus tik juos peržiūrėję.',
  },
  keepFolders: 'Išlaikyti aplankus',
  keepFoldersWhy: {
    neutral: 'Aplankai taip pat gaus neutralius vardus.',
    keep: 'Aplankų vardai pakartojami tokie, kokie yra.',
  },
  videos: 'Vaizdo įrašai',
  quality: 'Kokybė',
  qualities: { small: 'Mažas failas', standard: 'Įprasta', high: 'Aukšta' },
  qualityWhy: 'Įprasta kokybė telefone atrodo kaip originalas.',
  sound: 'Garsas',
  sounds: {
    remove: 'Pašalinti',
    keep: 'Palikti',
    distort: 'Iškraipyti balsus',
  },
  soundWhy: {
    remove: 'Balsas išduoda žmogų taip pat kaip veidas.',
    keep: 'Kiekvieną kalbantį galima atpažinti iš balso. Palikite garsą tik tada, kai tai niekam nepakenks.',
    distort:
      'Balsai skamba kitaip, bet ekspertai gali juos atpažinti: žodžiai, tarmė ir ritmas lieka. Netinka žmonėms, kuriems tai gali pakenkti.',
  },
  compatible: 'Seniems grotuvams',
  compatibleWhy: 'Tokį įrašą parodys bet kuris grotuvas. HDR ir smulkūs spalvų atspalviai prarandami.',
  poster: 'Taip pat kiekvieno vaizdo įrašo kadras',
  posterWhy: 'Jis imamas iš uždengtos kopijos ir tikrinamas kaip nuotrauka.',
  traces: 'Stipriau slėpti pėdsakus',
  roundSize: 'Įprastas nuotraukos dydis',
  roundSizeWhy:
    'Tada dydis mažiau pasako apie fotoaparatą ir apie tai, kas nukirpta. Proporcijos gali pasikeisti ne daugiau kaip 1,5 %. Nieko kito tai neslepia.',
  defeatFingerprint: 'Susilpninti fotoaparato atspaudą',
  defeatFingerprintWhy:
    'Kiekviena matrica palieka raštą, pagal kurį galima susieti vieno fotoaparato nuotraukas. Jis išlyginamas, iškraipomas ir uždengiamas triukšmu; nuotraukos tampa mažesnės ir ne tokios ryškios. Tai ne garantija: kas turi daug jūsų fotoaparato nuotraukų, gali jas susieti ir taip.',
  details: 'Daugiau nustatymų',
  start: (amount) => `Eksportuoti: ${filesOf(amount)}`,
  nothingToExport: 'Kol kas nėra ko eksportuoti',
}

export const settings: SettingsMessages = {
  title: 'Nustatymai',
  language: 'Kalba',
  languageSystem: 'Kaip kompiuterio',
  theme: 'Išvaizda',
  themes: { system: 'Kaip kompiuterio', light: 'Šviesi', dark: 'Tamsi' },
  textSize: 'Teksto dydis',
  thoroughness: 'Kaip kruopščiai ieškoti veidų',
  levels: { fast: 'Greitai', balanced: 'Įprastai', thorough: 'Kruopščiai' },
  levelWhy: {
    fast: 'Seniems kompiuteriams. Dažniau praleidžia mažus veidus.',
    balanced: 'Tinka daugumai vaizdų.',
    thorough: 'Minioms. Trunka kelis kartus ilgiau.',
  },
  keptOnly: 'Įsimenami tik šie nustatymai. Failai ir sprendimai pamirštami, kai uždarote langą.',
}
