/**
 * [Note: Programs outlive whoever started them]
 *
 * A worker that hangs or takes too much memory is ended in a way that it cannot answer, and a program that it started would go on
 * with the original open. So a worker tells its parent of each program when it begins and when it is over; whichever of the two is
 * left ends those that still run.
 */
export interface ProgramChange {
  readonly processId: number
  readonly isRunning: boolean
}

const running = new Set<number>()
let listener: (change: ProgramChange) => void = () => undefined

/** There is one listener: what tells the parent. */
export function onProgramChange(listen: (change: ProgramChange) => void): void {
  listener = listen
}

export function noteProgram(change: ProgramChange): void {
  keepAccount(running, change)
  listener(change)
}

export function keepAccount(programs: Set<number>, { processId, isRunning }: ProgramChange): void {
  if (isRunning) programs.add(processId)
  else programs.delete(processId)
}

/** Ends all programs of this process. */
export const endOwnPrograms = (): void => running.forEach(endProgram)

/** Ends a program at once, with everything that it started: it leads a process group of its own, where there are such. */
export function endProgram(processId: number): void {
  try {
    process.kill(process.platform === 'win32' ? processId : -processId, 'SIGKILL')
  } catch {
    // It has just ended.
  }
}
