import { describe, expect, it } from 'vitest'
import { inspectableApp, packagedApp, programOf, readFuses } from './packaged-app.js'

const shut = {
  runAsNode: false,
  cookieEncryption: false,
  nodeOptions: false,
  nodeCliInspect: false,
  asarIntegrity: true,
  onlyLoadAppFromAsar: true,
  browserSnapshot: false,
  fileProtocolPrivileges: false,
}

describe('the packaged program', () => {
  it('is the window and nothing else', () => {
    expect(readFuses(programOf(packagedApp))).toEqual(shut)
  })

  it('is tested as it is, but for the inspector', () => {
    expect(readFuses(programOf(inspectableApp))).toEqual({ ...shut, nodeCliInspect: true })
  })
})
