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
  /** What stands over the parts of a help text. */
  readonly titles: {
    readonly usage: string
    readonly arguments: string
    readonly options: string
    readonly commands: string
  }
  /** Behind the description of an option: which words it takes, and which it has when nothing is said. */
  readonly choices: (words: readonly string[]) => string
  readonly byDefault: (word: string) => string
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
  readonly unknownOption: (flag: string) => string
  readonly unknownCommand: (name: string) => string
  /** A command was given none of the names that it works on. */
  readonly missingArgument: (name: string) => string
  readonly tooManyNames: string
  readonly optionNeeded: (flags: string) => string
  readonly optionWithoutValue: (flags: string) => string
  /** `advice` says what to give instead. */
  readonly wrongValue: (flags: string, given: string, advice: string) => string
  readonly wrongName: (name: string, advice: string) => string
  readonly oneOf: (words: readonly string[]) => string
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
