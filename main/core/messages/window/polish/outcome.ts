import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, choose, count } from './screens.js'

const { number } = amounts
const filesOf = (amount: number): string => count(amount, 'plik', 'pliki', 'plików')

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'Położenie GPS',
  place: 'Nazwy miejsc',
  person: 'Imiona i nazwiska',
  serial: 'Numer seryjny aparatu lub obiektywu',
  'hidden-picture': 'Ukryty obraz',
  'hidden-video': 'Ukryty film',
  thumbnail: 'Miniatura, na której wciąż było widać twarze',
  device: 'Aparat lub telefon',
  time: 'Data i godzina',
  text: 'Teksty i słowa kluczowe',
  history: 'Historia zmian',
  software: 'Nazwy programów',
  'hidden-data': 'Ukryte dane',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Eksport: ${number(finished)} z ${number(total)}`,
  stop: 'Zatrzymaj',
  safe: (amount) => `${filesOf(amount)} można opublikować`,
  safeNone: 'Nie wydano żadnego pliku',
  needYou: (amount) => `${filesOf(amount)} ${choose(amount, 'wymaga', 'wymagają', 'wymaga')} Twojej uwagi`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'Nie został wydany. Obejrzyj go, popraw i wyeksportuj ponownie.'
      : 'Nie zostały wydane. Obejrzyj każdy, popraw i wyeksportuj ponownie.',
  notExported: (amount) => `Pominięto: ${filesOf(amount)}`,
  savedIn: 'Zapisano w folderze',
  openFolder: 'Otwórz folder',
  lookAtIt: 'Obejrzyj',
  exportAgain: 'Eksportuj ponownie',
  removedTitle: 'Co usunięto',
  removed: (kind, amount) => `${removed[kind]} · ${filesOf(amount)}`,
  covered: (amount) => `Zakryto: ${count(amount, 'miejsce', 'miejsca', 'miejsc')}`,
  stays: (amount) => `Ktoś pozostaje widoczny, jak wybrano: ${filesOf(amount)}.`,
  watchFirst: (name, times) => `${name}: ktoś może być widoczny: ${times}. Obejrzyj najpierw te chwile.`,
  lookYourself:
    'Obejrzyj każdą kopię przed publikacją: ubranie, tatuaże, szyldy i miejsca też mogą zdradzić, kto to jest.',
  bareHeads: (amount) =>
    `Widać kogoś z niezakrytą głową, od tyłu albo z przeoczoną twarzą: ${filesOf(amount)}. Obejrzyj ${amount === 1 ? 'ten plik' : 'każdy z nich'}.`,
  watchVideos:
    'Obejrzyj każdy film od początku do końca: w naszych próbach mniej więcej jedna osoba na 100 była widoczna w jakiejś klatce.',
  posterMissing: (name, reason) => `Brak kadru z ${name}: ${reason}`,
  report: 'Zapisz raport…',
  reportTitle: 'Zapisz raport',
  reportKinds: { shareable: 'Do przekazania', own: 'Dla siebie' },
  reportWhy: {
    shareable: 'Same liczby i powody: bez nazw plików, bez miejsc i bez osób, które pozostają widoczne.',
    own: 'Także pliki z folderami oraz kto, gdzie i dlaczego pozostaje widoczny. Nie trzymaj go obok tego, co publikujesz.',
  },
  reportSaved: (name) => `Zapisano: ${name}.`,
  backToFiles: 'Wróć do plików',
  startAnew: 'Zacznij od nowa…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Sprawdź folder',
  verifyLead:
    'Czy ten folder można opublikować? W każdym pliku sprawdzany jest każdy bajt i szukane są twarze: zdjęcia oglądane są w całości, filmy około sześciu razy na sekundę.',
  verifyChoose: 'Wybierz folder…',
  verifyRunning: (amount) => `Sprawdzono: ${filesOf(amount)}…`,
  verifyClean: (amount) => `Sprawdzono: ${filesOf(amount)}, nic nie znaleziono`,
  verifyWanting: (amount) => `Nie można opublikować: ${filesOf(amount)}`,
  verifySound: (amount) =>
    `Filmy z dźwiękiem: ${number(amount)}. Każdego, kto mówi, można rozpoznać po głosie. Publikuj dźwięk tylko wtedy, gdy nikomu to nie zaszkodzi.`,
  hasSound: 'jest dźwięk',
  verifySampled: (looked, frames) =>
    `W filmach twarzy szukano nie we wszystkich klatkach, lecz w ${number(looked)} z ${number(frames)}: obejrzyj każdy film samodzielnie.`,
  verifyEmpty: 'W tym folderze nie ma plików',
  clean: 'Nic nie znaleziono',
  findings: (amount) => count(amount, 'znalezisko', 'znaleziska', 'znalezisk'),
  notExamined: 'Nie sprawdzono',
  inspectTitle: 'Zajrzyj do pliku',
  inspectLead: 'Co to zdjęcie lub film powiedziałby o Tobie, gdyby wysłać go bez zmian?',
  inspectChoose: 'Wybierz plik…',
  inspectWorking: 'Zaglądamy do pliku…',
  another: 'Wybierz coś innego',
  nothingTold: 'Ten plik nie zdradza nic poza samym obrazem',
  tells: (amount) => `Poza obrazem plik zdradza jeszcze ${count(amount, 'informację', 'informacje', 'informacji')}`,
  size: 'Obraz',
  faces: (amount) => (amount === 0 ? 'Nie znaleziono twarzy' : count(amount, 'twarz', 'twarze', 'twarzy')),
  technical: (amount) => count(amount, 'pole techniczne', 'pola techniczne', 'pól technicznych'),
  useIt: 'Upuść go na pierwszej stronie, aby otrzymać bezpieczną kopię.',
}
