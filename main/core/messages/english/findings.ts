import type { EngineError } from '../../contract/engine.js'
import type { TraceKind } from '../../ports.js'
import type { ReferenceProblem } from '../../people/references.js'
import type { Remark } from '../../verdict/audit.js'
import type { Finding } from '../../verdict/finding.js'
import { printable } from '../printable.js'
import { bytes, number } from './amounts.js'
import { unusableModel } from './model-problems.js'
import { refusal } from './reasons.js'

export function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `a part that a clean picture does not have: ${printable(found.part)} (${bytes(found.sizeBytes)} at byte ${found.offsetBytes})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)} at byte ${found.offsetBytes} that belong to no part of the picture`
    case 'malformed-part':
      return `a part that holds something it should not: ${printable(found.part)} (at byte ${found.offsetBytes})`
    case 'hidden-picture':
      return `a hidden picture beside the visible one: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}colours under transparent places, which can be made visible`
    case 'metadata-remains':
      return `metadata of the original: ${printable(found.field)}`
    case 'undecodable':
      return 'a picture that cannot be opened'
    case 'unknown-format':
      return 'no picture format that Zaslona can vouch for'
    case 'picture-differs':
      return `a picture with another ${{ size: 'size', frames: 'number of frames', format: 'format' }[found.what]} than was written`
    case 'sound-differs':
      return found.what === 'unexpected' ? 'sound that was to be removed' : 'sound other than was written'
    case 'region-uncovered':
      return `${frame(found.frame)}a region that is not fully covered (${place(found.rect.left, found.rect.top)})`
    case 'face-visible':
      return `${frame(found.frame)}a face that can be seen (${share(found.box.x)} from the left, ${share(found.box.y)} from the top)`
    case 'person-inconsistent':
      return `${frame(found.frame)}a face that is visible (${share(found.box.x)} from the left, ${share(found.box.y)} from the top), of somebody who is covered ${found.covered === 1 ? 'once' : `${found.covered} times`} and visible ${found.visible === 1 ? 'once' : `${found.visible} times`}`
    case 'file-attribute':
      return attribute(found.name)
  }
}

export function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'it has sound: voices identify people, also when they are distorted'
    case 'frames-sampled':
      return `faces were looked for in ${number(told.looked)} of ${number(told.frames)} frames; --thoroughness thorough looks at each`
  }
}

/** What the file system says of a file. */
const attribute = (name: string): string =>
  name === 'mtime'
    ? 'the date of the file, which tells when it was made or changed (released files all have 1 January 2000)'
    : `something that the disk keeps about the file: ${printable(name)}`

const frame = (index: number): string => (index > 0 ? `in frame ${index + 1}: ` : '')
const place = (left: number, top: number): string => `${left} pixels from the left, ${top} from the top`
const share = (part: number): string => `${Math.round(Math.min(1, Math.max(0, part)) * 100)} %`

const traceKinds: Readonly<Record<TraceKind, string>> = {
  location: 'Where it was taken',
  time: 'When it was taken or changed',
  device: 'Camera or phone',
  person: 'People',
  text: 'Texts',
  software: 'Programs',
  thumbnail: 'Small preview, which may show what was cut off or covered',
  'hidden-picture': 'Hidden pictures',
  'hidden-video': 'Hidden video',
  'hidden-data': 'Hidden data',
  history: 'Editing history',
  color: 'Colour profile',
  other: 'Other metadata',
}

export const traceKind = (kind: TraceKind): string => traceKinds[kind]

const setUpAgain = 'Run `npm run setup` in the folder of Zaslona; until then nothing is redacted.'

export function engineError(error: EngineError): string {
  switch (error.code) {
    case 'invalid-request':
      return `The command cannot be carried out: ${printable(error.path)}: ${printable(error.detail)}.`
    case 'output-inside-input':
      return `The output folder ${printable(error.output)} lies inside the input ${printable(error.input)}. Choose a folder outside of it, so that originals and safe copies cannot be mixed up.`
    case 'input-inside-output':
      return `The input ${printable(error.input)} lies inside the output folder ${printable(error.output)}. Choose another output folder, so that originals and safe copies cannot be mixed up.`
    case 'output-not-a-folder':
      return `${printable(error.output)} is not a folder. Choose a folder for the safe copies.`
    case 'output-unwritable':
      return unwritable(printable(error.output), error.systemCode)
    case 'model-missing':
      return `The face detection model ${printable(error.file)} is missing. ${setUpAgain}`
    case 'model-altered':
      return `The face detection model ${printable(error.file)} is not the one that was checked (its checksum differs). ${setUpAgain}`
    case 'model-unusable':
      return unusableModel(printable(error.file), error.detail)
    case 'model-unknown':
      return `There is no model named ${printable(error.name)}. See \`zaslona models list\`.`
    case 'model-built-in':
      return `The model ${printable(error.name)} belongs to Zaslona and cannot be replaced or removed.`
    case 'models-unwritable':
      return `The folder of added models cannot be written to (${printable(error.systemCode)}). Look at its permissions.`
    case 'reference-unusable':
      return reference(printable(error.file), error.problem)
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Stopped.'
    case 'engine-ended':
      return 'The part of Zaslona that works on files ended unexpectedly. Nothing unexamined was released. Try again; if it happens with the same file, leave that file out.'
    case 'internal':
      return `Zaslona made a mistake (${printable(error.detail)}) and stopped. Nothing unfinished was released. Please report it.`
  }
}

function reference(file: string, problem: ReferenceProblem): string {
  switch (problem) {
    case 'no-picture':
      return `There is no picture in ${file}. Give a picture of the person who stays visible, or a folder of such pictures.`
    case 'unreadable':
      return `The reference picture ${file} cannot be read. Give another picture.`
    case 'no-face':
      return `No face was found in the reference picture ${file}. Give a picture that shows the person's face.`
    case 'several-faces':
      return `There is more than one face in the reference picture ${file}. Cut out the person who stays visible.`
    case 'poor-face':
      return `The face in the reference picture ${file} is too small, turned aside, blurred or partly hidden. Give a clear picture from the front.`
    case 'other-person':
      return `The reference picture ${file} does not look like the person of the other pictures in its folder. Every --keep is one person: leave the picture out, or give it a --keep of its own.`
  }
}

function unwritable(output: string, systemCode: string): string {
  switch (systemCode) {
    case 'ENOENT':
      return `The output folder ${output} cannot be made, because the folder it should lie in does not exist. Make that first, or look at the spelling.`
    case 'EACCES':
    case 'EPERM':
      return `You are not allowed to write to the output folder ${output}. Choose another one.`
    case 'EROFS':
      return `The output folder ${output} lies on a disk that can only be read. Choose another one.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of the output folder ${output} is full. Free some space or choose another folder.`
    default:
      return `The output folder ${output} cannot be used (${printable(systemCode)}). Choose another one.`
  }
}
