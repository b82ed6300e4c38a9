/** What the system tells of a file or folder, as `stat` with `bigint` has it. */
export interface FileNumbers {
  readonly dev: bigint
  readonly ino: bigint
}

/**
 * [Note: Which folder is which]
 *
 * `device:inode` sees through upper and lower case, bind mounts and Windows' short names. But Windows makes the number up on network
 * drives, and the file systems of encrypted containers and virtual machines there give 0, or the same number to several folders. So 0
 * counts for nothing, and the real path, which every place has one of, counts as well.
 *
 * Two are the same where they share one of these. `realPath` is absolute and without links.
 */
export function identitiesOf({ dev, ino }: FileNumbers, realPath: string, platform: string): readonly string[] {
  const place = `path:${platform === 'win32' ? realPath.toLowerCase() : realPath}`
  return ino === 0n ? [place] : [place, `inode:${String(dev)}:${String(ino)}`]
}

/**
 * By what a walk through folders knows one that it entered before. One that is left out by mistake holds photos of which nobody
 * hears, one that is entered twice is only work: on Windows the real path alone is believed, as it is spelled on the disk.
 */
export function walkIdentityOf({ dev, ino }: FileNumbers, realPath: string, platform: string): string {
  return platform === 'win32' || ino === 0n ? `path:${realPath}` : `inode:${String(dev)}:${String(ino)}`
}
