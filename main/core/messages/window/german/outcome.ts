import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, count } from './screens.js'

const { number } = amounts
const filesOf = (amount: number): string => count(amount, 'Datei', 'Dateien')

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'GPS-Position',
  place: 'Ortsnamen',
  person: 'Namen von Personen',
  serial: 'Seriennummer von Kamera oder Objektiv',
  'hidden-picture': 'Verstecktes Bild',
  'hidden-video': 'Verstecktes Video',
  thumbnail: 'Kleine Vorschau, die die Gesichter noch zeigte',
  device: 'Kamera oder Telefon',
  time: 'Datum und Uhrzeit',
  text: 'Texte und Stichwörter',
  history: 'Bearbeitungsverlauf',
  software: 'Namen von Programmen',
  'hidden-data': 'Versteckte Daten',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Export: ${number(finished)} von ${number(total)}`,
  stop: 'Abbrechen',
  safe: (amount) => `${count(amount, 'Datei kann', 'Dateien können')} veröffentlicht werden`,
  safeNone: 'Keine Datei wurde freigegeben',
  needYou: (amount) => `${count(amount, 'Datei braucht', 'Dateien brauchen')} Ihre Aufmerksamkeit`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'Sie wurde nicht freigegeben. Sehen Sie sie an, bessern Sie nach und exportieren Sie noch einmal.'
      : 'Sie wurden nicht freigegeben. Sehen Sie sich jede an, bessern Sie nach und exportieren Sie noch einmal.',
  notExported: (amount) => `${filesOf(amount)} ausgelassen`,
  savedIn: 'Gespeichert in',
  openFolder: 'Ordner öffnen',
  lookAtIt: 'Ansehen',
  exportAgain: 'Noch einmal exportieren',
  removedTitle: 'Was entfernt wurde',
  removed: (kind, amount) => `${removed[kind]} · ${filesOf(amount)}`,
  covered: (amount) => `${count(amount, 'Stelle', 'Stellen')} verdeckt`,
  stays: (amount) => `In ${filesOf(amount)} bleibt jemand sichtbar, wie Sie es gewählt haben.`,
  watchFirst: (name, times) =>
    `${name}: Vielleicht ist jemand zu sehen bei ${times}. Sehen Sie sich diese Stellen zuerst an.`,
  lookYourself:
    'Sehen Sie sich jede Kopie an, bevor Sie sie veröffentlichen: Auch Kleidung, Tattoos, Schilder und Orte können verraten, wer jemand ist.',
  bareHeads: (amount) =>
    `${count(amount, 'Datei zeigt', 'Dateien zeigen')} jemanden, dessen Kopf nicht verdeckt ist, von hinten oder mit einem übersehenen Gesicht. Sehen Sie ${amount === 1 ? 'sie sich' : 'sich jede davon'} an.`,
  watchVideos:
    'Sehen Sie jedes Video von Anfang bis Ende an: In unseren Versuchen war etwa eine von 100 Personen in irgendeinem Bild zu sehen.',
  posterMissing: (name, reason) => `Kein Standbild aus ${name}: ${reason}`,
  report: 'Bericht speichern…',
  reportTitle: 'Bericht speichern',
  reportKinds: { shareable: 'Zum Weitergeben', own: 'Für Sie selbst' },
  reportWhy: {
    shareable: 'Nur Anzahlen und Gründe: keine Dateinamen, keine Orte, niemand, der sichtbar bleibt.',
    own: 'Auch die Dateien mit ihren Ordnern und wer wo und warum sichtbar bleibt. Legen Sie ihn nicht zu dem, was Sie veröffentlichen.',
  },
  reportSaved: (name) => `Gespeichert: ${name}.`,
  backToFiles: 'Zurück zu den Dateien',
  startAnew: 'Neu beginnen…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Ordner prüfen',
  verifyLead:
    'Kann dieser Ordner veröffentlicht werden? In jeder Datei wird jedes Byte geprüft und nach Gesichtern gesucht: Fotos werden ganz betrachtet, Videos etwa sechsmal in der Sekunde.',
  verifyChoose: 'Ordner wählen…',
  verifyRunning: (amount) => `Bisher ${filesOf(amount)} geprüft…`,
  verifyClean: (amount) => `${filesOf(amount)} geprüft, nichts gefunden`,
  verifyWanting: (amount) => `${count(amount, 'Datei ist', 'Dateien sind')} nicht sicher`,
  verifySound: (amount) =>
    `Videos mit Ton: ${number(amount)}. Wer spricht, ist an der Stimme zu erkennen. Den Ton nur veröffentlichen, wenn es niemandem schaden kann.`,
  hasSound: 'mit Ton',
  verifySampled: (looked, frames) =>
    `In Videos wurden Gesichter nicht in jedem Einzelbild gesucht, sondern in ${number(looked)} von ${number(frames)}: Sehen Sie jedes Video selbst an.`,
  verifyEmpty: 'In diesem Ordner sind keine Dateien',
  clean: 'Nichts gefunden',
  findings: (amount) => count(amount, 'Fund', 'Funde'),
  notExamined: 'Nicht geprüft',
  inspectTitle: 'Datei untersuchen',
  inspectLead: 'Was würde dieses Foto oder Video über Sie verraten, wenn Sie es so verschicken?',
  inspectChoose: 'Datei wählen…',
  inspectWorking: 'Die Datei wird untersucht…',
  another: 'Andere Auswahl',
  nothingTold: 'Diese Datei verrät nichts außer ihrem Bild',
  tells: (amount) => `Diese Datei verrät außer ihrem Bild noch ${count(amount, 'Angabe', 'Angaben')}`,
  size: 'Bild',
  faces: (amount) => (amount === 0 ? 'Kein Gesicht gefunden' : count(amount, 'Gesicht', 'Gesichter')),
  technical: (amount) => count(amount, 'technisches Feld', 'technische Felder'),
  useIt: 'Legen Sie sie auf der ersten Seite ab, um eine sichere Kopie zu erhalten.',
}
