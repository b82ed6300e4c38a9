import type { VideoPart } from './types.js'

/** `90`, `1:30`, `0:01:30.5` in seconds; undefined for anything else. */
function readSeconds(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^(?:(?:(\d{1,3}):)?(\d{1,5}):)?(\d{1,6}(?:\.\d{1,6})?)$/.exec(text) ?? []
  if (seconds === undefined) return undefined
  const isSplit = minutes !== undefined
  if ((isSplit && Number(seconds) >= 60) || (hours !== undefined && Number(minutes) >= 60)) return undefined
  return Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds)
}

/** `START-END` as people type it: `0:10-1:30`, `90-`, `-0:30`; undefined where it names no part. */
export function readPart(text: string): VideoPart | undefined {
  const [start, end, ...rest] = text.split('-')
  if (start === undefined || end === undefined || rest.length > 0 || start + end === '') return undefined
  const startSeconds = start === '' ? 0 : readSeconds(start)
  if (startSeconds === undefined) return undefined
  if (end === '') return { startSeconds }
  const endSeconds = readSeconds(end)
  return endSeconds !== undefined && endSeconds > startSeconds ? { startSeconds, endSeconds } : undefined
}
