import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { isBelow } from '../../../main/engine/files/below.js'

describe('what lies below a folder', () => {
  it.each([
    ['/out', '/out/photo.jpg'],
    ['/out', '/out/deep/er/photo.jpg'],
    ['/out', '/out/..photo.jpg'],
    ['/', '/photo.jpg'],
  ])('%s holds %s', (folder, file) => {
    expect(isBelow(folder, file, path.posix)).toBe(true)
  })

  it.each([
    ['/out', '/out'],
    ['/out', '/output/photo.jpg'],
    ['/out', '/photo.jpg'],
    ['/out/deep', '/out'],
    ['/out', '/OUT/photo.jpg'],
  ])('%s does not hold %s', (folder, file) => {
    expect(isBelow(folder, file, path.posix)).toBe(false)
  })

  it.each([
    // A memory stick: its root ends with a separator already.
    ['E:\\', 'E:\\photo.jpg'],
    ['E:\\', 'E:\\deep\\photo.jpg'],
    ['C:\\Users\\Яна\\out', 'C:\\Users\\Яна\\out\\photo.jpg'],
    ['C:\\Out', 'c:\\OUT\\photo.jpg'],
    ['\\\\server\\share\\', '\\\\server\\share\\photo.jpg'],
    ['\\\\server\\share\\out', '\\\\SERVER\\share\\out\\deep\\photo.jpg'],
  ])('on Windows %s holds %s', (folder, file) => {
    expect(isBelow(folder, file, path.win32)).toBe(true)
  })

  it.each([
    ['E:\\', 'E:\\'],
    ['E:\\', 'C:\\photo.jpg'],
    ['C:\\out', 'C:\\output\\photo.jpg'],
    ['C:\\out', 'C:\\out\\..\\photo.jpg'],
    ['\\\\server\\share\\out', '\\\\server\\other\\out\\photo.jpg'],
  ])('on Windows %s does not hold %s', (folder, file) => {
    expect(isBelow(folder, file, path.win32)).toBe(false)
  })
})
