import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { initSync, JxlImage } from 'jxl-oxide-wasm'
import { corrupt, truncated } from './media-failure.js'

let isReady = false

/** Gives the module its wasm bytes, which lie in its package; nothing is fetched. */
function prepare(): void {
  if (isReady) return
  const folder = pathToFileURL(createRequire(import.meta.url).resolve('jxl-oxide-wasm/package.json'))
  initSync({ module: readFileSync(new URL('jxl_oxide_wasm_bg.wasm', folder)) })
  isReady = true
}

/** Takes a whole codestream. Nothing is decoded before `renderJxl`; the size is the upright one. */
export function openJxlImage(codestream: Buffer): JxlImage {
  prepare()
  return guarded(() => {
    const image = new JxlImage()
    // Enumerated colours become sRGB; pictures with an ICC profile keep it, and it is applied later.
    image.forceSrgb = true
    image.feedBytes(codestream)
    const isComplete = image.tryInit() && image.loaded
    if (!isComplete || image.width === undefined || image.height === undefined) throw truncated()
    return image
  })
}

/** One frame as a PNG of up to 16 bits with its profile, and how long it is shown in ticks times their numerator. */
export function renderJxl(image: JxlImage, frame: number): { readonly png: Buffer; readonly duration: number } {
  return guarded(() => {
    const rendered = image.render(frame)
    const duration = rendered.durationNumerator
    return { png: Buffer.from(rendered.encodeToPng()), duration }
  })
}

/**
 * The decoder throws words for bad data and traps where it did not expect what it met; a trap leaves nothing unusable but
 * the picture that was being decoded.
 */
function guarded<Value>(run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    const isTrap = error instanceof Error && error.name === 'RuntimeError'
    if (typeof error === 'string' || isTrap) throw corrupt()
    throw error
  }
}
