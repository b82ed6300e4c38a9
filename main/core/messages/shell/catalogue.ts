/** What the system shows around the window: menu and dialogs. A language is one object of this type. */
export interface ShellMessages {
  readonly menu: ShellMenuMessages
  readonly dialogs: ShellDialogMessages
  readonly closing: ClosingMessages
}

export interface ShellMenuMessages {
  readonly file: string
  readonly addFiles: string
  readonly addFolder: string
  /** The panic key: closes at once and leaves nothing behind. */
  readonly closeNow: string
  readonly quit: string
  readonly edit: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly view: string
  readonly larger: string
  readonly smaller: string
  readonly actualSize: string
  readonly fullScreen: string
  readonly window: string
  readonly minimize: string
  readonly hide: string
  readonly hideOthers: string
  readonly showAll: string
}

export interface ShellDialogMessages {
  readonly addFiles: string
  readonly addFolder: string
  readonly chooseOutput: string
  readonly verifyFolder: string
  readonly inspectFile: string
  readonly keepPictures: string
  readonly saveReport: string
}

/** The question before the window closes over work that is lost by it. */
export interface ClosingMessages {
  readonly question: string
  readonly exporting: string
  readonly decided: string
  readonly close: string
  readonly stay: string
}
