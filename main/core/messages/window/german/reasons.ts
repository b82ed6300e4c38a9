import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, choose, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} Megapixel`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'Die Datei ist leer. Kopieren Sie sie noch einmal von Kamera oder Telefon.'
    case 'not-a-picture':
      return 'Das ist kein Foto oder Video, das Zaslona kennt.'
    case 'unsupported-format':
      return `${printable(reason.format)} wird noch nicht unterstützt. Wenn es ein Foto ist, speichern Sie es als JPEG oder PNG und fügen Sie das hinzu.`
    case 'truncated':
      return 'Das Ende der Datei fehlt. Kopieren Sie sie noch einmal von Kamera oder Telefon.'
    case 'corrupt':
      return 'Die Datei ist beschädigt und lässt sich nicht sicher lesen. Kopieren Sie sie noch einmal.'
    case 'too-many-pixels':
      return `Sie hat ${megapixels(reason.pixels)}, erlaubt sind ${megapixels(reason.limit)}. Speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.`
    case 'too-many-frames':
      return `Sie hat ${count(reason.frames, 'Einzelbild', 'Einzelbilder')}, erlaubt sind ${number(reason.limit)}. Teilen Sie sie und fügen Sie die Teile hinzu.`
    case 'file-too-large':
      return `Sie hat ${bytes(reason.sizeBytes)}, erlaubt sind ${bytes(reason.limitBytes)}. Speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.`
    case 'not-a-regular-file':
      return 'Das ist ein Gerät oder Ähnliches und keine Datei.'
    case 'link-loop':
      return 'Diese Verknüpfung führt zu sich selbst zurück.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'Sie dürfen diese Datei nicht lesen. Kopieren Sie sie in einen eigenen Ordner.'
        : `Die Datei lässt sich nicht lesen (${printable(reason.systemCode)}). Sehen Sie nach, ob das Laufwerk angeschlossen ist.`
    case 'vanished':
      return 'Die Datei wurde inzwischen verschoben oder gelöscht. Fügen Sie sie noch einmal hinzu.'
    case 'changed':
      return 'Die Datei wurde inzwischen geändert. Warten Sie, bis sie vollständig ist, und fügen Sie sie noch einmal hinzu.'
    case 'sidecar':
      return 'Angaben, die Kamera oder Programm neben einem Foto aufbewahren. Sie werden nicht kopiert; veröffentlichen Sie sie nicht.'
    case 'not-for-videos':
      return 'Nur Fotos können einer der Einstellungen folgen. Exportieren Sie Videos für sich, ohne sie.'
    case 'nothing-in-part':
      return 'Das Video hat kein Bild in dem gewünschten Ausschnitt.'
    case 'unsupported-sound':
      return `Der Ton (${printable(reason.codec)}) lässt sich nicht lesen. Exportieren Sie das Video ohne Ton.`
    case 'no-video-codec':
      return 'Videos brauchen FFmpeg, das auf diesem Computer fehlt. Installieren Sie FFmpeg (die Programme ffmpeg und ffprobe) und öffnen Sie Zaslona neu.'
    case 'ffmpeg-unusable':
      return 'Das Programm FFmpeg auf diesem Computer ist nicht brauchbar: Es fehlt, ist älter als 5.1 oder hat einen Encoder nicht. Installieren Sie ein aktuelles FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `Mit FFmpeg als eigenem Programm lässt sich dieses Video nicht zuverlässig bearbeiten: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} fasst keine bewegten Bilder. Wählen Sie dafür WebP oder „Wie das Original“.`
    case 'pages':
      return `${format} fasst nur eine Seite. Wählen Sie dafür TIFF oder „Wie das Original“.`
    case 'size':
      return `Das Foto ist zu groß für ${format}. Wählen Sie ein anderes Format oder eine Größe.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Das Lesen der Datei endete mit einem Absturz. Sie ist vielleicht beschädigt oder bösartig: Lassen Sie sie weg.'
    case 'timed-out':
      return `Nicht fertig nach ${duration(reason.limitMs / 1_000)}. Die Datei ist vielleicht beschädigt oder bösartig: Lassen Sie sie weg.`
    case 'out-of-memory':
      return 'Der Computer hat zu wenig Speicher dafür. Schließen Sie andere Programme oder fügen Sie eine kleinere Kopie hinzu.'
    case 'disk-full':
      return 'Der Datenträger ist voll. Schaffen Sie Platz oder wählen Sie einen anderen Ordner und exportieren Sie noch einmal.'
    case 'not-enough-space':
      return `Die Kopie braucht etwa ${bytes(reason.neededBytes)}, frei sind nur ${bytes(reason.freeBytes)}. Schaffen Sie Platz oder wählen Sie einen anderen Ordner und exportieren Sie noch einmal.`
    case 'output-unwritable':
      return `In diesen Ordner lässt sich nicht schreiben (${printable(reason.systemCode)}). Wählen Sie einen anderen.`
    case 'output-exists':
      return `Im Ordner ist schon eine Datei ${printable(reason.name)}, und nichts wird ersetzt. Wählen Sie einen leeren Ordner.`
    case 'encode-failed':
      return 'Die Kopie ließ sich nicht schreiben. Versuchen Sie ein anderes Format.'
    case 'internal':
      return `Fehler in Zaslona (${printable(reason.detail)}); aus dieser Datei wurde nichts freigegeben. Bitte melden Sie ihn, ohne das Bild.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `Die Kopie hat die Prüfung nicht bestanden (${count(amount, 'Fund', 'Funde')}). Versuchen Sie ein anderes Format.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `Auf der Kopie ${choose(amount, 'scheint noch ein Gesicht', `scheinen noch ${number(amount)} Gesichter`)} zu sehen zu sein. Verdecken Sie, was fehlt, und exportieren Sie noch einmal.`
  }
}

const frame = (index: number): string => (index > 0 ? `Einzelbild ${number(index + 1)}: ` : '')
const differences = {
  size: 'einer anderen Größe',
  frames: 'einer anderen Zahl von Einzelbildern',
  format: 'einem anderen Format',
} as const
function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'es hat Ton: Wer spricht, ist an der Stimme zu erkennen'
    case 'frames-sampled':
      return `Gesichter wurden nicht in jedem Einzelbild gesucht, sondern in ${number(told.looked)} von ${number(told.frames)}`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `ein Teil, den eine saubere Datei nicht hat: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)}, die zu keinem Teil des Bildes gehören`
    case 'malformed-part':
      return `ein Teil, der etwas enthält, was er nicht sollte: ${printable(found.part)}`
    case 'hidden-picture':
      return `ein verstecktes Bild: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}Farben unter durchsichtigen Stellen, die sich sichtbar machen lassen`
    case 'metadata-remains':
      return `etwas, was das Original verrät: ${printable(found.field)}`
    case 'undecodable':
      return 'ein Bild, das sich nicht öffnen lässt'
    case 'unknown-format':
      return 'ein Format, für das Zaslona nicht einstehen kann'
    case 'picture-differs':
      return `ein Bild mit ${differences[found.what]}, als geschrieben wurde`
    case 'sound-differs':
      return 'Ton, der nicht so ist wie gewünscht'
    case 'person-inconsistent':
      return `jemand, der in ${number(found.covered)} anderen Bildern verdeckt ist`
    case 'region-uncovered':
      return `${frame(found.frame)}eine Stelle, die nicht ganz verdeckt ist`
    case 'face-visible':
      return `${frame(found.frame)}ein Gesicht, das zu sehen ist (${percent(clamped(found.box.x))} von links, ${percent(clamped(found.box.y))} von oben)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'das Datum der Datei, das verrät, wann sie entstand oder geändert wurde'
        : `etwas, was der Datenträger über die Datei speichert: ${printable(found.name)}`
  }
}

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'Eine Datei mit diesem Namen gibt es schon. Wählen Sie einen anderen Namen: Nichts wird je ersetzt.'
    case 'report-unwritable':
      return `Der Bericht konnte dort nicht gespeichert werden (${printable(error.systemCode)}). Wählen Sie einen anderen Ordner.`
    case 'reference-unusable':
      return 'Ein Vergleichsbild muss genau ein Gesicht deutlich zeigen. Wählen Sie ein anderes.'
    case 'output-inside-input':
      return 'Dieser Ordner liegt in einem, den Sie hinzugefügt haben. Wählen Sie einen anderen, damit sich Originale und Kopien nicht vermischen.'
    case 'input-inside-output':
      return 'In diesem Ordner liegen Ihre Originale. Wählen Sie einen anderen, damit sich Originale und Kopien nicht vermischen.'
    case 'output-not-a-folder':
      return 'Das ist kein Ordner. Wählen Sie einen Ordner für die Kopien.'
    case 'output-unwritable':
      return `In diesen Ordner lässt sich nicht schreiben (${printable(error.systemCode)}). Wählen Sie einen anderen.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'Die Gesichtserkennung fehlt oder ist beschädigt, daher wird nichts bearbeitet. Installieren Sie Zaslona neu.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Abgebrochen.'
    case 'engine-ended':
      return 'Der Teil, der die Dateien bearbeitet, wurde unerwartet beendet. Nichts Ungeprüftes wurde freigegeben. Versuchen Sie es noch einmal.'
    case 'unknown-item':
      return 'Diese Datei ist nicht mehr in der Liste.'
    case 'no-output':
      return 'Wählen Sie zuerst einen Ordner für die Kopien.'
    case 'not-now':
      return 'Das geht gerade nicht. Warten Sie, bis die Arbeit fertig ist, oder brechen Sie sie ab.'
    case 'invalid-request':
    case 'internal':
      return `Fehler in Zaslona (${printable(error.detail)}). Nichts Unfertiges wurde freigegeben. Bitte melden Sie ihn.`
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
    location: 'Wo es entstand',
    time: 'Wann es entstand oder geändert wurde',
    device: 'Kamera oder Telefon',
    person: 'Personen',
    text: 'Texte',
    software: 'Programme',
    thumbnail: 'Kleine Vorschau, die Verdecktes oder Abgeschnittenes zeigen kann',
    'hidden-picture': 'Versteckte Bilder',
    'hidden-video': 'Verstecktes Video',
    'hidden-data': 'Versteckte Daten',
    history: 'Bearbeitungsverlauf',
    color: 'Farbprofil',
    other: 'Sonstiges',
  },
  timedTrack: {
    gopro: 'Telemetrie von GoPro: Ort, Geschwindigkeit und Bewegungen',
    'camera-motion': 'Bewegungen der Kamera mit ihrem Ort',
    dji: 'Telemetrie von DJI: Ort und Bewegungen',
    camera: 'eigene Aufzeichnungen der Kamera: Einstellungen und Bewegungen, oft die Seriennummer, manchmal der Ort',
    apple: 'zeitliche Metadaten von Apple: Bewegungen des Telefons, gefundene Gesichter, manchmal der Ort',
    timed: 'zeitliche Metadaten; Drohnen schreiben ihren Ort hinein',
    'time-code': 'Timecode: wann es nach der Uhr der Kamera aufgenommen wurde',
    subtitles: 'Untertitel oder Kapitel; Drohnen schreiben ihren Ort hinein',
  },
  stage: {
    read: 'wird gelesen',
    detect: 'Gesichter werden gesucht',
    redact: 'wird verdeckt',
    verify: 'Kopie wird geprüft',
    release: 'wird freigegeben',
  },
  keep: {
    consented: 'hat zugestimmt',
    'public-figure': 'Person des öffentlichen Lebens',
    'not-a-face': 'ist kein Gesicht',
  },
  canceled: 'Es wurde abgebrochen.',
}
