/** What one file under way may take of a machine's memory. */
const bytesPerJob = 1_500_000_000

/** Files to work on at the same time while a person uses the machine: one for each processor, and never all memory. */
export const fittingJobs = (processors: number, memoryBytes: number): number =>
  Math.max(1, Math.min(4, processors, Math.floor(memoryBytes / 2 / bytesPerJob)))
