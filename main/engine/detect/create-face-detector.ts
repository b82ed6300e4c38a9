import type { ModelError } from '../../core/contract/engine.js'
import { bareHeadsOf } from '../../core/detection/bare-heads.js'
import { addScored } from '../../core/detection/remaining.js'
import type { Sight } from '../../core/detection/types.js'
import type { FaceDetector } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import type { OwnNetworks } from './find-faces.js'
import { facesIn, lookAt } from './find-faces.js'
import { askAdded, findRemaining } from './find-remaining.js'
import type { Head, InputLayout } from './heads/head.js'
import { heads } from './heads/heads.js'
import type { ModelFolders } from './model-files.js'
import { readModels, readPeopleModel } from './model-files.js'
import type { Network } from './network.js'
import { networkOf, openSession } from './network.js'
import { yolov8Person } from './people-head.js'

export interface DetectorOptions extends ModelFolders {
  /** Processor threads that one picture may use. */
  readonly threads: number
}

/** A model of which the bytes were compared, and how to speak with it. */
interface Loadable {
  readonly file: string
  readonly bytes: Uint8Array
  readonly head: Head
  readonly input?: InputLayout | undefined
}

/** Loads every model in use after comparing its SHA-256; without all of them there is no detector. */
export async function createFaceDetector(options: DetectorOptions): Promise<Result<FaceDetector, ModelError>> {
  const models = await readModels(options)
  if (!models.ok) return models
  const people = await readPeopleModel(options.modelsFolder)
  if (!people.ok) return people
  const faces = models.value.map(({ entry, bytes }) => ({
    file: entry.file,
    bytes,
    head: heads[entry.head],
    input: entry.input,
  }))
  const whole = people.value ? [{ ...people.value, head: yolov8Person }] : []
  const loaded = await loadAll([...faces, ...whole], options.threads)
  if (!loaded.ok) return loaded
  const [own, ...added] = loaded.value.slice(0, faces.length)
  const [peopleNetwork] = loaded.value.slice(faces.length)
  if (!own) return err({ code: 'model-missing', file: 'manifest.json' })
  return ok(detectorOf({ faces: own, ...(peopleNetwork ? { people: peopleNetwork } : {}) }, added))
}

async function loadAll(models: readonly Loadable[], threads: number): Promise<Result<readonly Network[], ModelError>> {
  const networks: Network[] = []
  for (const { file, bytes, head, input } of models) {
    try {
      networks.push(networkOf(await openSession(bytes, threads), head, input))
    } catch {
      await Promise.all(networks.map((network) => network.release()))
      // The runtime's own words name paths and tensors; what a person can do is the same for all of them.
      return err({ code: 'model-unusable', file, detail: 'load' })
    }
  }
  return ok(networks)
}

function detectorOf(own: OwnNetworks, added: readonly Network[]): FaceDetector {
  return {
    async detect(signal, image, thoroughness, onProgress): Promise<Sight> {
      const sightings = await lookAt(signal, own, image, thoroughness, onProgress)
      const ownFaces = facesIn(image, sightings, thoroughness)
      const faces = addScored(image, ownFaces, await askAdded(signal, added, image))
      return { faces, bareHeads: bareHeadsOf(image, faces, sightings.people) }
    },
    detectRemaining: (signal, image, thoroughness) => findRemaining(signal, own.faces, added, image, thoroughness),
    close: async () => {
      const all = [own.faces, ...(own.people ? [own.people] : []), ...added]
      await Promise.all(all.map((network) => network.release()))
    },
  }
}
