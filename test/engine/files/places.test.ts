import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { productModelsFolder, userModelsFolder } from '../../../main/engine/files/places.js'

test('the product’s models lie beside the built command', () => {
  expect(fs.existsSync(path.join(productModelsFolder(), 'manifest.json'))).toBe(true)
})

test('added models lie with the user’s data', () => {
  const home = os.homedir()
  expect(userModelsFolder({}, 'linux')).toBe(path.join(home, '.local/share/zaslona/models'))
  expect(userModelsFolder({ XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/zaslona/models')
  expect(userModelsFolder({ XDG_DATA_HOME: 'relative' }, 'linux')).toBe(path.join(home, '.local/share/zaslona/models'))
  expect(userModelsFolder({}, 'darwin')).toBe(path.join(home, 'Library/Application Support/zaslona/models'))
  expect(userModelsFolder({ APPDATA: '/roaming' }, 'win32')).toBe(path.join('/roaming', 'zaslona/models'))
})
