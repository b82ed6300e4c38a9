import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { english } from '../../main/core/messages/english.js'
import { commandFile } from './run-command.js'

/** Starts the command, which is told that it runs under another version. */
function versionUnder(node: string): { status: number | null; stdout: string; stderr: string } {
  const script = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } })
    process.argv = ['node', 'zaslona', '--version']
    await import(${JSON.stringify(`file://${commandFile}`)})`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
}

test.each(['20.19.0', '22.1.0'])('Node %s is new enough', (node) => {
  const ended = versionUnder(node)
  expect(ended).toMatchObject({ status: 0, stderr: '' })
  expect(ended.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each(['18.20.4', '20.18.3'])('Node %s is refused in plain words', (node) => {
  expect(versionUnder(node)).toMatchObject({ status: 2, stdout: '', stderr: `${english.usage.nodeTooOld(node)}\n` })
})
