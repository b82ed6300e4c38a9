/** Prefix of the hidden folders and files in which a run prepares what is not yet examined. */
export const stagingPrefix = '.zaslona-'

/**
 * [Note: Folders that are synchronised]
 *
 * Desktop, Documents and Pictures lie in OneDrive or iCloud on many machines, and what is staged in or beside them is not examined yet. Both
 * leave files alone that end so, and neither Windows' search nor its thumbnails look into them. Other services take everything
 * (docs/threat-model.md).
 */
export const stagedFileName = (random: string): string => `${random}.tmp`

/**
 * The name of a staging folder, see [Note: Staging] in engine/files/staging-folder: `.zaslona-HOST-PROCESS-START-RANDOM`.
 * `start` is '0' where the system does not tell when a process began.
 */
export interface StagingName {
  readonly host: string
  readonly processId: number
  readonly start: string
}

const pattern = /^\.zaslona-([0-9a-f]{4})-(\d+)-(\d+)-[0-9a-f]{32}$/

export const stagingFolderName = ({ host, processId, start }: StagingName, random: string): string =>
  `${stagingPrefix}${host}-${processId}-${start}-${random}`

/** What the name of a staging folder tells; undefined for every other name. */
export function parseStagingName(name: string): StagingName | undefined {
  const [, host, processId, start] = pattern.exec(name) ?? []
  if (host === undefined || processId === undefined || start === undefined) return undefined
  return { host, processId: Number(processId), start }
}
