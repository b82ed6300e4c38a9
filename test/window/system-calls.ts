import fs from 'node:fs'
import path from 'node:path'

/** What a program and all of its children asked of the system, as strace wrote it down. */
export interface SystemCalls {
  /** Paths that were made, opened to be written, or named anew. */
  readonly written: readonly string[]
  /** Addresses of `connect`, other than sockets of the local machine's own files. */
  readonly connected: readonly string[]
}

/** The command line that runs a program under the trace. */
export const tracedInto = (file: string): readonly string[] => [
  'strace',
  '-f',
  '-qq',
  '-y',
  '-s',
  '4096',
  '-e',
  'trace=connect,sendto,sendmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat',
  '-o',
  file,
]

export function readSystemCalls(file: string): SystemCalls {
  const lines = wholeLines(fs.readFileSync(file, 'latin1').split('\n'))
  return {
    written: [...new Set(lines.flatMap(writtenBy))].sort(),
    connected: [...new Set(lines.flatMap(reachedBy))].sort(),
  }
}

/** A call that another thread interrupted stands in two lines. */
function wholeLines(lines: readonly string[]): readonly string[] {
  const begun = new Map<string, string>()
  return lines.flatMap((line) => {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(thread, rest.slice(0, -'<unfinished ...>'.length))
      return []
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    return [resumed ? (begun.get(thread) ?? '') + (resumed[1] ?? '') : rest]
  })
}

function writtenBy(line: string): readonly string[] {
  if (line.includes('= -1 E')) return []
  const paths = [...line.matchAll(/(?:AT_FDCWD<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(([, base, name = '']) =>
    path.resolve(base ?? '/', name),
  )
  if (/^(?:open|openat)\(/.test(line)) return /O_(?:WRONLY|RDWR|CREAT)/.test(line) ? paths : []
  if (/^(?:creat|mkdir|mknod)/.test(line)) return paths
  return /^(?:rename|link|symlink)/.test(line) ? paths.slice(-1) : []
}

function reachedBy(line: string): readonly string[] {
  if (!/^(?:connect|sendto|sendmsg)\(/.test(line)) return []
  const family = /sa_family=(AF_\w+)/.exec(line)?.[1]
  // A resolver of the system that is asked through a file resolves names all the same.
  if (family === 'AF_UNIX' && line.includes('/systemd/resolve')) return [line]
  // Netlink is how a program asks the kernel which interfaces there are; nothing leaves the machine.
  if (family === undefined || family === 'AF_UNIX' || family === 'AF_NETLINK') return []
  return [line]
}
