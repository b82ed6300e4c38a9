// The whole test run, from a fresh clone or a worked-in checkout:  npm test
//
// Sets up what is missing, then formatter, linter, dead-code check, all tests, and those of the packaged window, in a network namespace
// without interfaces where that is allowed. What could not run here (no judges, no Electron, no display) is said loudly and counted as
// skipped; REQUIRE_JUDGES=1 and REQUIRE_ELECTRON=1 make it a failure. The last line is `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { missingForOffline, missingForWindow } from './window-needs.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const totals = { passed: 0, failed: 0, skipped: 0 }
const notes = []

const node = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0
const tool = (relative) => path.join(root, 'node_modules', relative)

function stage(title, run) {
  const began = performance.now()
  console.log(`\n== ${title}`)
  const passed = run()
  totals[passed ? 'passed' : 'failed']++
  console.log(`== ${title}: ${passed ? 'passed' : 'FAILED'} (${Math.round((performance.now() - began) / 1000)} s)`)
}

/** Runs tests that write vitest's report to the file they are given, and counts them. */
function counted(run) {
  const report = path.join(tmpdir(), `zaslona-tests-${process.pid}.json`)
  const passed = run(report)
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    totals.passed += result.numPassedTests
    totals.failed += result.numFailedTests
    totals.skipped += result.numPendingTests + (result.numTodoTests ?? 0)
    for (const file of result.testResults)
      for (const test of file.assertionResults)
        if (test.status === 'pending' || test.status === 'skipped') notes.push(`NOT RUN: ${test.fullName}`)
    // A file that could not even be loaded counts no test.
    if (!passed && result.numFailedTests === 0) totals.failed++
    if (result.numTotalTests === 0) totals.failed++
  } catch {
    totals.failed++
  } finally {
    rmSync(report, { force: true })
  }
}

if (!node(path.join(root, 'scripts/setup.mjs'))) {
  console.error('The set-up failed; nothing was tested.')
  console.log('0 passed, 1 failed, 0 skipped')
  process.exit(1)
}
stage('format', () => node(tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'))
stage('types and build', () => node(tool('typescript/bin/tsc'), '-b'))
stage('lint', () => node(tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0'))
stage('dead code', () => node(tool('knip/bin/knip.js')))
console.log('\n== tests')
counted((report) =>
  node(tool('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`),
)
console.log('\n== window')
const missing = missingForWindow(root)
const missingOffline = missingForOffline()
const offline = missingOffline.length === 0 ? ['--offline'] : []
if (missing.length === 0) {
  counted((report) => node(path.join(root, 'scripts/test-window.mjs'), ...offline, '--report', report))
  if (offline.length === 0) {
    totals[process.env.REQUIRE_ELECTRON === '1' ? 'failed' : 'skipped']++
    notes.push(`NOT RUN: the window without any network: ${missingOffline.join(', ')}`)
  }
} else {
  totals[process.env.REQUIRE_ELECTRON === '1' ? 'failed' : 'skipped']++
  notes.push(`NOT RUN: the tests of the packaged window: ${missing.join(', ')}`)
}

if (notes.length > 0) console.log(`\n${'!'.repeat(72)}\n${notes.join('\n')}\n${'!'.repeat(72)}`)
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(totals.failed === 0 ? 0 : 1)
