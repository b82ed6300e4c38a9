import fs from 'node:fs'

/** A process below another one, as /proc tells of it. */
export interface FoundProcess {
  readonly id: number
  readonly command: readonly string[]
}

/** All processes that descend from one. */
export function descendantsOf(ancestor: number): readonly FoundProcess[] {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1')
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
        const command = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
        return [{ id: Number(name), parent, command }]
      } catch {
        return [] // It has just ended.
      }
    })
  const below = (parent: number): readonly FoundProcess[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...below(child.id)])
  return below(ancestor)
}

/** The engine's own processes, without its workers. */
export const enginesOf = (ancestor: number): readonly FoundProcess[] =>
  descendantsOf(ancestor).filter(({ command }) => command.some((part) => part.endsWith('engine-main.js')))

/** Is it there, and not only its entry that nobody has asked about? */
export function isRunning(id: number): boolean {
  try {
    const stat = fs.readFileSync(`/proc/${id}/stat`, 'latin1')
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return false
  }
}
