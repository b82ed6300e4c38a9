import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EngineError } from '../../../main/core/contract/engine.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../../main/core/job/reasons.js'
import { headNames } from '../../../main/engine/detect/manifest.js'
import { english } from '../../../main/core/messages/english.js'
import { printable, shortened } from '../../../main/core/messages/printable.js'
import { traceKinds } from '../../../main/core/ports.js'
import type { Finding } from '../../../main/core/verdict/finding.js'

const hostile = 'a\u001B[31m\n\u202Eb'

const refusals: readonly RefusalReason[] = [
  { code: 'empty-file' },
  { code: 'not-a-picture' },
  { code: 'unsupported-format', format: hostile },
  { code: 'truncated' },
  { code: 'corrupt' },
  { code: 'too-many-pixels', pixels: 4_300_000_000, limit: 150_000_000 },
  { code: 'too-many-frames', frames: 20_000, limit: 2_000 },
  { code: 'file-too-large', sizeBytes: 2_000_000_000, limitBytes: 1_000_000_000 },
  { code: 'not-a-regular-file' },
  { code: 'link-loop' },
  { code: 'unreadable', systemCode: 'EACCES' },
  { code: 'unreadable', systemCode: hostile },
  { code: 'vanished' },
  { code: 'changed' },
  { code: 'sidecar' },
  { code: 'no-video-codec' },
  { code: 'ffmpeg-unusable', problem: { code: 'missing' } },
  { code: 'ffmpeg-unusable', problem: { code: 'not-starting' } },
  { code: 'ffmpeg-unusable', problem: { code: 'too-old', version: hostile } },
  { code: 'ffmpeg-unusable', problem: { code: 'without-encoder', encoder: hostile } },
  { code: 'beyond-ffmpeg-program', what: hostile },
  { code: 'format-cannot-hold', format: 'jpeg', what: 'animation' },
  { code: 'format-cannot-hold', format: 'jpeg', what: 'pages' },
  { code: 'format-cannot-hold', format: 'webp', what: 'size' },
]

const failures: readonly FailureReason[] = [
  { code: 'worker-crashed' },
  { code: 'timed-out', limitMs: 120_000 },
  { code: 'out-of-memory', limitBytes: 2_000_000_000 },
  { code: 'disk-full' },
  { code: 'output-unwritable', systemCode: hostile },
  { code: 'output-exists', name: hostile },
  { code: 'encode-failed' },
  { code: 'internal', detail: hostile },
]

const box = { x: 0.25, y: 0.5, width: 0.1, height: 0.1 }
const findings: readonly Finding[] = [
  { code: 'unexpected-part', part: hostile, offsetBytes: 2, sizeBytes: 1 },
  { code: 'unaccounted-bytes', offsetBytes: 2, sizeBytes: 2_500 },
  { code: 'malformed-part', part: hostile, offsetBytes: 2 },
  { code: 'hidden-picture', part: hostile },
  { code: 'hidden-color', frame: 3 },
  { code: 'metadata-remains', field: hostile },
  { code: 'undecodable' },
  { code: 'unknown-format' },
  { code: 'picture-differs', what: 'frames' },
  { code: 'region-uncovered', frame: 0, rect: { left: 16, top: 32, width: 16, height: 16 } },
  { code: 'face-visible', frame: 0, box, confidence: 0.5 },
  { code: 'file-attribute', name: hostile },
]

const reviews: readonly ReviewReason[] = [
  { code: 'verification-failed', findings: findings.slice(0, 2) },
  { code: 'faces-remain', findings: findings.slice(10, 11) },
]

const place = { output: hostile, input: hostile, file: hostile, name: hostile, detail: hostile, path: hostile }
const engineErrors: readonly EngineError[] = [
  ...(
    [
      'invalid-request',
      'output-inside-input',
      'input-inside-output',
      'output-not-a-folder',
      'model-missing',
      'model-altered',
      'model-unusable',
      'model-unknown',
      'model-built-in',
      'canceled',
      'internal',
    ] as const
  ).map((code): EngineError => ({ ...place, code })),
  ...['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', hostile].map((systemCode): EngineError => ({
    code: 'output-unwritable',
    output: hostile,
    systemCode,
  })),
  { code: 'models-unwritable', systemCode: hostile },
]

/** Every `detail` of `model-unusable`: those of the model's check and store, and some of the system's. */
const modelProblems = [
  ...['not-onnx', 'external-data', 'not-loadable', 'input', 'head-unknown', 'head-not-recognized', 'output-shape'],
  ...['output-not-finite', 'name-taken', 'already-in-use', 'not-a-file', 'too-large', 'manifest', 'load'],
  ...['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES', 'EPERM'],
]
const unusable = (detail: string): string => english.engineError({ code: 'model-unusable', file: 'nope.onnx', detail })

const sentences: readonly (readonly [string, string])[] = [
  ...refusals.map((reason) => [reason.code, english.refusal(reason)] as const),
  ...failures.map((reason) => [reason.code, english.failure(reason)] as const),
  ...reviews.map((reason) => [reason.code, english.review(reason)] as const),
  ...engineErrors.map((error) => [error.code, english.engineError(error)] as const),
  ...modelProblems.map((detail) => [detail, unusable(detail)] as const),
]

describe('sentences', () => {
  test.each(sentences)('%s is a whole sentence that can be printed', (_, sentence) => {
    expect(sentence).toMatch(/^[^\p{Cc}\u202E]*\.$/u)
    expect(sentence).not.toMatch(/undefined|NaN|\[object/)
  })

  test.each(findings.map((found) => [found.code, english.finding(found)] as const))(
    '%s can be printed',
    (_, sentence) => {
      expect(sentence).toMatch(/^[^\p{Cc}\u202E]+$/u)
      expect(sentence).not.toMatch(/undefined|NaN|\[object/)
    },
  )

  test.each(refusals.map((reason) => [reason.code, english.refusal(reason)] as const))(
    '%s says what is the case and what to do',
    (_, sentence) => {
      expect(sentence.split(/[.:] |, (?=or |and )/u).length).toBeGreaterThanOrEqual(2)
    },
  )

  test.each(modelProblems)('a model that is unusable because of %s is told without the code', (detail) => {
    expect(unusable(detail)).not.toContain(`(${detail})`)
    expect(unusable('EIO')).toContain('(EIO)')
  })

  test('the sentences on models name every head', () => {
    for (const head of headNames) {
      expect(unusable('head-unknown')).toContain(head)
      expect(unusable('head-not-recognized')).toContain(head)
    }
  })

  test('a date of the file system is called one', () => {
    expect(english.finding({ code: 'file-attribute', name: 'mtime' })).not.toContain('mtime')
  })

  test('every kind of trace has its own heading', () => {
    expect(new Set(traceKinds.map((kind) => english.traceKind(kind))).size).toBe(traceKinds.length)
  })

  test('amounts agree with their nouns', () => {
    const counts = { queued: 0, running: 0, 'needs-review': 1, safe: 1, planned: 0, refused: 3, failed: 2, canceled: 1 }
    const outcome = { counts, sidecars: 1, videos: 0, faces: 1_204, uncertain: 1, output: '/out' }
    const lines = [
      '1 file is safe to publish, with 1,204 faces covered: /out',
      '1 cover stands on weak evidence and may hide something that is no face.',
      '2 files were refused.',
      '2 files failed.',
      '1 file was withheld, because the finished copy did not pass.',
      '1 file was not processed.',
      '1 metadata file was left out.',
      'Look at every copy before you publish it: clothes, tattoos, signs and places can tell who somebody is, too.',
    ]
    expect(english.run.summary({ ...outcome, bareHeads: { amount: 0, files: 0 } })).toEqual(lines)
    const flagged = english.run.summary({ ...outcome, bareHeads: { amount: 3, files: 1 } })
    expect(flagged.filter((line) => !lines.includes(line))).toEqual([
      '3 heads have no cover, in 1 file: people from behind, or a face that was missed. Look there first: somebody may be recognisable.',
    ])
    expect(english.run.bareHeads('photo.jpg', 1)).toContain('The head of a person has no cover')
    expect(english.run.remaining(1)).toBe('about 1 second left')
    expect(english.run.remaining(150)).toBe('about 3 minutes left')
    expect(english.verify.summary(3, 1)).toBe('One file is not safe to publish, 3 without findings.')
  })
})

describe('printable', () => {
  test.each([
    ['plain ż 🕯', 'plain ż 🕯'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u001B[2J', '\\u{1b}[2J'],
    ['\u009B31m', '\\u{9b}31m'],
    ['\u202Egpj.exe', '\\u{202e}gpj.exe'],
    ['a\u200Bb\uFEFF', 'a\\u{200b}b\\u{feff}'],
    ['\uDCFF\uD800', '\\xff\\u{d800}'],
    ['a\u2028b', 'a\\u{2028}b'],
  ])('%j is shown as %j', (given, shown) => {
    expect(printable(given)).toBe(shown)
  })

  test('lets nothing through that could act on a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  test('shortens in the middle', () => {
    expect(shortened('abcdefghij', 10)).toBe('abcdefghij')
    expect(shortened('abcdefghij', 7)).toBe('abc…hij')
    expect(shortened('abcdefghij', 3)).toBe('abc')
  })
})
