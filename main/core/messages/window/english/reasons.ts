import type { BridgeError } from '../../../contract/bridge.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../job/reasons.js'
import type { Remark } from '../../../verdict/audit.js'
import type { Finding } from '../../../verdict/finding.js'
import { printable } from '../../printable.js'
import type { ReasonMessages } from '../catalogue.js'
import { inconsistent } from './people.js'
import { amounts, choose, count } from './screens.js'

const { number, bytes, duration, percent } = amounts
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 100_000) / 10)} megapixels`

function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'The file is empty. Copy it from the camera or phone again.'
    case 'not-a-picture':
      return 'This is no photo or video that Zaslona knows.'
    case 'unsupported-format':
      return `${printable(reason.format)} is not handled yet. If it is a photo, save it as JPEG or PNG and add that.`
    case 'truncated':
      return 'The end of the file is missing. Copy it from the camera or phone again.'
    case 'corrupt':
      return 'The file is damaged and cannot be read safely. Copy it again.'
    case 'too-many-pixels':
      return `It has ${megapixels(reason.pixels)}, more than the ${megapixels(reason.limit)} allowed. Save a smaller copy and add that.`
    case 'too-many-frames':
      return `It has ${count(reason.frames, 'frame', 'frames')}, more than the ${number(reason.limit)} allowed. Split it and add the parts.`
    case 'file-too-large':
      return `It has ${bytes(reason.sizeBytes)}, more than the ${bytes(reason.limitBytes)} allowed. Save a smaller copy and add that.`
    case 'not-a-regular-file':
      return 'This is a device or the like and no file.'
    case 'link-loop':
      return 'This link leads back to itself.'
    case 'unreadable':
      return reason.systemCode === 'EACCES' || reason.systemCode === 'EPERM'
        ? 'You are not allowed to read this file. Copy it to a folder of your own.'
        : `It cannot be read (${printable(reason.systemCode)}). See whether the drive is connected.`
    case 'vanished':
      return 'The file was moved or deleted meanwhile. Add it again.'
    case 'changed':
      return 'The file was changed meanwhile. Wait until it is complete and add it again.'
    case 'sidecar':
      return 'Notes that a camera or program keeps beside a photo. They are not copied; do not publish them.'
    case 'not-for-videos':
      return 'Only photos can follow one of the choices made here. Export videos by themselves, without it.'
    case 'nothing-in-part':
      return 'The video has no picture in the part that was asked for.'
    case 'unsupported-sound':
      return `Its sound (${printable(reason.codec)}) cannot be read. Export it without sound.`
    case 'no-video-codec':
      return 'Videos need FFmpeg, which is not on this computer. Install FFmpeg (its programs ffmpeg and ffprobe) and open Zaslona again.'
    case 'ffmpeg-unusable':
      return 'The FFmpeg program on this computer cannot be used: it is missing, older than 5.1 or made without an encoder. Install a current FFmpeg.'
    case 'beyond-ffmpeg-program':
      return `FFmpeg as a program of its own cannot process this video reliably: ${printable(reason.what)}.`
    case 'format-cannot-hold':
      return cannotHold(reason.format.toUpperCase(), reason.what)
  }
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  switch (what) {
    case 'animation':
      return `${format} holds no moving pictures. Choose WebP or “as the original” for it.`
    case 'pages':
      return `${format} holds one page only. Choose TIFF or “as the original” for it.`
    case 'size':
      return `The photo is too large for ${format}. Choose another format or a size.`
  }
}

function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Reading the file ended in a crash. It may be damaged or malicious: leave it out.'
    case 'timed-out':
      return `It was not done after ${duration(reason.limitMs / 1_000)}. It may be damaged or malicious: leave it out.`
    case 'out-of-memory':
      return 'This computer has too little memory for it. Close other programs, or save a smaller copy and add that.'
    case 'disk-full':
      return 'The disk is full. Free some space or choose another folder, and export again.'
    case 'not-enough-space':
      return `The copy needs about ${bytes(reason.neededBytes)}, and only ${bytes(reason.freeBytes)} are free. Free some space or choose another folder, and export again.`
    case 'output-unwritable':
      return `The folder cannot be written to (${printable(reason.systemCode)}). Choose another one.`
    case 'output-exists':
      return `The folder already has a file named ${printable(reason.name)}, which is never replaced. Choose an empty folder.`
    case 'encode-failed':
      return 'The copy could not be written. Try another format.'
    case 'internal':
      return `Zaslona made a mistake (${printable(reason.detail)}) and released nothing of this file. Please report it, without the picture.`
  }
}

function withheld(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `The copy did not pass its examination (${count(amount, 'finding', 'findings')}). Try another format.`
    case 'person-inconsistent':
      return inconsistent(reason.findings)
    case 'faces-remain':
      return `The copy still seemed to show ${choose(amount, 'a face', `${number(amount)} faces`)}. Cover what is missing and export it again.`
  }
}

const frame = (index: number): string => (index > 0 ? `in frame ${number(index + 1)}: ` : '')
const differences = { size: 'size', frames: 'number of frames', format: 'format' } as const

function finding(found: Finding): string {
  switch (found.code) {
    case 'unexpected-part':
      return `a part that a clean file does not have: ${printable(found.part)} (${bytes(found.sizeBytes)})`
    case 'unaccounted-bytes':
      return `${bytes(found.sizeBytes)} that belong to no part of the picture`
    case 'malformed-part':
      return `a part that holds something it should not: ${printable(found.part)}`
    case 'hidden-picture':
      return `a hidden picture: ${printable(found.part)}`
    case 'hidden-color':
      return `${frame(found.frame)}colours under transparent places, which can be made visible`
    case 'metadata-remains':
      return `something the original tells: ${printable(found.field)}`
    case 'undecodable':
      return 'a picture that cannot be opened'
    case 'unknown-format':
      return 'no format that Zaslona can vouch for'
    case 'picture-differs':
      return `a picture with another ${differences[found.what]} than was written`
    case 'sound-differs':
      return 'sound that is not as it was asked for'
    case 'person-inconsistent':
      return `somebody who is covered in ${number(found.covered)} other pictures`
    case 'region-uncovered':
      return `${frame(found.frame)}a place that is not fully covered`
    case 'face-visible':
      return `${frame(found.frame)}a face that can be seen (${percent(clamped(found.box.x))} from the left, ${percent(clamped(found.box.y))} from the top)`
    case 'file-attribute':
      return found.name === 'mtime'
        ? 'the date of the file, which tells when it was made or changed'
        : `something that the disk keeps about the file: ${printable(found.name)}`
  }
}

function remark(told: Remark): string {
  switch (told.code) {
    case 'sound':
      return 'it has sound: everybody who speaks can be recognised by the voice'
    case 'frames-sampled':
      return `faces were looked for in ${number(told.looked)} of ${number(told.frames)} frames`
  }
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

function bridge(error: BridgeError): string {
  switch (error.code) {
    case 'report-exists':
      return 'A file of this name is there already. Choose another name: nothing is ever replaced.'
    case 'report-unwritable':
      return `The report could not be saved there (${printable(error.systemCode)}). Choose another folder.`
    case 'reference-unusable':
      return 'A reference picture must show exactly one face clearly. Choose another.'
    case 'output-inside-input':
      return 'This folder lies inside one that you added. Choose another, so that originals and copies cannot be mixed up.'
    case 'input-inside-output':
      return 'Your originals lie inside this folder. Choose another, so that originals and copies cannot be mixed up.'
    case 'output-not-a-folder':
      return 'This is no folder. Choose a folder for the copies.'
    case 'output-unwritable':
      return `The folder cannot be written to (${printable(error.systemCode)}). Choose another one.`
    case 'model-missing':
    case 'model-altered':
    case 'model-unusable':
    case 'model-unknown':
    case 'model-built-in':
    case 'models-unwritable':
      return 'The face detector is missing or damaged, so nothing is processed. Install Zaslona again.'
    case 'ffmpeg-unusable':
      return refusal(error)
    case 'canceled':
      return 'Stopped.'
    case 'engine-ended':
      return 'The part that works on files ended unexpectedly. Nothing unexamined was released. Try again.'
    case 'unknown-item':
      return 'This file is no longer in the list.'
    case 'no-output':
      return 'Choose a folder for the copies first.'
    case 'not-now':
      return 'This is not possible right now. Wait until the work is done, or stop it.'
    case 'invalid-request':
    case 'internal':
      return `Zaslona made a mistake (${printable(error.detail)}). Nothing unfinished was released. Please report it.`
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
    location: 'Where it was taken',
    time: 'When it was taken or changed',
    device: 'Camera or phone',
    person: 'People',
    text: 'Texts',
    software: 'Programs',
    thumbnail: 'Small preview, which may show what was covered or cut off',
    'hidden-picture': 'Hidden pictures',
    'hidden-video': 'Hidden video',
    'hidden-data': 'Hidden data',
    history: 'Editing history',
    color: 'Colour profile',
    other: 'Other',
  },
  timedTrack: {
    gopro: 'GoPro telemetry: position, speed and movements',
    'camera-motion': 'movements of the camera with its position',
    dji: 'DJI telemetry: position and movements',
    camera: 'the camera’s own records: settings and movements, often its serial number, sometimes the position',
    apple: 'Apple’s timed metadata: movements of the phone, found faces, sometimes the position',
    timed: 'timed metadata; drones write their position there',
    'time-code': 'time code: when it was recorded by the camera’s clock',
    subtitles: 'subtitles or chapters; drones write their position there',
  },
  stage: {
    read: 'reading',
    detect: 'looking for faces',
    redact: 'covering',
    verify: 'examining the copy',
    release: 'releasing',
  },
  keep: { consented: 'has agreed', 'public-figure': 'public figure', 'not-a-face': 'is not a face' },
  canceled: 'It was stopped.',
}
