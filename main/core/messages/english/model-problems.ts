import { printable } from '../printable.js'

const otherExport = 'Export it from its training program as one ONNX file, or use another model.'

/** By the `detail` of a `model-unusable` error: what is the case with a model, and what to do. */
const problems: Readonly<Record<string, (file: string) => string>> = {
  'not-onnx': (file) => `${file} is no ONNX file, or a damaged one. Copy it again, or use another model.`,
  'external-data': (file) =>
    `The model ${file} keeps its weights in other files. Export it again with the weights inside the ONNX file.`,
  'not-loadable': (file) =>
    `The model ${file} is damaged, or made of operations that ONNX Runtime does not have. ${otherExport}`,
  input: (file) => `The model ${file} does not take one colour picture of floating point numbers. ${otherExport}`,
  'head-unknown': () => 'There is no such --head. Give one of retinaface, scrfd, yolov8-face, yunet, or leave it out.',
  'head-not-recognized': (file) =>
    `The outputs of the model ${file} do not tell how they are read. Say it with --head: retinaface, scrfd, yolov8-face or yunet.`,
  'output-shape': (file) =>
    `The model ${file} does not answer as its kind of face detector does. Give the right --head, or use another model.`,
  'output-not-finite': (file) => `The model ${file} answers with values that are no numbers. ${otherExport}`,
  'name-taken': (file) =>
    `A model with the name of ${file} is in use already. Rename the file, or remove the other one with \`zaslona models remove\`.`,
  'already-in-use': (file) => `The model ${file} is in use already, so there is nothing to add.`,
  'not-a-file': (file) => `${file} is a folder or device and no file. Give the ONNX file itself.`,
  'too-large': (file) => `The model ${file} has more than 512 MiB, too much for a face detector. Use another one.`,
  manifest: (file) =>
    `The list of models ${file} is damaged. Run \`npm run setup\` in the folder of Zaslona. If that does not help, remove the folder of added models and add them again; until then nothing is redacted.`,
  load: (file) =>
    `The model ${file} cannot be started, though it is the one that was checked. Close other programs, which may use up the memory, and try again; if it is one that you added, remove it with \`zaslona models remove\`.`,
  ENOENT: (file) => `There is no file ${file}. Look at the spelling and the folder.`,
  ENOTDIR: (file) => `There is no file ${file}: a part of its path is no folder. Look at the spelling.`,
  ENAMETOOLONG: (file) => `The name ${file} is too long for the system. Look at the spelling, or rename the file.`,
  ELOOP: (file) => `The link ${file} leads back to itself. Give the ONNX file itself.`,
  EACCES: notAllowed,
  EPERM: notAllowed,
}

function notAllowed(file: string): string {
  return `You are not allowed to read ${file}. Change its permissions or copy it to a place of your own.`
}

export function unusableModel(file: string, detail: string): string {
  const problem = Object.hasOwn(problems, detail) ? problems[detail] : undefined
  return (
    problem?.(file) ??
    `The model ${file} cannot be read (${printable(detail)}). See whether the drive is connected and in order.`
  )
}
