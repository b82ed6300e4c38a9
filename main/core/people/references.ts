import { areaOf } from '../geometry/box.js'
import type { DecodeLimits, MediaWorkshop, OpenMedia, SourceFile, SourceFiles } from '../ports.js'
import type { Result } from '../result.js'
import { err, ok } from '../result.js'
import { isPartOf } from './accepted.js'
import { distanceBetween } from './distance.js'
import { isGoodEnough, keepPolicy } from './policy.js'
import type { Descriptor, KeepPerson } from './types.js'

/** Why a person cannot be kept visible: what is wrong with a reference picture, or with what was named as one. */
export type ReferenceProblem =
  | 'no-picture'
  | 'unreadable'
  | 'no-face'
  | 'several-faces'
  /** Too small, turned aside, blurred or covered for a comparison. */
  | 'poor-face'
  /** Does not look like the person of the other pictures. */
  | 'other-person'
export interface ReferenceError {
  readonly code: 'reference-unusable'
  readonly file: string
  readonly problem: ReferenceProblem
}

export interface ReferenceContext {
  readonly signal: AbortSignal
  readonly sources: SourceFiles
  readonly workshop: MediaWorkshop
  readonly limits: DecodeLimits
}

/** Faces that a detector is less sure of do not count: a reference is a portrait. */
const sureFace = 0.5

/** Reads what `--keep` names, each a picture or a folder of pictures of one person. */
export async function readReferences(
  context: ReferenceContext,
  inputs: readonly string[],
): Promise<Result<readonly KeepPerson[], ReferenceError>> {
  const people: KeepPerson[] = []
  for (const input of inputs) {
    const person = await readPerson(context, [input])
    if (!person.ok) return person
    people.push(person.value)
  }
  return ok(people)
}

const problemOf = (file: string, problem: ReferenceProblem): Result<never, ReferenceError> =>
  err({ code: 'reference-unusable', file, problem })

/** Reads pictures, and folders of pictures, of one person. */
export async function readPerson(
  context: ReferenceContext,
  inputs: readonly string[],
): Promise<Result<KeepPerson, ReferenceError>> {
  const references: Descriptor[] = []
  const options = { recursive: false, watch: false }
  for await (const entry of context.sources.discover(context.signal, inputs, options)) {
    if (entry.kind === 'refused') {
      if (entry.failure.kind === 'refused' && entry.failure.reason.code === 'sidecar') continue
      return problemOf(entry.path, 'unreadable')
    }
    const descriptor = await readReference(context, entry.source)
    if (!descriptor.ok) return descriptor
    const isOther = references.some(
      (known) => distanceBetween(known, descriptor.value) > keepPolicy.sameReferenceDistance,
    )
    if (isOther) return problemOf(entry.source.path, 'other-person')
    references.push(descriptor.value)
  }
  return references.length === 0 ? problemOf(inputs[0] ?? '', 'no-picture') : ok({ references })
}

async function readReference(
  { signal, workshop, limits }: ReferenceContext,
  source: SourceFile,
): Promise<Result<Descriptor, ReferenceError>> {
  const opened = await workshop.open(signal, source, limits)
  if (!opened.ok) return problemOf(source.path, 'unreadable')
  try {
    return await describeOnly(signal, opened.value, source.path)
  } finally {
    await opened.value.close()
  }
}

/** The descriptor of the one face of a picture: its largest one, which must be clear, and no other may be. */
async function describeOnly(
  signal: AbortSignal,
  media: OpenMedia,
  path: string,
): Promise<Result<Descriptor, ReferenceError>> {
  if (media.info.frames.length > 1) return problemOf(path, 'several-faces')
  const found = await media.detect(signal, 'balanced', () => undefined)
  if (!found.ok) return problemOf(path, 'unreadable')
  const sure = found.value
    .flatMap(({ faces }) => faces)
    .filter((face) => face.confidence >= sureFace && !face.uncertain)
  const bySize = sure.sort((a, b) => areaOf(b.box) - areaOf(a.box))
  const [largest] = bySize
  if (!largest) return problemOf(path, 'no-face')
  // Parts of a close-up that were taken for faces of their own do not count.
  const faces = [largest, ...bySize.slice(1).filter(({ box }) => !isPartOf(box, largest.box))]
  const described = await media.describe(signal, [{ frame: 0, faces }])
  if (!described.ok) return problemOf(path, 'unreadable')
  const clear = (described.value[0]?.descriptions ?? []).map((face) =>
    face && isGoodEnough(face.quality) ? face : undefined,
  )
  const [first, ...others] = clear
  if (!first) return problemOf(path, 'poor-face')
  return others.some((other) => other !== undefined) ? problemOf(path, 'several-faces') : ok(first.descriptor)
}
