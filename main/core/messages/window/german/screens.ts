import { createAmounts, twoForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = twoForms('de')
export function count(amount: number, one: string, other: string): string {
  return `${number(amount)} ${choose(amount, one, other)}`
}

export const amounts = createAmounts('de', {
  bytes: ['B', 'kB', 'MB', 'GB', 'TB'],
  duration: {
    second: (amount) => count(amount, 'Sekunde', 'Sekunden'),
    minute: (amount) => count(amount, 'Minute', 'Minuten'),
    hour: (amount) => count(amount, 'Stunde', 'Stunden'),
  },
})
const { number, duration } = amounts
const filesOf = (amount: number): string => count(amount, 'Datei', 'Dateien')

export const common: CommonMessages = {
  steps: { add: 'Hinzufügen', review: 'Durchsehen', export: 'Export' },
  stepsLabel: 'Schritte',
  tools: 'Werkzeuge',
  settings: 'Einstellungen',
  help: 'Tasten und Hilfe',
  closeNow: 'Sofort schließen',
  closeNowHint: 'Schließt sofort und hinterlässt nichts',
  close: 'Schließen',
  cancel: 'Abbrechen',
  loading: 'Einen Moment…',
  dropHere: 'Zum Hinzufügen loslassen',
  dismiss: 'Ausblenden',
  engineRestarted: (times) =>
    `Der Teil, der die Dateien bearbeitet, wurde unerwartet beendet und neu gestartet${times > 1 ? ` (${number(times)}-mal)` : ''}. Nichts Ungeprüftes wurde freigegeben.`,
  engineRestartedOn: 'Er arbeitete an:',
  pictureUnavailable: 'Keine Vorschau',
}

export const start: StartMessages = {
  title: 'Fotos und Videos hier ablegen',
  chooseFiles: 'Dateien wählen…',
  chooseFolder: 'Ordner wählen…',
  staysHere: 'Alles geschieht auf diesem Computer. Nichts wird irgendwohin gesendet.',
  promises: [
    'Jedes gefundene Gesicht wird verdeckt. Sie sehen alles einmal durch und ergänzen, was fehlt.',
    'Ort, Zeit, Kamera und alles andere, was eine Datei verrät, wird entfernt.',
    'Eine Kopie wird erst nach erneuter Prüfung freigegeben. Ihre Originale bleiben, wie sie sind.',
  ],
  listing: 'Ihre Dateien werden aufgelistet…',
  limitsTitle: 'Bevor Sie beginnen',
  limits:
    'Zaslona verdeckt Gesichter. Auch Kleidung, Tattoos, Schilder, Orte und Begleitpersonen können verraten, wer jemand ist: Sehen Sie sich jedes Bild an, bevor Sie es veröffentlichen.',
  understood: 'Verstanden',
}

export const files: FilesMessages = {
  title: filesOf,
  counts: (photos, videos) =>
    [photos > 0 ? count(photos, 'Foto', 'Fotos') : '', videos > 0 ? count(videos, 'Video', 'Videos') : '']
      .filter(Boolean)
      .join(', '),
  addFiles: 'Dateien hinzufügen…',
  addFolder: 'Ordner hinzufügen…',
  startAnew: 'Neu beginnen…',
  startAnewNow: 'Neu beginnen',
  startAnewQuestion: 'Alle Dateien und Entscheidungen vergessen?',
  startAnewExplanation: 'Ihre Originale und die exportierten Kopien bleiben, wo sie sind.',
  finding: (finished, total) => `Gesichter werden gesucht: ${number(finished)} von ${number(total)}`,
  paused: (finished, total) => `Angehalten: ${number(finished)} von ${number(total)}`,
  timeLeft: (seconds) => `noch etwa ${duration(seconds)}`,
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  stop: 'Abbrechen',
  filters: {
    all: 'Alle',
    waiting: 'Wartend',
    'to-review': 'Durchzusehen',
    'looked-at': 'Durchgesehen',
    withheld: 'Zurückgehalten',
    'left-out': 'Ausgelassen',
    safe: 'Sicher',
  },
  filtersLabel: 'Anzeigen',
  gridLabel: 'Dateien',
  nothingHere: 'Hier ist keine Datei',
  faces: (amount) => (amount === 0 ? 'Kein Gesicht gefunden' : count(amount, 'Gesicht', 'Gesichter')),
  people: (amount) => (amount === 0 ? 'Niemand gefunden' : count(amount, 'Person', 'Personen')),
  uncertain: (amount) => `${number(amount)} unsicher`,
  status: {
    waiting: 'Wartet',
    finding: 'Suche läuft',
    found: 'Durchzusehen',
    'looked-at': 'Durchgesehen',
    'export-waiting': 'Wartet auf Export',
    exporting: 'Wird exportiert',
    safe: 'Sicher',
    withheld: 'Zurückgehalten',
    refused: 'Ausgelassen',
    failed: 'Fehler',
    canceled: 'Abgebrochen',
  },
  remove: 'Aus der Liste entfernen',
  toReview: (amount) => `${filesOf(amount)} durchzusehen`,
  allLookedAt: 'Alles durchgesehen',
  leftOut: (amount) => `${filesOf(amount)} ausgelassen`,
  review: 'Durchsehen',
  goToExport: 'Export…',
}

export const exporting: ExportMessages = {
  title: 'Sichere Kopien exportieren',
  count: (amount) => `${filesOf(amount)} bereit`,
  notLookedAt: (amount) =>
    `${count(amount, 'Datei ist', 'Dateien sind')} noch nicht durchgesehen. Gefundene Gesichter werden verdeckt, aber nur Sie sehen, was übersehen wurde.`,
  lookFirst: 'Zuerst durchsehen',
  stillSearching: (amount) =>
    `Gesichter werden noch gesucht, übrig: ${filesOf(amount)}. Halten Sie die Suche an, um zu exportieren, was fertig ist.`,
  notSearched: (amount) => `Noch nicht nach Gesichtern durchsucht: ${filesOf(amount)}. Dieser Export lässt sie aus.`,
  folder: 'Ordner für die Kopien',
  folderWhy: 'Wählen Sie einen leeren Ordner. Darin wird nie etwas ersetzt.',
  chooseFolder: 'Ordner wählen…',
  changeFolder: 'Ändern…',
  style: 'Wie Gesichter verdeckt werden',
  styles: { fill: 'Deckend', pixelate: 'Mosaik', blur: 'Unschärfe' },
  styleWhy: {
    fill: 'Vom Gesicht bleibt nichts. Die einzige Art, die sich nicht umkehren lässt.',
    pixelate: 'Grobe Quadrate. Sie behalten etwas vom Gesicht: nichts für Menschen, denen es schaden könnte.',
    blur: 'Unschärfe lässt sich umkehren: Programme erkennen 80 bis 96 % der unscharfen Gesichter. Nie für Menschen verwenden, denen es schaden könnte.',
  },
  recommended: 'Empfohlen',
  styleVideos: 'In Videos werden Gesichter immer deckend verdeckt.',
  extent: 'Was verdeckt wird',
  extents: {
    faces: 'Gesichter',
    heads: 'Ganze Köpfe',
    people: 'Ganze Personen',
  },
  extentWhy: {
    faces: 'Das Gesicht und was darum herum liegt.',
    heads:
      'Auch Haare, Ohren und Kopfbedeckungen, und die Köpfe von Menschen, deren Gesicht nicht gefunden wurde. Kleidung bleibt sichtbar.',
    people: 'Ganze Körper als Rechtecke, wo immer jemand gefunden wird. Von einer Nahaufnahme bleibt fast nichts.',
  },
  extentPreview: 'Die Vorschau zeigt nicht alles davon: Sehen Sie sich die Kopien an.',
  photosOnly: 'Nur für Fotos: Videos werden ohne dies exportiert.',
  color: 'Farbe',
  colors: { gray: 'Grau', black: 'Schwarz', white: 'Weiß' },
  margin: 'Über das Gesicht hinaus verdecken',
  marginWhy: 'Auch Haare, Ohren und Kinn verraten jemanden. 30 % sind das Mindeste.',
  pictures: 'Fotos',
  format: 'Format',
  formatKeep: 'Wie das Original',
  formatWhy: 'Jede Kopie wird neu geschrieben, also wird nichts aus der Originaldatei übernommen.',
  size: 'Größe',
  sizeKeep: 'Wie das Original',
  sizeAtMost: (pixels) => `Höchstens ${number(pixels)} Pixel`,
  sizeWhy: 'Kleinere Fotos und Videos zeigen weniger, was jemanden verraten könnte.',
  names: 'Dateinamen',
  namesNeutral: 'Neutral',
  namesKeep: 'Wie die Originale',
  namesWhy: {
    neutral: 'Namen wie photo-7k2m9xqd.jpg verraten nichts.',
    keep: 'Namen können Datum, Kamera oder Person verraten. Behalten Sie sie nur, wenn Sie sie geprüft haben.',
  },
  keepFolders: 'Ordner beibehalten',
  keepFoldersWhy: {
    neutral: 'Auch Ordner bekommen neutrale Namen.',
    keep: 'Die Namen der Ordner werden unverändert wiederholt.',
  },
  videos: 'Videos',
  quality: 'Qualität',
  qualities: { small: 'Kleine Datei', standard: 'Normal', high: 'Hoch' },
  qualityWhy: 'Normale Qualität sieht auf dem Telefon aus wie das Original.',
  sound: 'Ton',
  sounds: {
    remove: 'Entfernen',
    keep: 'Behalten',
    distort: 'Stimmen verzerren',
  },
  soundWhy: {
    remove: 'Eine Stimme verrät jemanden ebenso wie ein Gesicht.',
    keep: 'Wer spricht, ist an der Stimme zu erkennen. Nur behalten, wenn es niemandem schaden kann.',
    distort:
      'Stimmen klingen anders, aber Fachleute können sie vielleicht dennoch erkennen: Worte, Mundart und Rhythmus bleiben. Nichts für Menschen, denen es schaden könnte.',
  },
  compatible: 'Für alte Abspielprogramme',
  compatibleWhy: 'Solche Videos zeigt jedes Programm. HDR und feine Farbabstufungen gehen verloren.',
  poster: 'Auch ein Standbild aus jedem Video',
  posterWhy: 'Es stammt aus der verdeckten Kopie und wird wie ein Foto geprüft.',
  traces: 'Spuren stärker verdecken',
  roundSize: 'Gängige Bildgröße',
  roundSizeWhy:
    'Die Größe sagt dann weniger über die Kamera und darüber, was abgeschnitten wurde. Seitenverhältnisse können sich um bis zu 1,5 % ändern. Sonst verbirgt es nichts.',
  defeatFingerprint: 'Fingerabdruck der Kamera schwächen',
  defeatFingerprintWhy:
    'Jeder Sensor hinterlässt ein Muster, über das sich Bilder einer Kamera einander zuordnen lassen. Es wird geglättet, verzerrt und mit Rauschen überdeckt; Fotos werden kleiner und weniger scharf. Keine Gewähr: Wer viele Bilder Ihrer Kamera hat, kann sie vielleicht dennoch zuordnen.',
  details: 'Weitere Einstellungen',
  start: (amount) => `${filesOf(amount)} exportieren`,
  nothingToExport: 'Noch nichts zu exportieren',
}

export const settings: SettingsMessages = {
  title: 'Einstellungen',
  language: 'Sprache',
  languageSystem: 'Wie der Computer',
  theme: 'Darstellung',
  themes: { system: 'Wie der Computer', light: 'Hell', dark: 'Dunkel' },
  textSize: 'Textgröße',
  thoroughness: 'Wie gründlich nach Gesichtern gesucht wird',
  levels: { fast: 'Schnell', balanced: 'Normal', thorough: 'Gründlich' },
  levelWhy: {
    fast: 'Für alte Computer. Übersieht mehr kleine Gesichter.',
    balanced: 'Richtig für die meisten Bilder.',
    thorough: 'Für Menschenmengen. Dauert mehrmals so lang.',
  },
  keptOnly:
    'Nur diese Einstellungen bleiben gespeichert. Dateien und Entscheidungen werden vergessen, wenn Sie das Fenster schließen.',
}
