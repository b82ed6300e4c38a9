import { createAmounts, threeForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = threeForms('pl')
export function count(amount: number, one: string, few: string, rest: string): string {
  return `${number(amount)} ${choose(amount, one, few, rest)}`
}

export const amounts = createAmounts('pl', {
  bytes: ['B', 'kB', 'MB', 'GB', 'TB'],
  duration: {
    second: (amount) => count(amount, 'sekunda', 'sekundy', 'sekund'),
    minute: (amount) => count(amount, 'minuta', 'minuty', 'minut'),
    hour: (amount) => count(amount, 'godzina', 'godziny', 'godzin'),
  },
})
const { number, duration } = amounts
const filesOf = (amount: number): string => count(amount, 'plik', 'pliki', 'plików')

export const common: CommonMessages = {
  steps: { add: 'Dodaj', review: 'Przejrzyj', export: 'Eksportuj' },
  stepsLabel: 'Kroki',
  tools: 'Narzędzia',
  settings: 'Ustawienia',
  help: 'Klawisze i pomoc',
  closeNow: 'Zamknij teraz',
  closeNowHint: 'Zamyka natychmiast i niczego nie zostawia',
  close: 'Zamknij',
  cancel: 'Anuluj',
  loading: 'Chwileczkę…',
  dropHere: 'Upuść, aby dodać',
  dismiss: 'Ukryj',
  engineRestarted: (times) =>
    `Część programu, która przetwarza pliki, nieoczekiwanie się zatrzymała i została uruchomiona ponownie${times > 1 ? ` (${count(times, 'raz', 'razy', 'razy')})` : ''}. Nic niesprawdzonego nie zostało wydane.`,
  engineRestartedOn: 'Pracowała nad:',
  pictureUnavailable: 'Brak podglądu',
}

export const start: StartMessages = {
  title: 'Upuść zdjęcia i filmy tutaj',
  chooseFiles: 'Wybierz pliki…',
  chooseFolder: 'Wybierz folder…',
  staysHere: 'Wszystko dzieje się na tym komputerze. Nic nigdzie nie jest wysyłane.',
  promises: [
    'Każda znaleziona twarz zostaje zakryta. Przeglądasz raz i dodajesz to, czego brakuje.',
    'Miejsce, czas, aparat i wszystko inne, co zdradza plik, zostaje usunięte.',
    'Kopia jest wydawana dopiero po ponownym sprawdzeniu. Oryginały zostają takie, jakie były.',
  ],
  listing: 'Sprawdzamy, co zostało dodane…',
  limitsTitle: 'Zanim zaczniesz',
  limits:
    'Zaslona zakrywa twarze. Ubranie, tatuaże, szyldy, miejsca i osoby obok też mogą zdradzić, kto to jest: obejrzyj każde zdjęcie przed publikacją.',
  understood: 'Rozumiem',
}

export const files: FilesMessages = {
  title: filesOf,
  counts: (photos, videos) =>
    [
      photos > 0 ? count(photos, 'zdjęcie', 'zdjęcia', 'zdjęć') : '',
      videos > 0 ? count(videos, 'film', 'filmy', 'filmów') : '',
    ]
      .filter(Boolean)
      .join(', '),
  addFiles: 'Dodaj pliki…',
  addFolder: 'Dodaj folder…',
  startAnew: 'Zacznij od nowa…',
  startAnewNow: 'Zacznij od nowa',
  startAnewQuestion: 'Zapomnieć wszystkie pliki i decyzje?',
  startAnewExplanation: 'Oryginały i wyeksportowane kopie zostaną na swoich miejscach.',
  finding: (finished, total) => `Szukanie twarzy: ${number(finished)} z ${number(total)}`,
  paused: (finished, total) => `Wstrzymano: ${number(finished)} z ${number(total)}`,
  timeLeft: (seconds) => `zostało mniej więcej ${duration(seconds)}`,
  pause: 'Wstrzymaj',
  resume: 'Wznów',
  stop: 'Zatrzymaj',
  filters: {
    all: 'Wszystkie',
    waiting: 'Czekają',
    'to-review': 'Do przejrzenia',
    'looked-at': 'Przejrzane',
    withheld: 'Wstrzymane',
    'left-out': 'Pominięte',
    safe: 'Bezpieczne',
  },
  filtersLabel: 'Pokaż',
  gridLabel: 'Pliki',
  nothingHere: 'Nie ma tu plików',
  faces: (amount) => (amount === 0 ? 'Nie znaleziono twarzy' : count(amount, 'twarz', 'twarze', 'twarzy')),
  people: (amount) => (amount === 0 ? 'Nikogo nie znaleziono' : count(amount, 'osoba', 'osoby', 'osób')),
  uncertain: (amount) => count(amount, 'niepewna', 'niepewne', 'niepewnych'),
  status: {
    waiting: 'Czeka',
    finding: 'Szukanie',
    found: 'Do przejrzenia',
    'looked-at': 'Przejrzane',
    'export-waiting': 'Czeka na eksport',
    exporting: 'Eksport',
    safe: 'Bezpieczne',
    withheld: 'Wstrzymane',
    refused: 'Pominięte',
    failed: 'Błąd',
    canceled: 'Zatrzymane',
  },
  remove: 'Usuń z listy',
  toReview: (amount) => `${filesOf(amount)} do przejrzenia`,
  allLookedAt: 'Wszystko przejrzane',
  leftOut: (amount) => `pominięto: ${filesOf(amount)}`,
  review: 'Przejrzyj',
  goToExport: 'Eksport…',
}

export const exporting: ExportMessages = {
  title: 'Eksport bezpiecznych kopii',
  count: (amount) => `Gotowe: ${filesOf(amount)}`,
  notLookedAt: (amount) =>
    `Do przejrzenia: ${filesOf(amount)}. Znalezione twarze zostaną zakryte, ale tylko człowiek zobaczy, co pominięto.`,
  lookFirst: 'Najpierw przejrzyj',
  stillSearching: (amount) =>
    `Szukanie twarzy jeszcze trwa, zostało: ${filesOf(amount)}. Wstrzymaj je, aby wyeksportować to, co gotowe.`,
  notSearched: (amount) => `Jeszcze nie szukano twarzy: ${filesOf(amount)}. Ten eksport ich nie obejmie.`,
  folder: 'Folder na kopie',
  folderWhy: 'Wybierz pusty folder. Nic w nim nie jest nadpisywane.',
  chooseFolder: 'Wybierz folder…',
  changeFolder: 'Zmień…',
  style: 'Jak zakrywać twarze',
  styles: { fill: 'Jednolicie', pixelate: 'Mozaika', blur: 'Rozmycie' },
  styleWhy: {
    fill: 'Nic nie zostaje z twarzy. Jedyny sposób, którego nie da się odwrócić.',
    pixelate: 'Duże kwadraty. Zachowują trochę z twarzy: nie dla osób, którym może to zaszkodzić.',
    blur: 'Rozmycie można odwrócić: programy rozpoznają od 80 do 96% rozmytych twarzy. Nigdy nie używaj go dla osób, którym może to zaszkodzić.',
  },
  recommended: 'Zalecane',
  styleVideos: 'W filmach twarze są zawsze zakrywane jednolicie.',
  extent: 'Co zakrywać',
  extents: {
    faces: 'Twarze',
    heads: 'Całe głowy',
    people: 'Całe osoby',
  },
  extentWhy: {
    faces: 'Twarz i to, co wokół niej.',
    heads:
      'Również włosy, uszy i nakrycia głowy, a także głowy osób, których twarzy nie znaleziono. Ubranie pozostaje widoczne.',
    people: 'Całe sylwetki prostokątami wszędzie, gdzie znaleziono człowieka. Ze zbliżenia prawie nic nie zostaje.',
  },
  extentPreview: 'Podgląd nie pokazuje wszystkiego: obejrzyj gotowe kopie.',
  photosOnly: 'Tylko zdjęcia: filmy są eksportowane bez tego.',
  color: 'Kolor',
  colors: { gray: 'Szary', black: 'Czarny', white: 'Biały' },
  margin: 'Zakrywaj wokół twarzy',
  marginWhy: 'Włosy, uszy i podbródek też zdradzają człowieka. Najmniej to 30%.',
  pictures: 'Zdjęcia',
  format: 'Format',
  formatKeep: 'Jak oryginał',
  formatWhy: 'Każda kopia jest zapisywana od nowa, więc nic nie przechodzi z oryginalnego pliku.',
  size: 'Rozmiar',
  sizeKeep: 'Jak oryginał',
  sizeAtMost: (pixels) => `Najwyżej ${count(pixels, 'piksel', 'piksele', 'pikseli')}`,
  sizeWhy: 'Mniejsze zdjęcia i filmy pokazują mniej tego, co może zdradzić człowieka.',
  names: 'Nazwy plików',
  namesNeutral: 'Neutralne',
  namesKeep: 'Jak oryginały',
  namesWhy: {
    neutral: 'Nazwy takie jak photo-7k2m9xqd.jpg niczego nie zdradzają.',
    keep: 'Nazwa może zdradzić datę, aparat lub osobę. Zachowaj nazwy tylko po ich przejrzeniu.',
  },
  keepFolders: 'Zachowaj foldery',
  keepFoldersWhy: {
    neutral: 'Foldery też dostaną neutralne nazwy.',
    keep: 'Nazwy folderów są powtarzane bez zmian.',
  },
  videos: 'Filmy',
  quality: 'Jakość',
  qualities: { small: 'Mały plik', standard: 'Zwykła', high: 'Wysoka' },
  qualityWhy: 'Zwykła jakość na telefonie wygląda jak oryginał.',
  sound: 'Dźwięk',
  sounds: {
    remove: 'Usuń',
    keep: 'Zachowaj',
    distort: 'Zniekształć głosy',
  },
  soundWhy: {
    remove: 'Głos zdradza człowieka tak samo jak twarz.',
    keep: 'Każdego, kto mówi, można rozpoznać po głosie. Zachowaj dźwięk tylko wtedy, gdy nikomu to nie zaszkodzi.',
    distort:
      'Głosy brzmią inaczej, ale eksperci mogą je rozpoznać: słowa, gwara i rytm pozostają. Nie dla osób, którym może to zaszkodzić.',
  },
  compatible: 'Dla starych odtwarzaczy',
  compatibleWhy: 'Taki film pokaże każdy odtwarzacz. HDR i delikatne odcienie kolorów znikają.',
  poster: 'Także kadr z każdego filmu',
  posterWhy: 'Pochodzi z zakrytej kopii i jest sprawdzany jak zdjęcie.',
  traces: 'Mocniejsze ukrywanie śladów',
  roundSize: 'Typowy rozmiar zdjęcia',
  roundSizeWhy:
    'Rozmiar mówi wtedy mniej o aparacie i o tym, co obcięto. Proporcje mogą się zmienić najwyżej o 1,5%. Niczego innego to nie ukrywa.',
  defeatFingerprint: 'Osłab odcisk aparatu',
  defeatFingerprintWhy:
    'Każda matryca zostawia wzór, po którym można powiązać zdjęcia z jednego aparatu. Jest on wygładzany, zniekształcany i zakrywany szumem; zdjęcia stają się mniejsze i mniej ostre. To nie gwarancja: kto ma wiele zdjęć z tego aparatu, może je powiązać mimo to.',
  details: 'Więcej ustawień',
  start: (amount) => `Eksportuj ${filesOf(amount)}`,
  nothingToExport: 'Nie ma jeszcze czego eksportować',
}

export const settings: SettingsMessages = {
  title: 'Ustawienia',
  language: 'Język',
  languageSystem: 'Jak na komputerze',
  theme: 'Wygląd',
  themes: { system: 'Jak na komputerze', light: 'Jasny', dark: 'Ciemny' },
  textSize: 'Rozmiar tekstu',
  thoroughness: 'Jak dokładnie szukać twarzy',
  levels: { fast: 'Szybko', balanced: 'Zwyczajnie', thorough: 'Dokładnie' },
  levelWhy: {
    fast: 'Dla starych komputerów. Częściej pomija małe twarze.',
    balanced: 'Odpowiednie dla większości zdjęć.',
    thorough: 'Dla tłumów. Trwa kilka razy dłużej.',
  },
  keptOnly: 'Zapamiętywane są tylko te ustawienia. Pliki i decyzje są zapominane po zamknięciu okna.',
}
