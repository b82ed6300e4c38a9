/** What reviewing says: the canvas, the list of covers, the timeline and the sheet of keys. */
export interface ReviewMessages {
  readonly position: (place: number, total: number) => string
  readonly accept: string
  readonly accepted: string
  readonly acceptLast: string
  readonly next: string
  readonly previous: string
  readonly undo: string
  readonly redo: string
  readonly before: string
  readonly after: string
  readonly compareLabel: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly zoomFit: string
  readonly tools: Readonly<Record<ReviewTool, string>>
  readonly toolsLabel: string
  readonly canvas: string
  /** How to act on the canvas with the tool in hand, one line. */
  readonly hints: Readonly<Record<ReviewTool, string>>
  readonly covers: string
  readonly noCovers: string
  readonly face: (place: number) => string
  readonly person: (place: number) => string
  readonly drawn: Readonly<Record<'face' | 'rectangle' | 'ellipse' | 'brush' | 'below', string>>
  readonly sure: string
  readonly unsure: string
  readonly stays: (reason: string) => string
  readonly where: (leftPercent: number, topPercent: number) => string
  readonly keep: string
  readonly keepQuestion: string
  readonly keepWarning: string
  readonly coverAgain: string
  readonly wholePerson: string
  /** Heads of people that nothing covers. */
  readonly bareHeads: (amount: number) => string
  readonly coverHead: string
  readonly remove: string
  readonly frames: (place: number, total: number) => string
  readonly pages: (place: number, total: number) => string
  /** Of an area over an animation, and what changes that. */
  readonly inAllFrames: string
  readonly allFrames: string
  readonly onlyThisFrame: string
  readonly timeline: string
  readonly moment: string
  readonly flagged: string
  readonly nextFlagged: string
  readonly flags: (amount: number) => string
  readonly stepBack: string
  readonly stepForward: string
  readonly from: string
  readonly to: string
  readonly fromHere: string
  readonly toHere: string
  readonly keyframes: (amount: number) => string
  readonly spanHint: string
  readonly nothingToReview: string
  readonly nothingToReviewWhy: string
  readonly finished: string
  readonly finishedWhy: string
  readonly unsaved: string
  readonly keysTitle: string
  readonly keyGroups: Readonly<Record<'everywhere' | 'queue' | 'draw' | 'selection' | 'view' | 'video', string>>
  readonly keyNames: Readonly<
    Record<'enter' | 'space' | 'delete' | 'escape' | 'tab' | 'arrows' | 'shift' | 'control', string>
  >
  readonly keys: Readonly<Record<ReviewKey, string>>
}

export type ReviewTool = 'select' | 'rectangle' | 'ellipse' | 'brush' | 'below'

export type ReviewKey =
  | 'panic'
  | 'help'
  | 'textSize'
  | 'acceptNext'
  | 'next'
  | 'previous'
  | 'undo'
  | 'redo'
  | 'add'
  | 'eachBox'
  | 'move'
  | 'resize'
  | 'keep'
  | 'wholePerson'
  | 'findPerson'
  | 'background'
  | 'bareHead'
  | 'remove'
  | 'deselect'
  | 'compare'
  | 'zoom'
  | 'fit'
  | 'pan'
  | 'frame'
  | 'step'
  | 'flag'
  | 'spanEnds'
