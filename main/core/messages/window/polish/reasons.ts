import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} Mpx`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'Plik jest pusty. Skopiuj go jeszcze raz z aparatu lub telefonu.'
    case 'not-a-picture':
      return 'To nie jest zdjęcie ani film znany programowi Zaslona.'
    case 'unsupported-format':
      return `${printable(reason.format)} nie jest jeszcze obsługiwany. Jeśli to zdjęcie, zapisz je jako JPEG lub PNG i dodaj kopię.`
    case 'truncated':
      return 'Brakuje końca pliku. Skopiuj go jeszcze raz z aparatu lub telefonu.'
    case 'corrupt':
      return 'Plik jest uszkodzony i nie można go bezpiecznie odczytać. Skopiuj go jeszcze raz.'
    case 'too-many-pixels':
      return `Ma ${megapixels(reason.pixels)}, a dozwolone jest ${megapixels(reason.limit)}. Zapisz mniejszą kopię i dodaj ją.`
    case 'too-many-frames':
      return `Liczba klatek: ${number(reason.frames)}, dozwolone najwyżej ${number(reason.limit)}. Podziel plik i dodaj części.`
    case 'file-too-large':
      return `Ma ${bytes(reason.sizeBytes)}, a dozwolone jest ${bytes(reason.limitBytes)}. Zapisz mniejszą kopię i dodaj ją.`
    case 'not-a-regular-file':
      return 'To urządzenie lub coś podobnego, a nie plik.'
    case 'link-loop':
      return 'Ten odnośnik prowadzi do samego siebie.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'Brak uprawnień do odczytu tego pliku. Skopiuj go do własnego folderu.'
        : `Pliku nie można odczytać (${printable(reason.systemCode)}). Sprawdź, czy dysk jest podłączony.`
    case 'vanished':
      return 'Plik został w międzyczasie przeniesiony lub usunięty. Dodaj go jeszcze raz.'
    case 'changed':
      return 'Plik zmienił się w międzyczasie. Poczekaj, aż będzie gotowy, i dodaj go jeszcze raz.'
    case 'sidecar':
      return 'Zapiski, które aparat lub program trzyma obok zdjęcia. Nie są kopiowane; nie publikuj ich.'
    case 'not-for-videos':
      return 'Jeden z wybranych parametrów dotyczy tylko zdjęć. Eksportuj filmy osobno, bez niego.'
    case 'nothing-in-part':
      return 'W wybranym fragmencie film nie ma żadnej klatki.'
    case 'unsupported-sound':
      return `Nie da się odczytać dźwięku (${printable(reason.codec)}). Eksportuj film bez dźwięku.`
    case 'no-video-codec':
      return 'Filmy wymagają FFmpeg, którego nie ma na tym komputerze. Zainstaluj FFmpeg (programy ffmpeg i ffprobe) i otwórz Zaslona ponownie.'
    case 'ffmpeg-unusable':
      return 'Nie można użyć programu FFmpeg na tym komputerze: brakuje go, jest starszy niż 5.1 albo nie ma potrzebnego kodera. Zainstaluj aktualny FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `FFmpeg jako osobny program nie może niezawodnie przetworzyć tego filmu: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} nie mieści ruchomych obrazów. Wybierz WebP lub „Jak oryginał”.`
    case 'pages':
      return `${format} mieści tylko jedną stronę. Wybierz TIFF lub „Jak oryginał”.`
    case 'size':
      return `Zdjęcie jest za duże dla formatu ${format}. Wybierz inny format lub mniejszy rozmiar.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Odczyt pliku zakończył się awarią. Może być uszkodzony lub złośliwy: pomiń go.'
    case 'timed-out':
      return `Nie skończono w wyznaczonym czasie (${duration(reason.limitMs / 1_000)}). Plik może być uszkodzony lub złośliwy: pomiń go.`
    case 'out-of-memory':
      return 'Komputerowi brakuje pamięci. Zamknij inne programy albo dodaj mniejszą kopię.'
    case 'disk-full':
      return 'Dysk jest pełny. Zwolnij miejsce lub wybierz inny folder i wyeksportuj ponownie.'
    case 'not-enough-space':
      return `Kopia potrzebuje około ${bytes(reason.neededBytes)}, a wolne jest tylko ${bytes(reason.freeBytes)}. Zwolnij miejsce lub wybierz inny folder i wyeksportuj ponownie.`
    case 'output-unwritable':
      return `W tym folderze nie można zapisywać (${printable(reason.systemCode)}). Wybierz inny.`
    case 'output-exists':
      return `W folderze jest już plik ${printable(reason.name)}, a pliki nigdy nie są nadpisywane. Wybierz pusty folder.`
    case 'encode-failed':
      return 'Nie udało się zapisać kopii. Spróbuj innego formatu.'
    case 'internal':
      return `Błąd programu Zaslona (${printable(reason.detail)}); nic z tego pliku nie zostało wydane. Zgłoś to, bez samego zdjęcia.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `Kopia nie przeszła sprawdzenia (${count(amount, 'znalezisko', 'znaleziska', 'znalezisk')}). Spróbuj innego formatu.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `Wygląda na to, że na kopii wciąż widać ${count(amount, 'twarz', 'twarze', 'twarzy')}. Zakryj to, czego brakuje, i wyeksportuj ponownie.`
  }
}

const frame = (index: number): string => (index > 0 ? `klatka ${number(index + 1)}: ` : '')
const differences = { size: 'inny rozmiar', frames: 'inną liczbę klatek', format: 'inny format' } as const
function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'jest dźwięk: każdego, kto mówi, można rozpoznać po głosie'
    case 'frames-sampled':
      return `twarzy szukano nie we wszystkich klatkach, lecz w ${number(told.looked)} z ${number(told.frames)}`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `część, której nie ma w czystym pliku: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)}, które nie należą do obrazu`
    case 'malformed-part':
      return `część, w której jest coś zbędnego: ${printable(found.part)}`
    case 'hidden-picture':
      return `ukryty obraz: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}kolory pod przezroczystymi miejscami, które można odsłonić`
    case 'metadata-remains':
      return `coś, co zdradza oryginał: ${printable(found.field)}`
    case 'undecodable':
      return 'obraz, którego nie można otworzyć'
    case 'unknown-format':
      return 'format, za który Zaslona nie może ręczyć'
    case 'picture-differs':
      return `obraz ma ${differences[found.what]}, niż zapisano`
    case 'sound-differs':
      return 'dźwięk inny, niż wybrano'
    case 'person-inconsistent':
      return `osoba zakryta na innych zdjęciach (${number(found.covered)})`
    case 'region-uncovered':
      return `${frame(found.frame)}miejsce nie całkiem zakryte`
    case 'face-visible':
      return `${frame(found.frame)}widoczna twarz (${percent(clamped(found.box.x))} od lewej, ${percent(clamped(found.box.y))} od góry)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'data pliku, która mówi, kiedy powstał lub został zmieniony'
        : `informacje, które dysk przechowuje o pliku: ${printable(found.name)}`
  }
}

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'Plik o tej nazwie już istnieje. Wybierz inną nazwę: nic nie jest nadpisywane.'
    case 'report-unwritable':
      return `Nie udało się zapisać raportu w tym folderze (${printable(error.systemCode)}). Wybierz inny.`
    case 'reference-unusable':
      return 'Zdjęcie wzorcowe musi wyraźnie pokazywać dokładnie jedną twarz. Wybierz inne.'
    case 'output-inside-input':
      return 'Ten folder leży w dodanym folderze. Wybierz inny, aby oryginały i kopie się nie pomieszały.'
    case 'input-inside-output':
      return 'W tym folderze leżą Twoje oryginały. Wybierz inny, aby oryginały i kopie się nie pomieszały.'
    case 'output-not-a-folder':
      return 'To nie jest folder. Wybierz folder na kopie.'
    case 'output-unwritable':
      return `W tym folderze nie można zapisywać (${printable(error.systemCode)}). Wybierz inny.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'Brakuje modelu wykrywania twarzy lub jest uszkodzony, więc nic nie jest przetwarzane. Zainstaluj Zaslonę ponownie.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Zatrzymano.'
    case 'engine-ended':
      return 'Część programu, która przetwarza pliki, nieoczekiwanie się zatrzymała. Nic niesprawdzonego nie zostało wydane. Spróbuj jeszcze raz.'
    case 'unknown-item':
      return 'Tego pliku nie ma już na liście.'
    case 'no-output':
      return 'Najpierw wybierz folder na kopie.'
    case 'not-now':
      return 'Teraz nie jest to możliwe. Poczekaj na koniec pracy lub ją zatrzymaj.'
    case 'invalid-request':
    case 'internal':
      return `Błąd programu Zaslona (${printable(error.detail)}). Nic niedokończonego nie zostało wydane. Zgłoś to.`
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
    location: 'Gdzie powstało',
    time: 'Kiedy powstało lub zostało zmienione',
    device: 'Aparat lub telefon',
    person: 'Osoby',
    text: 'Teksty',
    software: 'Programy',
    thumbnail: 'Miniatura, na której może być widać to, co zakryto lub obcięto',
    'hidden-picture': 'Ukryte obrazy',
    'hidden-video': 'Ukryty film',
    'hidden-data': 'Ukryte dane',
    history: 'Historia zmian',
    color: 'Profil kolorów',
    other: 'Inne',
  },
  timedTrack: {
    gopro: 'telemetria GoPro: położenie, prędkość i ruchy',
    'camera-motion': 'ruchy kamery wraz z położeniem',
    dji: 'telemetria DJI: położenie i ruchy',
    camera: 'własne zapisy kamery: ustawienia i ruchy, często numer seryjny, czasem położenie',
    apple: 'metadane Apple w czasie: ruchy telefonu, znalezione twarze, czasem położenie',
    timed: 'metadane w czasie; drony zapisują tam swoje położenie',
    'time-code': 'kod czasowy: kiedy nagrano według zegara kamery',
    subtitles: 'napisy lub rozdziały; drony zapisują tam swoje położenie',
  },
  stage: {
    read: 'odczyt',
    detect: 'szukanie twarzy',
    redact: 'zakrywanie',
    verify: 'sprawdzanie kopii',
    release: 'wydawanie',
  },
  keep: { consented: 'jest zgoda', 'public-figure': 'osoba publiczna', 'not-a-face': 'to nie twarz' },
  canceled: 'Zatrzymano.',
}
