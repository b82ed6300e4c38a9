/** The modification time of every released file: the same for all, so that it tells neither of the picture nor the work. */
export const releasedModifiedMs = Date.UTC(2000, 0, 1)
