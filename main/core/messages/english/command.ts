import type { CommandHelp, UsageMessages } from '../command-catalogue.js'
import { number } from './amounts.js'

export const help: CommandHelp = {
  zaslona:
    'Makes photos and videos of gatherings safe to publish, on this machine alone: covers every face, removes every identifying trace, and releases a copy only after examining the finished file again. Originals are never changed.',
  redact: 'make safe copies of photos and videos in another folder',
  inspect: 'tell what a file would give away: place, time, device, hidden pictures, faces',
  verify: 'tell whether files or a folder are safe to publish',
  models: 'list, add or remove face detection models',
  modelsList: 'list the models in use',
  modelsAdd: 'use a further ONNX face detection model beside the built-in one',
  modelsRemove: 'stop using an added model and remove its copy',
  arguments: {
    inputs: 'files and folders',
    modelFile: 'the ONNX file',
    modelName: 'its name, see `zaslona models list`',
  },
  options: {
    out: 'folder for the safe copies; made if it is missing, and nothing in it is ever replaced',
    recursive: 'also take the folders inside the folders',
    watch: 'keep on and take files that are added to the folders, until stopped with Ctrl-C',
    thoroughness: 'how hard to look for faces',
    style: 'how faces are covered; only fill leaves nothing of them, blur can be undone',
    color: 'colour of the covers: #RRGGBB or black, white, gray',
    grow: 'how far covers reach beyond a face on each side, in percent of its size; 30 is the least and the default',
    format: 'write all pictures (mp4, webm: all videos) in this format; by default each keeps its own where possible',
    quality: 'how much detail a video keeps',
    maxSize: 'reduce what is larger to this many pixels on the longer side, or on the shorter one: 720p',
    audio: 'what becomes of the sound of videos; voices identify people, also when they are distorted',
    trim: 'keep only this part of each video: 0:10-1:30, 90- or -0:30',
    compatible: 'write videos that every player shows: 8 bits, and HDR as SDR',
    poster: 'also write a picture out of each redacted video',
    ffmpeg: 'read and write videos with this ffmpeg program, not with the libraries inside',
    roundSize:
      'change the size of pictures to a common one, which tells less of camera and crop; shapes may be stretched by up to 1.5 %',
    defeatFingerprint:
      'weaken the pattern by which pictures can be linked to the camera that took them: reduces, bends, smooths and adds noise; lowers quality and is no guarantee',
    names: 'neutral names tell nothing; keep takes the names of the originals',
    keepFolders: 'repeat the folders of the input in the output folder',
    jobs: 'how many files to work on at the same time',
    dryRun: 'only look for faces and report, write nothing',
    json: 'print one JSON object a line on standard output',
    report: 'write a full report as JSON; it names your files, so keep it to yourself',
    shareReport: 'write a report as JSON that names no file, place or picture',
    maxPixels: 'refuse pictures with more pixels; 150M is 150 million',
    quiet: 'tell only what was not released, is not clean, or would give something away',
    cover: 'what is covered of a person: the face, the whole head, or the whole body',
    keep: 'a picture of somebody who stays visible, or a folder of pictures of that one person; may be given several times. Everybody else, and whoever is not clearly recognised, is covered',
    allowInconsistent: 'release files although somebody is visible in them who is covered in others',
    head: 'how the output of the model is read; found out where possible',
  },
  titles: { usage: 'Usage:', arguments: 'Names:', options: 'Options:', commands: 'Commands:' },
  choices: (words) => `one of ${words.join(', ')}`,
  byDefault: (word) => `default: ${word}`,
  version: 'tell the version',
  help: 'tell how to use a command',
  exitCodes: `Exit codes:
  0    everything is safe
  1    something was not released, or is not safe
  2    the command line is wrong
  3    model, output folder or disk prevent the work
  130  stopped`,
}

export const usage: UsageMessages = {
  hint: 'See `zaslona --help`.',
  unknownOption: (flag) => `There is no option ${flag}.`,
  unknownCommand: (name) => `There is no command ${name}.`,
  missingArgument: (name) => `Give at least one name: <${name}> is missing.`,
  tooManyNames: 'More names were given than this command takes.',
  optionNeeded: (flags) => `This command needs the option ${flags}.`,
  optionWithoutValue: (flags) => `The option ${flags} needs a value.`,
  wrongValue: (flags, given, advice) => `${given} is no value of ${flags}. ${advice}`,
  wrongName: (name, advice) => `One of the names (<${name}>) is wrong. ${advice}`,
  oneOf: (words) => `Give one of ${words.join(', ')}.`,
  color: 'Give a colour as #RRGGBB, or one of black, white, gray.',
  grow: (minimumPercent) =>
    `Give a whole number of percent from ${minimumPercent} to 300: faces are never covered by less.`,
  wholeNumber: (least, most) => `Give a whole number from ${number(least)} to ${number(most)}.`,
  maxSize: 'Give a whole number from 16 to 65,535 for the longer side, or with a p behind for the shorter one: 720p.',
  part: 'Give the part as START-END in seconds or h:mm:ss: 0:10-1:30, 90- or -0:30.',
  oneReportFile: 'The two reports need two different files.',
  empty: 'It is empty. Give the name of a file or folder.',
  watchOrKeep: '--watch and --keep do not go together: who stays visible is decided when all photos were compared.',
  watchNeedsRun: '--watch and --dry-run do not go together.',
  nodeTooOld: (found) =>
    `Zaslona needs Node.js 20.19 or later, and this is ${found}. Install a newer one from https://nodejs.org.`,
}
