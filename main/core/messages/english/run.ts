import type { Stage } from '../../job/item-state.js'
import type { TimedTrack } from '../../video/timed-tracks.js'
import { timedTrackOf } from '../../video/timed-tracks.js'
import type { InspectMessages, ModelMessages, RunMessages, RunOutcome, VerifyMessages } from '../catalogue.js'
import { choose, count, duration, number } from './amounts.js'

const stages: Readonly<Record<Stage, string>> = {
  read: 'reading',
  detect: 'looking for faces',
  redact: 'covering',
  verify: 'examining the copy',
  release: 'releasing',
}

export const stage = (name: Stage): string => stages[name]

export const run: RunMessages = {
  notReleased: (name, sentence) => `Not released: ${name}\n  ${sentence}`,
  withheld: (name, sentence) => `Withheld: ${name}\n  ${sentence}`,
  mentioned: (name, sentence) => `Left out: ${name}\n  ${sentence}`,
  progress: (finished, total, name, stageName) => `${number(finished)} of ${number(total)} · ${stageName} · ${name}`,
  pace: (framesPerSecond) =>
    `${number(framesPerSecond < 10 ? Math.round(framesPerSecond * 10) / 10 : Math.round(framesPerSecond))} frames a second`,
  remaining: (seconds) => `about ${duration(seconds)} left`,
  stillLooking: 'still listing files',
  blurWarning:
    'Warning: blur can be undone. Published attacks recognise 80 to 96 % of blurred faces. Use the default, fill, for anybody who could be harmed.',
  soundWarning: (sound) =>
    sound === 'keep'
      ? 'Warning: the voices in these videos stay as they are, and people are recognised by their voices. Leave --audio out for anybody who could be harmed.'
      : 'Warning: distorted voices are harder to recognise, but experts may still recognise them, and words and ways of speaking stay. Leave --audio out for anybody who could be harmed.',
  posterMissing: (name, sentence) => `The video is safe, but there is no picture out of it: ${name}\n  ${sentence}`,
  reviewVideo: (name, times) =>
    `Look closely: ${name}\n  Somebody was lost from sight at ${times}. The cover was widened there.`,
  bareHeads: (name, heads) =>
    `Look closely: ${name}\n  ${heads === 1 ? 'The head of a person has' : `The heads of ${number(heads)} people have`} no cover: seen from behind, or with a face that was missed.`,
  watching: 'Watching for new files. Stop with Ctrl-C.',
  stopping: 'Stopping… finished files stay, nothing half-done is kept. Press Ctrl-C again to stop at once.',
  stopped: 'Stopped before the end.',
  nothingFound: (recursive) =>
    recursive
      ? 'There are no files in what you named.'
      : 'There are no files in what you named. To take folders inside folders, add --recursive.',
  summary,
  reportWritten: (file) => `Report written to ${file}.`,
  reportExists: (file) => `${file} exists already and is not replaced. Give the report another name.`,
  reportInsideInput: (file, input) =>
    `The report ${file} would lie inside the input ${input}. Choose a place outside of it, so that originals and reports cannot be mixed up.`,
  reportUnwritable: (file, systemCode) => `The report ${file} cannot be written (${systemCode}). Choose another place.`,
}

function summary(outcome: RunOutcome): readonly string[] {
  const { counts, sidecars, faces, uncertain, bareHeads, videos, output } = outcome
  const refused = counts.refused - sidecars
  const lines: string[] = []
  if (counts.safe > 0)
    lines.push(
      `${count(counts.safe, 'file is', 'files are')} safe to publish, with ${count(faces, 'face', 'faces')} covered: ${output}`,
    )
  if (counts.planned > 0)
    lines.push(
      `${count(counts.planned, 'file', 'files')} with ${count(faces, 'face', 'faces')} to cover. Nothing was written.`,
    )
  if (uncertain > 0 && counts.safe > 0)
    lines.push(
      `${count(uncertain, 'cover stands', 'covers stand')} on weak evidence and may hide something that is no face.`,
    )
  if (bareHeads.amount > 0)
    lines.push(
      `${count(bareHeads.amount, 'head has', 'heads have')} no cover, in ${count(bareHeads.files, 'file', 'files')}: people from behind, or a face that was missed. Look there first: somebody may be recognisable.`,
    )
  lines.push(...aboutPeople(outcome))
  if (refused > 0) lines.push(`${count(refused, 'file was', 'files were')} refused.`)
  if (counts.failed > 0) lines.push(`${count(counts.failed, 'file', 'files')} failed.`)
  if (counts['needs-review'] > 0)
    lines.push(
      `${count(counts['needs-review'], 'file was', 'files were')} withheld, because the finished copy did not pass.`,
    )
  if (counts.canceled > 0) lines.push(`${count(counts.canceled, 'file was', 'files were')} not processed.`)
  if (sidecars > 0) lines.push(`${count(sidecars, 'metadata file was', 'metadata files were')} left out.`)
  if (counts.safe > 0)
    lines.push(
      'Look at every copy before you publish it: clothes, tattoos, signs and places can tell who somebody is, too.',
    )
  if (videos > 0)
    lines.push(
      'Watch every video from beginning to end before you publish it: in our tests about one person in 100 was visible in some frame.',
    )
  return lines
}

function aboutPeople({ counts, people }: RunOutcome): readonly string[] {
  if (!people) return []
  const { keeping, kept, stretches, perhaps, bareHeads, moving } = people
  const lines: string[] = []
  const released = counts.safe + counts.planned > 0
  if (keeping && released && kept + stretches.amount === 0) lines.push('Nobody was recognised: everybody is covered.')
  if (moving > 0)
    lines.push(
      `In ${count(moving, 'moving picture', 'moving pictures')} (GIF, APNG, WebP, AVIF) everybody is covered: nobody is recognised in these.`,
    )
  if (kept > 0)
    lines.push(
      `${count(kept, 'face stays', 'faces stay')} visible, because of a reference picture. Look at each of them: it must be the person you meant.`,
    )
  if (perhaps > 0)
    lines.push(
      `${count(perhaps, 'covered face', 'covered faces')} may be somebody you wanted to keep visible, but it is not certain enough.`,
    )
  if (bareHeads > 0)
    lines.push(
      `${count(bareHeads, 'person was', 'people were')} found without a face. Look at the pictures: somebody may be recognisable.`,
    )
  if (stretches.amount > 0)
    lines.push(
      `In videos somebody stays visible in ${count(stretches.amount, 'stretch', 'stretches')}, ${number(Math.ceil(stretches.seconds))} s in all, because of a reference picture. Watch each of them: it must be the person you meant, and nobody else beside.`,
    )
  return lines
}

const timedTracks: Readonly<Record<TimedTrack, string>> = {
  gopro: 'GoPro telemetry: position, speed and movements',
  'camera-motion': 'movements of the camera with its position',
  dji: 'DJI telemetry: position and movements',
  camera: 'the camera’s own records: settings and movements, often its serial number, sometimes the position',
  apple: 'Apple’s timed metadata: movements of the phone, found faces, sometimes the position',
  timed: 'timed metadata; drones write their position there',
  'time-code': 'time code: when it was recorded by the camera’s clock',
  subtitles: 'subtitles or chapters; drones write their position there',
}

export const inspect: InspectMessages = {
  heading: (name) => name,
  picture: (format, width, height, frames) =>
    `${format.toUpperCase()}, ${width} × ${height} pixels${frames > 1 ? `, ${count(frames, 'frame', 'frames')}` : ''}`,
  faces: (amount) => (amount === 0 ? 'No face found' : count(amount, 'face', 'faces')),
  facesOfVideo: (most) =>
    most === 0
      ? 'No face found in two frames of each second; redacting looks more closely'
      : `${most === 1 ? 'A face' : `Up to ${number(most)} faces`} at a time, in two frames of each second`,
  nothing: 'No metadata and nothing hidden found',
  note: (field) => {
    const track = timedTrackOf(field)
    if (track) return timedTracks[track]
    return field === 'MakerNote' ? 'the maker’s own data, which may hold serial numbers' : undefined
  },
  more: (amount) => `and ${number(amount)} more (see --json)`,
  otherFields: (amount, alone) =>
    `${alone ? count(amount, 'field', 'fields') : `and ${count(amount, 'other field', 'other fields')}`} (see --json)`,
  unexamined: (sentence) => `Not examined: ${sentence}`,
}

export const verify: VerifyMessages = {
  clean: (name) => `Clean: ${name}`,
  found: (name, amount) => `Not safe, ${count(amount, 'finding', 'findings')}: ${name}`,
  unexamined: (name, sentence) => `Not examined: ${name}\n  ${sentence}`,
  summary: (clean, wanting) =>
    wanting === 0
      ? `${count(clean, 'file', 'files')} examined, nothing found.`
      : `${choose(wanting, 'One file is', `${number(wanting)} files are`)} not safe to publish, ${number(clean)} without findings.`,
}

export const models: ModelMessages = {
  builtIn: 'built in',
  added: (name) => `Added ${name}. It is used from now on, together with the built-in model.`,
  removed: (name) => `Removed ${name}.`,
}
