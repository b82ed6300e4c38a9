import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import type { FfmpegProgram } from '../choose-codec.js'

const suffix = process.platform === 'win32' ? '.exe' : ''

/** The two programs that a person names by the path of `ffmpeg`, or of the folder that both lie in. */
export function programAt(named: string): FfmpegProgram | undefined {
  const absolute = path.resolve(named)
  if (isFolder(absolute)) return programIn(absolute)
  const { dir, base } = path.parse(absolute)
  const at = base.lastIndexOf('ffmpeg')
  if (at < 0) return undefined
  const ffprobe = path.join(dir, `${base.slice(0, at)}ffprobe${base.slice(at + 'ffmpeg'.length)}`)
  return whereBothRun({ ffmpeg: absolute, ffprobe })
}

/** The programs that the system knows. Folders that depend on where a person stands are passed over. */
export function programOfSystem(searchPath: string | undefined): FfmpegProgram | undefined {
  for (const folder of (searchPath ?? '').split(path.delimiter)) {
    const found = path.isAbsolute(folder) ? programIn(folder) : undefined
    if (found) return found
  }
  return undefined
}

const programIn = (folder: string): FfmpegProgram | undefined =>
  whereBothRun({ ffmpeg: path.join(folder, `ffmpeg${suffix}`), ffprobe: path.join(folder, `ffprobe${suffix}`) })

const whereBothRun = (program: FfmpegProgram): FfmpegProgram | undefined =>
  isProgram(program.ffmpeg) && isProgram(program.ffprobe) ? program : undefined

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory()
  } catch {
    return false
  }
}
