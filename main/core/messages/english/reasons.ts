import type { FailureReason, FfmpegProblem, RefusalReason, ReviewReason } from '../../job/reasons.js'
import { printable } from '../printable.js'
import { bytes, choose, count, duration, megapixels, number } from './amounts.js'

export function refusal(reason: RefusalReason): string {
  switch (reason.code) {
    case 'empty-file':
      return 'The file is empty. Copy it from the camera or phone again.'
    case 'not-a-picture':
      return 'This is no picture that Zaslona knows. Leave it out, or publish it only if you are sure what it holds.'
    case 'unsupported-format':
      return `${printable(reason.format)} is not handled yet. If it is a picture, export it as JPEG or PNG and redact that; otherwise leave it out.`
    case 'truncated':
      return 'The end of the file is missing. Copy it from the camera or phone again.'
    case 'corrupt':
      return 'The file is damaged and cannot be read safely. Copy it again, or export it anew from another program.'
    case 'too-many-pixels':
      return `The picture has ${megapixels(reason.pixels)}, more than the limit of ${megapixels(reason.limit)}. If you trust the file, allow more with --max-pixels.`
    case 'too-many-frames':
      return `The file has ${count(reason.frames, 'frame', 'frames')}, more than the limit of ${number(reason.limit)}. Split it and redact the parts.`
    case 'file-too-large':
      return `The file has ${bytes(reason.sizeBytes)}, more than the limit of ${bytes(reason.limitBytes)}. Export a smaller copy and redact that.`
    case 'not-a-regular-file':
      return 'This is a device, pipe, socket or the like and not a file. Leave it out.'
    case 'link-loop':
      return 'This link leads back to itself or to a folder it lies in. Name the files themselves.'
    case 'unreadable':
      return unreadable(reason.systemCode)
    case 'vanished':
      return 'There is no such file, or it was moved or removed meanwhile. Look at its name and place and run the command again.'
    case 'changed':
      return 'The file was changed while it was being processed. Wait until it is complete and run the command again.'
    case 'sidecar':
      return 'Metadata that a camera or editor keeps beside a picture. It is not copied; do not publish it.'
    case 'not-for-videos':
      return `Only pictures can follow --${reason.option}. Leave it out for videos: redact them in a run of their own.`
    case 'nothing-in-part':
      return 'The video has no picture in the part that --trim names. Look at how long it is.'
    case 'unsupported-sound':
      return `The sound of the video (${printable(reason.codec)}) cannot be read. Leave --audio out: then it is removed.`
    case 'no-video-codec':
      return "Videos need FFmpeg, and neither node-av's binary nor an ffmpeg program is here. Install FFmpeg, or name its program with --ffmpeg; photos need neither."
    case 'ffmpeg-unusable':
      return `The ffmpeg program cannot be used: ${ffmpegProblem(reason.problem)}. Install a current FFmpeg, or name another one with --ffmpeg.`
    case 'beyond-ffmpeg-program':
      return `An ffmpeg program cannot do this, or not provably: ${printable(reason.what)}. Zaslona with node-av can.`
    case 'format-cannot-hold':
      return cannotHold(reason.format, reason.what)
  }
}

function unreadable(systemCode: string): string {
  if (systemCode === 'EACCES' || systemCode === 'EPERM')
    return 'You are not allowed to read this. Change its permissions or copy it to a place of your own.'
  if (systemCode === 'ENAMETOOLONG') return 'The name is too long for the system. Rename the file.'
  return `It cannot be read (${printable(systemCode)}). See whether the drive is connected and in order.`
}

function cannotHold(format: string, what: 'animation' | 'pages' | 'size'): string {
  const name = format.toUpperCase()
  switch (what) {
    case 'animation':
      return `${name} holds no moving pictures, and all frames but one would be lost. Choose --format webp or gif, or none.`
    case 'pages':
      return `${name} holds one page only, and the others would be lost. Choose --format tiff, or none.`
    case 'size':
      return `The picture is too wide or too high for ${name}. Choose another --format or a --max-size.`
  }
}

export function failure(reason: FailureReason): string {
  switch (reason.code) {
    case 'worker-crashed':
      return 'Reading the file ended in a crash. It may be damaged or malicious: export it anew from another program, or leave it out.'
    case 'timed-out':
      return `It was not done after ${duration(reason.limitMs / 1_000)}. It may be malicious: export it anew from another program, or leave it out.`
    case 'out-of-memory':
      return `It needs more than the ${bytes(reason.limitBytes)} of memory allowed for one file. Close other programs, use --jobs 1, or export a smaller copy.`
    case 'disk-full':
      return 'The disk of the output folder is full. Free some space, or choose another folder, and run the command again.'
    case 'not-enough-space':
      return `The safe copy may take ${bytes(reason.neededBytes)}, and the disk of the output folder has ${bytes(reason.freeBytes)} free. Free some space, choose another folder, or make the copy smaller with --quality small or --max-size.`
    case 'output-unwritable':
      return `The output folder cannot be written to (${printable(reason.systemCode)}). Look at its permissions, or choose another one.`
    case 'output-exists':
      return `The output folder already has a file named ${printable(reason.name)}, which is never replaced. Choose an empty folder.`
    case 'encode-failed':
      return 'The redacted picture could not be written. Try another --format.'
    case 'internal':
      return `Zaslona made a mistake (${printable(reason.detail)}) and released nothing of this file. Please report it, without the picture.`
  }
}

export function review(reason: ReviewReason): string {
  const amount = reason.findings.length
  switch (reason.code) {
    case 'verification-failed':
      return `The finished copy did not pass its examination: ${count(amount, 'finding', 'findings')}. It was not released. Try another --format, and report it if that does not help.`
    case 'person-inconsistent':
      return 'Somebody visible in this picture is covered in others. It was not released. Look whether it is the person you meant: then give better reference pictures, or add --allow-inconsistent; otherwise leave the picture out.'
    case 'faces-remain':
      return `The finished copy still seemed to show ${choose(amount, 'a face', `${number(amount)} faces`)}. It was not released. Try --thoroughness thorough or a larger --grow, or cover it by hand.`
  }
}

function ffmpegProblem(problem: FfmpegProblem): string {
  switch (problem.code) {
    case 'missing':
      return 'ffmpeg and ffprobe are not both where they were looked for'
    case 'not-starting':
      return 'it does not start'
    case 'too-old':
      return `its version ${printable(problem.version)} is older than 5.1`
    case 'without-encoder':
      return `it was built without ${printable(problem.encoder)}`
  }
}
