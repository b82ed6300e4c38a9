/** The texts of `--help`. */
export interface CommandHelp {
  readonly zaslona: string
  readonly redact: string
  readonly inspect: string
  readonly verify: string
  readonly models: string
  readonly modelsList: string
  readonly modelsAdd: string
  readonly modelsRemove: string
  readonly arguments: {
    readonly inputs: string
    readonly modelFile: string
    readonly modelName: string
  }
  readonly options: Readonly<Record<OptionName, string>>
  readonly version: string
  readonly help: string
  readonly exitCodes: string
}

export type OptionName =
  | 'out'
  | 'recursive'
  | 'watch'
  | 'thoroughness'
  | 'style'
  | 'color'
  | 'grow'
  | 'format'
  | 'quality'
  | 'maxSize'
  | 'roundSize'
  | 'defeatFingerprint'
  | 'audio'
  | 'trim'
  | 'compatible'
  | 'poster'
  | 'ffmpeg'
  | 'names'
  | 'keepFolders'
  | 'jobs'
  | 'dryRun'
  | 'json'
  | 'report'
  | 'shareReport'
  | 'maxPixels'
  | 'quiet'
  | 'head'
  | 'cover'
  | 'keep'
  | 'allowInconsistent'

/** What is wrong with a command line. */
export interface UsageMessages {
  readonly hint: string
  readonly color: string
  readonly grow: (minimumPercent: number) => string
  readonly wholeNumber: (least: number, most: number) => string
  readonly maxSize: string
  readonly part: string
  readonly oneReportFile: string
  readonly watchNeedsRun: string
  readonly watchOrKeep: string
  /** Nothing was given where a name is needed. */
  readonly empty: string
  readonly nodeTooOld: (found: string) => string
}
