import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, choose, count } from './screens.js'

const { number } = amounts
const filesOf = (amount: number): string => count(amount, 'failas', 'failai', 'failų')

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'GPS vieta',
  place: 'Vietovardžiai',
  person: 'Žmonių vardai',
  serial: 'Fotoaparato ar objektyvo serijos numeris',
  'hidden-picture': 'Paslėptas vaizdas',
  'hidden-video': 'Paslėptas vaizdo įrašas',
  thumbnail: 'Sumažintas vaizdas, kuriame dar matėsi veidai',
  device: 'Fotoaparatas ar telefonas',
  time: 'Data ir laikas',
  text: 'Tekstai ir raktažodžiai',
  history: 'Keitimų istorija',
  software: 'Programų pavadinimai',
  'hidden-data': 'Paslėpti duomenys',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Eksportuojama: ${number(finished)} iš ${number(total)}`,
  stop: 'Sustabdyti',
  safe: (amount) =>
    choose(
      amount,
      `${number(amount)} failą galima skelbti`,
      `${number(amount)} failus galima skelbti`,
      `${number(amount)} failų galima skelbti`,
    ),
  safeNone: 'Neišleistas nė vienas failas',
  needYou: (amount) => `Reikia jūsų dėmesio: ${filesOf(amount)}`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'Jis neišleistas. Apžiūrėkite jį, pataisykite ir eksportuokite dar kartą.'
      : 'Jie neišleisti. Apžiūrėkite kiekvieną, pataisykite ir eksportuokite dar kartą.',
  notExported: (amount) => `Praleista: ${filesOf(amount)}`,
  savedIn: 'Įrašyta į aplanką',
  openFolder: 'Atverti aplanką',
  lookAtIt: 'Apžiūrėti',
  exportAgain: 'Eksportuoti dar kartą',
  removedTitle: 'Kas pašalinta',
  removed: (kind, amount) => `${removed[kind]} · ${filesOf(amount)}`,
  covered: (amount) => `Uždengta vietų: ${number(amount)}`,
  stays: (amount) => `Kažkas lieka matomas, kaip pasirinkote: ${filesOf(amount)}.`,
  watchFirst: (name, times) => `${name}: galbūt kažkas matomas: ${times}. Pirmiausia peržiūrėkite šias akimirkas.`,
  lookYourself:
    'Prieš skelbdami apžiūrėkite kiekvieną kopiją: drabužiai, tatuiruotės, iškabos ir vietos taip pat gali išduoti, kas tai yra.',
  bareHeads: (amount) =>
    `Matyti kažkas neuždengta galva, iš nugaros arba nepastebėtu veidu: ${filesOf(amount)}. Apžiūrėkite ${amount === 1 ? 'šį failą' : 'kiekvieną iš jų'}.`,
  watchVideos:
    'Peržiūrėkite kiekvieną vaizdo įrašą nuo pradžios iki galo: mūsų bandymuose maždaug vienas žmogus iš 100 buvo matomas kuriame nors kadre.',
  posterMissing: (name, reason) => `Nėra kadro iš ${name}: ${reason}`,
  report: 'Išsaugoti ataskaitą…',
  reportTitle: 'Išsaugoti ataskaitą',
  reportKinds: { shareable: 'Perduoti kitiems', own: 'Sau' },
  reportWhy: {
    shareable: 'Tik kiekiai ir priežastys: jokių failų pavadinimų, vietų ar žmonių, kurie lieka matomi.',
    own: 'Taip pat failai su aplankais ir kas, kur ir kodėl lieka matomas. Nelaikykite jos šalia to, ką skelbiate.',
  },
  reportSaved: (name) => `Išsaugota: ${name}.`,
  backToFiles: 'Atgal į failus',
  startAnew: 'Pradėti iš naujo…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Patikrinti aplanką',
  verifyLead:
    'Ar šį aplanką galima skelbti? Kiekviename faile tikrinamas kiekvienas baitas ir ieškoma veidų: nuotraukos apžiūrimos visos, vaizdo įrašai apie šešis kartus per sekundę.',
  verifyChoose: 'Pasirinkti aplanką…',
  verifyRunning: (amount) => `Patikrinta: ${filesOf(amount)}…`,
  verifyClean: (amount) => `Patikrinta: ${filesOf(amount)}, nieko nerasta`,
  verifyWanting: (amount) => `Negalima skelbti: ${filesOf(amount)}`,
  verifySound: (amount) =>
    `Vaizdo įrašai su garsu: ${number(amount)}. Kiekvieną kalbantį galima atpažinti iš balso. Skelbkite garsą tik tada, kai tai niekam nepakenks.`,
  hasSound: 'su garsu',
  verifySampled: (looked, frames) =>
    `Vaizdo įrašuose veidų ieškota ne visuose kadruose, o ${number(looked)} iš ${number(frames)}: peržiūrėkite kiekvieną įrašą patys.`,
  verifyEmpty: 'Šiame aplanke failų nėra',
  clean: 'Nieko nerasta',
  findings: (amount) => count(amount, 'radinys', 'radiniai', 'radinių'),
  notExamined: 'Nepatikrinta',
  inspectTitle: 'Ištirti failą',
  inspectLead: 'Ką ši nuotrauka ar vaizdo įrašas atskleistų apie jus, jei išsiųstumėte jį tokį, koks jis yra?',
  inspectChoose: 'Pasirinkti failą…',
  inspectWorking: 'Tiriame failą…',
  another: 'Rinktis kitą',
  nothingTold: 'Šis failas neatskleidžia nieko, išskyrus patį vaizdą',
  tells: (amount) => `Be vaizdo, šiame faile dar yra duomenų: ${number(amount)}`,
  size: 'Vaizdas',
  faces: (amount) => (amount === 0 ? 'Veidų nerasta' : count(amount, 'veidas', 'veidai', 'veidų')),
  technical: (amount) => count(amount, 'techninis laukas', 'techniniai laukai', 'techninių laukų'),
  useIt: 'Nuvilkite jį į pirmąjį puslapį, kad gautumėte saugią kopiją.',
}
