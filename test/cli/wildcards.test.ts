import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NameSource } from '../../main/cli/wildcards.js'
import { expandWildcards } from '../../main/cli/wildcards.js'

const names: Readonly<Record<string, readonly string[]>> = {
  'E:\\DCIM': ['IMG_1.JPG', 'IMG_2.jpg', 'IMG_10.jpg', 'clip (1).mp4', 'clip 1.mp4'],
  '.': ['Мітынг.jpg', 'note.txt'],
}
const windows: NameSource = {
  platform: 'win32',
  paths: path.win32,
  namesIn: (folder) => {
    const found = names[folder]
    if (!found) throw new Error('no folder')
    return found
  },
}

describe('wildcards, which the shells of Windows leave to the program', () => {
  it.each([
    ['E:\\DCIM\\*.jpg', ['E:\\DCIM\\IMG_1.JPG', 'E:\\DCIM\\IMG_2.jpg', 'E:\\DCIM\\IMG_10.jpg']],
    ['E:\\DCIM\\IMG_?.jpg', ['E:\\DCIM\\IMG_1.JPG', 'E:\\DCIM\\IMG_2.jpg']],
    ['E:\\DCIM\\clip (*).mp4', ['E:\\DCIM\\clip (1).mp4']],
    ['*.jpg', ['Мітынг.jpg']],
    ['E:\\DCIM', ['E:\\DCIM']],
  ])('%s brings what it matches', (input, expected) => {
    expect(expandWildcards([input], windows)).toEqual(expected)
  })

  it.each(['*.heic', 'N:\\nowhere\\*.jpg'])('%s, which matches nothing, is told of as it was typed', (input) => {
    expect(expandWildcards([input], windows)).toEqual([input])
  })

  it('are part of a name elsewhere, where the shell has replaced those that were not', () => {
    expect(expandWildcards(['*.jpg'], { ...windows, platform: 'linux' })).toEqual(['*.jpg'])
  })
})
