import { createAmounts, twoForms } from '../amounts.js'
import type { CommonMessages, ExportMessages, FilesMessages, SettingsMessages, StartMessages } from '../catalogue.js'

export const choose = twoForms('en')
export function count(amount: number, one: string, other: string): string {
  return `${number(amount)} ${choose(amount, one, other)}`
}

export const amounts = createAmounts('en', {
  bytes: ['B', 'kB', 'MB', 'GB', 'TB'],
  duration: {
    second: (amount) => count(amount, 'second', 'seconds'),
    minute: (amount) => count(amount, 'minute', 'minutes'),
    hour: (amount) => count(amount, 'hour', 'hours'),
  },
})
const { number, duration } = amounts

export const common: CommonMessages = {
  steps: { add: 'Add', review: 'Review', export: 'Export' },
  stepsLabel: 'Steps',
  tools: 'Tools',
  settings: 'Settings',
  help: 'Keys and help',
  closeNow: 'Close now',
  closeNowHint: 'Closes at once and leaves nothing behind',
  close: 'Close',
  cancel: 'Cancel',
  loading: 'One moment…',
  dropHere: 'Drop to add',
  dismiss: 'Dismiss',
  engineRestarted: (times) =>
    `The part that works on files ended unexpectedly and was started again${times > 1 ? ` (${number(times)} times)` : ''}. Nothing unexamined was released.`,
  engineRestartedOn: 'It was working on:',
  pictureUnavailable: 'No preview',
}

export const start: StartMessages = {
  title: 'Drop photos and videos here',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  staysHere: 'Everything happens on this computer. Nothing is ever sent anywhere.',
  promises: [
    'Every face that is found gets covered. You look once and correct what is missing.',
    'Place, time, camera and everything else that a file tells is removed.',
    'A copy is released only after it was examined again. Your originals stay as they are.',
  ],
  listing: 'Looking at what you added…',
  limitsTitle: 'Before you start',
  limits:
    'Zaslona covers faces. Clothes, tattoos, signs, places and companions can also tell who somebody is: look at every picture before you publish it.',
  understood: 'Understood',
}

export const files: FilesMessages = {
  title: (amount) => count(amount, 'file', 'files'),
  counts: (photos, videos) =>
    [photos > 0 ? count(photos, 'photo', 'photos') : '', videos > 0 ? count(videos, 'video', 'videos') : '']
      .filter(Boolean)
      .join(', '),
  addFiles: 'Add files…',
  addFolder: 'Add a folder…',
  startAnew: 'Start anew…',
  startAnewNow: 'Start anew',
  startAnewQuestion: 'Forget all files and decisions?',
  startAnewExplanation: 'Your originals and the copies that were exported stay where they are.',
  finding: (finished, total) => `Looking for faces: ${number(finished)} of ${number(total)}`,
  paused: (finished, total) => `Paused: ${number(finished)} of ${number(total)}`,
  timeLeft: (seconds) => `about ${duration(seconds)} left`,
  pause: 'Pause',
  resume: 'Go on',
  stop: 'Stop',
  filters: {
    all: 'All',
    waiting: 'Waiting',
    'to-review': 'To review',
    'looked-at': 'Looked at',
    withheld: 'Withheld',
    'left-out': 'Left out',
    safe: 'Safe',
  },
  filtersLabel: 'Show',
  gridLabel: 'Files',
  nothingHere: 'No file here',
  faces: (amount) => (amount === 0 ? 'No face found' : count(amount, 'face', 'faces')),
  people: (amount) => (amount === 0 ? 'Nobody found' : count(amount, 'person', 'people')),
  uncertain: (amount) => `${number(amount)} unsure`,
  status: {
    waiting: 'Waiting',
    finding: 'Searching',
    found: 'To review',
    'looked-at': 'Looked at',
    'export-waiting': 'Waiting for export',
    exporting: 'Exporting',
    safe: 'Safe',
    withheld: 'Withheld',
    refused: 'Left out',
    failed: 'Failed',
    canceled: 'Stopped',
  },
  remove: 'Remove from the list',
  toReview: (amount) => `${count(amount, 'file', 'files')} to look at`,
  allLookedAt: 'You have looked at everything',
  leftOut: (amount) => `${count(amount, 'file is', 'files are')} left out`,
  review: 'Review',
  goToExport: 'Export…',
}

export const exporting: ExportMessages = {
  title: 'Export safe copies',
  count: (amount) => `${count(amount, 'file', 'files')} ready`,
  notLookedAt: (amount) =>
    `You have not looked at ${count(amount, 'file', 'files')} yet. Faces that were found get covered, but only you can see what was missed.`,
  lookFirst: 'Look at them first',
  stillSearching: (amount) =>
    `${count(amount, 'file is', 'files are')} still being searched for faces. Pause the search to export what is ready.`,
  notSearched: (amount) =>
    `${count(amount, 'file was', 'files were')} not searched for faces yet. This export leaves out what was not searched.`,
  folder: 'Folder for the copies',
  folderWhy: 'Choose an empty folder. Nothing in it is ever replaced.',
  chooseFolder: 'Choose a folder…',
  changeFolder: 'Change…',
  style: 'How faces are covered',
  styles: { fill: 'Solid', pixelate: 'Mosaic', blur: 'Blur' },
  styleWhy: {
    fill: 'Nothing of the face is left. The only style that cannot be undone.',
    pixelate: 'Coarse squares. They keep a little of the face: not for people who could be harmed.',
    blur: 'Blur can be undone: software recognises 80 to 96% of blurred faces. Never use it for people who could be harmed.',
  },
  recommended: 'Recommended',
  styleVideos: 'In videos faces are always covered solid.',
  extent: 'What is covered',
  extents: {
    faces: 'Faces',
    heads: 'Whole heads',
    people: 'Whole people',
  },
  extentWhy: {
    faces: 'The face and what lies around it.',
    heads: 'Hair, ears and headgear as well, and the heads of people whose face was not found. Clothes stay visible.',
    people: 'Whole bodies as boxes, wherever a person is found. Of a close-up hardly anything is left.',
  },
  extentPreview: 'The preview does not show all of it: look at the copies.',
  photosOnly: 'Photos only: videos are exported without it.',
  color: 'Colour',
  colors: { gray: 'Grey', black: 'Black', white: 'White' },
  margin: 'Cover beyond the face',
  marginWhy: 'Hair, ears and chin identify people, too. 30% is the least.',
  pictures: 'Photos',
  format: 'Format',
  formatKeep: 'As the original',
  formatWhy: 'Every copy is written anew, so nothing of the original file is carried over.',
  size: 'Size',
  sizeKeep: 'As the original',
  sizeAtMost: (pixels) => `At most ${number(pixels)} pixels`,
  sizeWhy: 'Smaller photos and videos show less that could identify somebody.',
  names: 'File names',
  namesNeutral: 'Neutral',
  namesKeep: 'As the originals',
  namesWhy: {
    neutral: 'Names such as photo-7k2m9xqd.jpg tell nothing.',
    keep: 'Names can tell the date, the camera or a person. Keep them only if you have looked at them.',
  },
  keepFolders: 'Keep the folders',
  keepFoldersWhy: {
    neutral: 'Folders get neutral names, too.',
    keep: 'The names of folders are repeated as they are.',
  },
  videos: 'Videos',
  quality: 'Quality',
  qualities: { small: 'Small file', standard: 'Standard', high: 'High' },
  qualityWhy: 'Standard looks like the original on a phone.',
  sound: 'Sound',
  sounds: {
    remove: 'Remove',
    keep: 'Keep',
    distort: 'Distort voices',
  },
  soundWhy: {
    remove: 'A voice identifies somebody as a face does.',
    keep: 'Everybody who speaks can be recognised by the voice. Keep the sound only if nobody could be harmed.',
    distort:
      'Voices sound different, but experts may still recognise them: words, dialect and rhythm stay. Not for people who could be harmed.',
  },
  compatible: 'For old players',
  compatibleWhy: 'Every player shows such videos. HDR and fine shades of colour are lost.',
  poster: 'Also a still picture of each video',
  posterWhy: 'It comes out of the covered copy and is examined like a photo.',
  traces: 'Stronger covers of traces',
  roundSize: 'Common picture size',
  roundSizeWhy:
    'The size then says less about the camera and about what was cut off. Shapes may be stretched by up to 1.5%. It hides nothing else.',
  defeatFingerprint: 'Weaken the fingerprint of the camera',
  defeatFingerprintWhy:
    'Every sensor leaves a pattern by which pictures of one camera can be linked. It is smoothed, bent and covered with noise; photos become smaller and less sharp. No guarantee: whoever has many pictures of your camera may still link them.',
  details: 'More choices',
  start: (amount) => `Export ${count(amount, 'file', 'files')}`,
  nothingToExport: 'There is nothing to export yet',
}

export const settings: SettingsMessages = {
  title: 'Settings',
  language: 'Language',
  languageSystem: 'As this computer',
  theme: 'Appearance',
  themes: { system: 'As this computer', light: 'Light', dark: 'Dark' },
  textSize: 'Text size',
  thoroughness: 'How hard to look for faces',
  levels: { fast: 'Fast', balanced: 'Balanced', thorough: 'Thorough' },
  levelWhy: {
    fast: 'For old computers. Misses more small faces.',
    balanced: 'Right for most pictures.',
    thorough: 'For crowds. Takes several times as long.',
  },
  keptOnly: 'Only these settings are remembered. Files and decisions are forgotten when you close the window.',
}
