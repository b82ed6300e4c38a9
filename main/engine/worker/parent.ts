/** What is asked of a process. */
export interface ProcessView {
  readonly platform: NodeJS.Platform
  readonly ppid: number
  /** Throws where there is no process of that number. */
  readonly kill: (processId: number, signal: 0) => unknown
}

/**
 * Whether the process that started this one has ended. Where another then becomes the parent that shows at once; Windows goes on naming
 * the old one.
 */
export function isParentGone(parentId: number, view: ProcessView = process): boolean {
  if (view.platform !== 'win32') return view.ppid !== parentId
  try {
    view.kill(parentId, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
