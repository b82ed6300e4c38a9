import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { JxlImage } from 'jxl-oxide-wasm'
import { corrupt, truncated } from './media-failure.js'

type JxlModule = typeof import('jxl-oxide-wasm')

let loaded: Promise<JxlModule> | undefined
let instances = 0

/** The module with the wasm bytes that lie in its package; nothing is fetched. */
async function load(): Promise<JxlModule> {
  const { resolve } = createRequire(import.meta.url)
  const folder = pathToFileURL(resolve('jxl-oxide-wasm/package.json'))
  // A name of its own makes Node load the module again instead of handing out the one whose memory broke.
  const address = new URL('jxl_oxide_wasm.js', folder)
  address.searchParams.set('instance', String(instances++))
  const module = (await import(address.href)) as JxlModule
  module.initSync({ module: readFileSync(new URL('jxl_oxide_wasm_bg.wasm', folder)) })
  return module
}

/** Takes a whole codestream. Nothing is decoded before `renderJxl`; the size is the upright one. */
export async function openJxlImage(codestream: Buffer): Promise<JxlImage> {
  const { JxlImage } = await (loaded ??= load())
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

/** The decoder throws words for bad data. After a trap its memory cannot be trusted any more, and it is loaded anew. */
function guarded<Value>(run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    if (typeof error === 'string') throw corrupt()
    if (error instanceof Error && error.name === 'RuntimeError') {
      loaded = undefined
      throw corrupt()
    }
    throw error
  }
}
