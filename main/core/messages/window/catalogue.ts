import type { BridgeError, ReportKind } from '../../contract/bridge.js'
import type { Stage } from '../../job/item-state.js'
import type { FailureReason, RefusalReason, ReviewReason } from '../../job/reasons.js'
import type { TraceKind } from '../../ports.js'
import type { KeepReason } from '../../review/decision.js'
import type { Settings } from '../../session/types.js'
import type { TimedTrack } from '../../video/timed-tracks.js'
import type { Remark } from '../../verdict/audit.js'
import type { Finding } from '../../verdict/finding.js'
import type { Amounts } from './amounts.js'
import type { PeopleMessages } from './people-catalogue.js'
import type { ReviewMessages } from './review-catalogue.js'

/**
 * Every sentence of the window in one language. A language is one object of this type, so none can lack a sentence.
 * Names that come from outside are shown by the window beside these sentences, never inside them, except where a parameter
 * says so; those are made printable here.
 */
export interface WindowMessages {
  /** The language's own name. */
  readonly name: string
  readonly amounts: Amounts
  readonly common: CommonMessages
  readonly start: StartMessages
  readonly files: FilesMessages
  readonly review: ReviewMessages
  readonly people: PeopleMessages
  readonly export: ExportMessages
  readonly result: ResultMessages
  readonly examine: ExamineMessages
  readonly settings: SettingsMessages
  readonly reasons: ReasonMessages
}

export interface CommonMessages {
  readonly steps: Readonly<Record<'add' | 'review' | 'export', string>>
  readonly stepsLabel: string
  readonly tools: string
  readonly settings: string
  readonly help: string
  readonly closeNow: string
  readonly closeNowHint: string
  readonly close: string
  readonly cancel: string
  readonly loading: string
  readonly dropHere: string
  /** Of a notice or message. */
  readonly dismiss: string
  readonly engineRestarted: (times: number) => string
  /** Followed by the items' names. */
  readonly engineRestartedOn: string
  readonly pictureUnavailable: string
}

export interface StartMessages {
  readonly title: string
  readonly chooseFiles: string
  readonly chooseFolder: string
  /** The one sentence: nothing leaves this computer. */
  readonly staysHere: string
  readonly promises: readonly [cover: string, strip: string, examine: string]
  readonly listing: string
  readonly limitsTitle: string
  readonly limits: string
  readonly understood: string
}

export type FileFilter = 'all' | 'waiting' | 'to-review' | 'looked-at' | 'withheld' | 'left-out' | 'safe'

export interface FilesMessages {
  readonly title: (files: number) => string
  readonly counts: (photos: number, videos: number) => string
  readonly addFiles: string
  readonly addFolder: string
  readonly startAnew: string
  /** Says yes to the question. */
  readonly startAnewNow: string
  readonly startAnewQuestion: string
  readonly startAnewExplanation: string
  readonly finding: (finished: number, total: number) => string
  readonly paused: (finished: number, total: number) => string
  readonly timeLeft: (seconds: number) => string
  readonly pause: string
  readonly resume: string
  readonly stop: string
  readonly filters: Readonly<Record<FileFilter, string>>
  readonly filtersLabel: string
  readonly gridLabel: string
  readonly nothingHere: string
  readonly faces: (faces: number) => string
  readonly people: (people: number) => string
  readonly uncertain: (faces: number) => string
  readonly status: Readonly<
    Record<
      | 'waiting'
      | 'finding'
      | 'found'
      | 'looked-at'
      | 'export-waiting'
      | 'exporting'
      | 'safe'
      | 'withheld'
      | 'refused'
      | 'failed'
      | 'canceled',
      string
    >
  >
  readonly remove: string
  readonly toReview: (files: number) => string
  readonly allLookedAt: string
  readonly leftOut: (files: number) => string
  readonly review: string
  readonly goToExport: string
}

export interface ExportMessages {
  readonly title: string
  readonly count: (files: number) => string
  readonly notLookedAt: (files: number) => string
  readonly lookFirst: string
  readonly stillSearching: (files: number) => string
  readonly notSearched: (files: number) => string
  readonly folder: string
  readonly folderWhy: string
  readonly chooseFolder: string
  readonly changeFolder: string
  readonly style: string
  readonly styles: Readonly<Record<'fill' | 'pixelate' | 'blur', string>>
  readonly styleWhy: Readonly<Record<'fill' | 'pixelate' | 'blur', string>>
  readonly recommended: string
  readonly styleVideos: string
  readonly extent: string
  readonly extents: Readonly<Record<'faces' | 'heads' | 'people', string>>
  readonly extentWhy: Readonly<Record<'faces' | 'heads' | 'people', string>>
  readonly extentPreview: string
  /** Beside a choice that videos do not follow. */
  readonly photosOnly: string
  readonly color: string
  readonly colors: Readonly<Record<'gray' | 'black' | 'white', string>>
  readonly margin: string
  readonly marginWhy: string
  readonly pictures: string
  readonly format: string
  readonly formatKeep: string
  readonly formatWhy: string
  readonly size: string
  readonly sizeKeep: string
  readonly sizeAtMost: (pixels: number) => string
  readonly sizeWhy: string
  readonly names: string
  readonly namesNeutral: string
  readonly namesKeep: string
  readonly namesWhy: Readonly<Record<'neutral' | 'keep', string>>
  readonly keepFolders: string
  readonly keepFoldersWhy: Readonly<Record<'neutral' | 'keep', string>>
  readonly videos: string
  readonly quality: string
  readonly qualities: Readonly<Record<'small' | 'standard' | 'high', string>>
  readonly qualityWhy: string
  readonly sound: string
  readonly sounds: Readonly<Record<'remove' | 'keep' | 'distort', string>>
  readonly soundWhy: Readonly<Record<'remove' | 'keep' | 'distort', string>>
  readonly compatible: string
  readonly compatibleWhy: string
  readonly poster: string
  readonly posterWhy: string
  /** Heading of `roundSize` and `defeatFingerprint`. */
  readonly traces: string
  readonly roundSize: string
  readonly roundSizeWhy: string
  readonly defeatFingerprint: string
  readonly defeatFingerprintWhy: string
  readonly details: string
  readonly start: (files: number) => string
  readonly nothingToExport: string
}

/** What was taken out of the files, gravest first. */
export type RemovedKind =
  | 'gps'
  | 'place'
  | 'person'
  | 'serial'
  | 'hidden-picture'
  | 'hidden-video'
  | 'thumbnail'
  | 'device'
  | 'time'
  | 'text'
  | 'history'
  | 'software'
  | 'hidden-data'

export interface ResultMessages {
  readonly exporting: (finished: number, total: number) => string
  readonly stop: string
  readonly safe: (files: number) => string
  readonly safeNone: string
  readonly needYou: (files: number) => string
  readonly needYouWhy: (files: number) => string
  readonly notExported: (files: number) => string
  readonly savedIn: string
  readonly openFolder: string
  readonly lookAtIt: string
  readonly exportAgain: string
  readonly removedTitle: string
  readonly removed: (kind: RemovedKind, files: number) => string
  readonly covered: (faces: number) => string
  /** Of released files in which a person left somebody visible. */
  readonly stays: (files: number) => string
  readonly watchFirst: (name: string, times: string) => string
  readonly posterMissing: (name: string, reason: string) => string
  readonly report: string
  readonly reportTitle: string
  readonly reportKinds: Readonly<Record<ReportKind, string>>
  readonly reportWhy: Readonly<Record<ReportKind, string>>
  readonly reportSaved: (name: string) => string
  readonly lookYourself: string
  /** Of released pictures in which somebody's head is not covered. */
  readonly bareHeads: (files: number) => string
  readonly watchVideos: string
  readonly backToFiles: string
  readonly startAnew: string
}

export interface ExamineMessages {
  readonly verifyTitle: string
  readonly verifyLead: string
  readonly verifyChoose: string
  readonly verifyRunning: (files: number) => string
  readonly verifyClean: (files: number) => string
  readonly verifyWanting: (files: number) => string
  /** So many videos without findings have sound. */
  readonly verifySound: (videos: number) => string
  readonly hasSound: string
  /** In how many frames of all videos together faces were looked for. */
  readonly verifySampled: (looked: number, frames: number) => string
  readonly verifyEmpty: string
  readonly clean: string
  readonly findings: (amount: number) => string
  readonly notExamined: string
  readonly inspectTitle: string
  readonly inspectLead: string
  readonly inspectChoose: string
  readonly inspectWorking: string
  readonly another: string
  readonly nothingTold: string
  readonly tells: (traces: number) => string
  readonly size: string
  readonly faces: (faces: number) => string
  readonly technical: (fields: number) => string
  readonly useIt: string
}

export interface SettingsMessages {
  readonly title: string
  readonly language: string
  readonly languageSystem: string
  readonly theme: string
  readonly themes: Readonly<Record<Settings['theme'], string>>
  readonly textSize: string
  readonly thoroughness: string
  readonly levels: Readonly<Record<Settings['thoroughness'], string>>
  readonly levelWhy: Readonly<Record<Settings['thoroughness'], string>>
  readonly keptOnly: string
}

/** Codes of core in words for somebody who sees buttons, not options of a command. */
export interface ReasonMessages {
  readonly refusal: (reason: RefusalReason) => string
  readonly failure: (reason: FailureReason) => string
  readonly withheld: (reason: ReviewReason) => string
  readonly finding: (finding: Finding) => string
  readonly remark: (remark: Remark) => string
  readonly bridge: (error: BridgeError) => string
  readonly traceKind: Readonly<Record<TraceKind, string>>
  /** What a track beside the picture holds. */
  readonly timedTrack: Readonly<Record<TimedTrack, string>>
  readonly stage: Readonly<Record<Stage, string>>
  readonly keep: Readonly<Record<KeepReason, string>>
  readonly canceled: string
}
