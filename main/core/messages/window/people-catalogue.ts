import type { ReferenceProblem } from '../../people/references.js'

/** What the window says of people in more than one picture, and of whole people. */
export interface PeopleMessages {
  readonly title: string
  readonly find: string
  readonly comparing: (done: number, total: number) => string
  readonly stop: string
  /** In how many pictures a person is covered, and in how many visible; zero is left out. */
  readonly tally: (covered: number, visible: number) => string
  readonly nowhere: string
  readonly unrecognizable: string
  readonly notCompared: string
  /** Of somebody in a video. */
  readonly comparedAtExport: string
  readonly missing: (pictures: number) => string
  readonly compareAgain: string
  readonly keepEverywhere: string
  readonly keepEverywhereQuestion: string
  readonly keepEverywhereWhy: string
  readonly coverEverywhere: string
  /** `perhaps` pictures show somebody covered who may be the person. */
  readonly kept: (visible: number, perhaps: number) => string
  readonly coveredIn: (pictures: number) => string
  readonly perhaps: string
  readonly perhapsShort: string
  readonly recognized: (reason: string) => string
  readonly coverHere: string
  readonly leaveAnyway: string
  /** The picture of a face; `name` is the file's, made printable where it was read. */
  readonly appearance: (name: string, visible: boolean) => string
  readonly fromPictures: string
  readonly fromPicturesTitle: string
  readonly fromPicturesWhy: string
  readonly reading: string
  readonly referenceProblems: Readonly<Record<ReferenceProblem, string>>
  readonly looking: string
  readonly background: string
  readonly noBackground: string
  readonly coveredPeople: (people: number) => string
}
