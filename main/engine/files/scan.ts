import type { BigIntStats } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { refused } from '../../core/job/reasons.js'
import { walkIdentityOf } from '../../core/naming/file-identity.js'
import { pathFromBytes } from '../../core/naming/path-bytes.js'
import type { Discovered } from '../../core/ports.js'
import { isBelow } from './below.js'
import { nativePath } from './native-path.js'
import { isSidecar, isSystemEntry } from './skipped-names.js'
import { realPath } from './real-path.js'
import { readFailure, systemCodeOf } from './system-error.js'

export interface ScanOptions {
  readonly includeSystemEntries?: boolean
  readonly recursive: boolean
  /** Real path of a folder that is never entered, however it is reached. */
  readonly ignore?: string
}

/** One walk through the inputs. */
interface Walk {
  readonly signal: AbortSignal
  readonly options: ScanOptions
  /** What the folders entered are known by, see [Note: Which folder is which], and the real paths of the files met, so that no link brings anything twice. */
  readonly foldersSeen: Set<string>
  readonly filesSeen: Set<string>
}

/**
 * Every file among the inputs, once, and everything that cannot be taken, with its reason. Links are followed; one that
 * leads to a folder it lies in is refused. Nothing but folders is opened: whether a file can be read, and what it is,
 * is asked of the system.
 */
export async function* scan(
  signal: AbortSignal,
  inputs: readonly string[],
  options: ScanOptions,
): AsyncGenerator<Discovered> {
  const walk: Walk = { signal, options, foldersSeen: new Set(), filesSeen: new Set() }
  for (const input of inputs) {
    const absolute = path.resolve(input)
    yield* visit(walk, absolute, path.basename(absolute) || absolute, 'input')
  }
}

type Found = { readonly isLink: boolean; readonly stats: BigIntStats } | { readonly refusal: Discovered }

async function* visit(
  walk: Walk,
  absolute: string,
  relative: string,
  origin: 'input' | 'folder',
): AsyncGenerator<Discovered> {
  if (walk.signal.aborted) return
  const found = await look(absolute)
  if ('refusal' in found) yield found.refusal
  else if (found.stats.isDirectory()) {
    if (origin === 'input') yield* enter(walk, absolute, '', found)
    else if (walk.options.recursive) yield* enter(walk, absolute, relative, found)
  } else if (!found.stats.isFile())
    yield { kind: 'refused', path: absolute, failure: refused({ code: 'not-a-regular-file' }) }
  else yield* take(walk, absolute, relative, found.stats)
}

async function look(absolute: string): Promise<Found> {
  const native = nativePath(absolute)
  try {
    const own = await fs.lstat(native, { bigint: true })
    if (!own.isSymbolicLink()) return { isLink: false, stats: own }
    return { isLink: true, stats: await fs.stat(native, { bigint: true }) }
  } catch (error) {
    return { refusal: { kind: 'refused', path: absolute, failure: readFailure(error) } }
  }
}

async function* take(
  walk: Walk,
  absolute: string,
  relativePath: string,
  stats: BigIntStats,
): AsyncGenerator<Discovered> {
  const native = nativePath(absolute)
  try {
    const real = await realPath(absolute)
    if (walk.filesSeen.has(real)) return
    walk.filesSeen.add(real)
    if (isSidecar(absolute)) {
      yield { kind: 'refused', path: absolute, failure: refused({ code: 'sidecar' }) }
      return
    }
    await fs.access(native, fs.constants.R_OK)
  } catch (error) {
    yield { kind: 'refused', path: absolute, failure: readFailure(error) }
    return
  }
  const source = {
    path: absolute,
    relativePath,
    sizeBytes: Number(stats.size),
    modifiedMs: modifiedMsOf(stats.mtimeNs),
  }
  yield { kind: 'file', source }
}

/** The milliseconds that `stat` gives without `bigint`, to the last bit: whoever opens the file compares them. */
function modifiedMsOf(nanoseconds: bigint): number {
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return Math.floor(Number((nanoseconds - rest) / 1_000_000_000n) * 1_000 + Number(rest) / 1e6)
}

async function* enter(
  walk: Walk,
  folder: string,
  relative: string,
  found: { readonly isLink: boolean; readonly stats: BigIntStats },
): AsyncGenerator<Discovered> {
  const names: string[] = []
  try {
    const real = await realPath(folder)
    if (walk.options.ignore !== undefined && real === walk.options.ignore) return
    if (found.isLink && containsLink(real, await realPath(path.dirname(folder)))) {
      yield { kind: 'refused', path: folder, failure: refused({ code: 'link-loop' }) }
      return
    }
    const identity = walkIdentityOf(found.stats, real, process.platform)
    if (walk.foldersSeen.has(identity)) return
    walk.foldersSeen.add(identity)
    names.push(...(await namesIn(folder)))
  } catch (error) {
    yield { kind: 'refused', path: folder, failure: readFailure(error) }
    return
  }
  for (const name of names) {
    if (isSystemEntry(name) && !walk.options.includeSystemEntries) continue
    yield* visit(walk, path.join(folder, name), relative === '' ? name : `${relative}/${name}`, 'folder')
  }
}

const containsLink = (target: string, folderOfLink: string): boolean =>
  folderOfLink === target || isBelow(target, folderOfLink)

/** The names in a folder in a fixed order, links last: a file is taken under its own name where it has one. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await fs.readdir(nativePath(folder), { encoding: 'buffer' })
  const names = entries.map(pathFromBytes).sort()
  const links: string[] = []
  const others: string[] = []
  for (const name of names) ((await isLink(path.join(folder, name))) ? links : others).push(name)
  return [...others, ...links]
}

async function isLink(absolute: string): Promise<boolean> {
  try {
    return (await fs.lstat(nativePath(absolute))).isSymbolicLink()
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return false
    throw error
  }
}
