import type { ExamineMessages, RemovedKind, ResultMessages } from '../catalogue.js'
import { amounts, choose, count } from './screens.js'

const { number } = amounts

const removed: Readonly<Record<RemovedKind, string>> = {
  gps: 'GPS position',
  place: 'Names of places',
  person: 'Names of people',
  serial: 'Serial number of a camera or lens',
  'hidden-picture': 'Hidden picture',
  'hidden-video': 'Hidden video',
  thumbnail: 'Small preview that still showed the faces',
  device: 'Camera or phone',
  time: 'Date and time',
  text: 'Texts and keywords',
  history: 'Editing history',
  software: 'Names of programs',
  'hidden-data': 'Hidden data',
}

export const result: ResultMessages = {
  exporting: (finished, total) => `Exporting: ${number(finished)} of ${number(total)}`,
  stop: 'Stop',
  safe: (amount) => `${count(amount, 'file is', 'files are')} safe to publish`,
  safeNone: 'No file was released',
  needYou: (amount) => `${count(amount, 'file needs', 'files need')} you`,
  needYouWhy: (amount) =>
    amount === 1
      ? 'It was not released. Look at it, correct it and export it again.'
      : 'They were not released. Look at each, correct it and export it again.',
  notExported: (amount) => `${count(amount, 'file was', 'files were')} left out`,
  savedIn: 'Saved in',
  openFolder: 'Open folder',
  lookAtIt: 'Look at it',
  exportAgain: 'Export again',
  removedTitle: 'What was removed',
  removed: (kind, amount) => `${removed[kind]} · ${count(amount, 'file', 'files')}`,
  covered: (amount) => `${count(amount, 'area', 'areas')} covered`,
  stays: (amount) => `Somebody stays visible in ${count(amount, 'file', 'files')}, as you chose.`,
  watchFirst: (name, times) => `${name}: somebody may be visible at ${times}. Watch these moments first.`,
  lookYourself:
    'Look at every copy before you publish it: clothes, tattoos, signs and places can tell who somebody is, too.',
  bareHeads: (amount) =>
    `${count(amount, 'file shows', 'files show')} somebody whose head has no cover, from behind or with a face that was missed. Look at ${amount === 1 ? 'it' : 'each of them'}.`,
  watchVideos:
    'Watch every video from beginning to end: in our tests about one person in 100 was visible in some frame.',
  posterMissing: (name, reason) => `No still picture out of ${name}: ${reason}`,
  report: 'Save a report…',
  reportTitle: 'Save a report',
  reportKinds: { shareable: 'To pass on', own: 'For yourself' },
  reportWhy: {
    shareable: 'Amounts and reasons alone: no names of files, no places, nobody who stays visible.',
    own: 'Also the files with their folders, and who stays visible where and why. Keep it away from what you publish.',
  },
  reportSaved: (name) => `Saved as ${name}.`,
  backToFiles: 'Back to the files',
  startAnew: 'Start anew…',
}

export const examine: ExamineMessages = {
  verifyTitle: 'Verify a folder',
  verifyLead:
    'Is this folder safe to publish? In every file each byte is checked and faces are looked for: photos are looked at as a whole, videos about six times a second.',
  verifyChoose: 'Choose a folder…',
  verifyRunning: (amount) => `${count(amount, 'file', 'files')} examined so far…`,
  verifyClean: (amount) => `${count(amount, 'file', 'files')} examined, nothing found`,
  verifyWanting: (amount) => `${count(amount, 'file is', 'files are')} not safe to publish`,
  verifySound: (amount) =>
    `${count(amount, 'video has', 'videos have')} sound: everybody who speaks can be recognised by the voice. Publish the sound only if nobody could be harmed.`,
  hasSound: 'has sound',
  verifySampled: (looked, frames) =>
    `In videos faces were looked for in ${number(looked)} of ${number(frames)} frames, not in each: watch every video yourself.`,
  verifyEmpty: 'There are no files in this folder',
  clean: 'Nothing found',
  findings: (amount) => count(amount, 'finding', 'findings'),
  notExamined: 'Not examined',
  inspectTitle: 'Look into a file',
  inspectLead: 'What would this photo or video tell about you, if you sent it as it is?',
  inspectChoose: 'Choose a file…',
  inspectWorking: 'Looking into the file…',
  another: 'Choose another',
  nothingTold: 'This file tells nothing beside its picture',
  tells: (amount) => `This file tells ${count(amount, 'thing', 'things')} beside its picture`,
  size: 'Picture',
  faces: (amount) =>
    choose(amount, `${number(amount)} face`, amount === 0 ? 'No face found' : `${number(amount)} faces`),
  technical: (amount) => count(amount, 'technical field', 'technical fields'),
  useIt: 'Drop it on the first page to get a safe copy.',
}
