import { constants } from 'node:fs'

/** Opening never waits: neither for the other end of a FIFO nor for a device. Windows has no such flag. */
export const readFlags: number = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK)
