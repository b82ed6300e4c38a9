#!/usr/bin/env node
import { usage } from '../core/messages/english/command.js'

// Nothing else is imported before the version is known to be enough: an older Node would end in a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 20 || (major === 20 && minor >= 19)) {
  const { run } = await import('./run.js')
  await run()
} else {
  process.stderr.write(`${usage.nodeTooOld(process.versions.node)}\n`)
  process.exitCode = 2
}
