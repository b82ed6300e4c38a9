import {
  AVCOL_PRI_BT2020,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_UNSPECIFIED,
  AV_BUFFERSRC_FLAG_KEEP_REF,
} from 'node-av/constants'
import { Filter, type FilterContext, FilterGraph, Frame } from 'node-av/lib'
import { failed } from '../../../core/job/reasons.js'
import { MediaFailure } from '../../image/media-failure.js'
import { expectOk } from './av.js'

/** What comes out: pictures of a video in BT.709 and 4:2:0, or a picture in sRGB as planes of green, blue and red. */
export type ToneMapOutput = 'video' | 'picture'

/**
 * HDR to a standard range in floating point: linear light with diffuse white (203 cd/m², Rec. ITU-R BT.2408) at one, the smaller
 * colour space, and a curve that leaves what is darker than 0.3 of diffuse white as it is and bends the rest.
 */
const steps: readonly (readonly [name: string, options: string])[] = [
  ['zscale', 'transfer=linear:npl=203'],
  ['format', 'pix_fmts=gbrpf32le'],
  ['zscale', 'primaries=bt709'],
  ['tonemap', 'tonemap=mobius:desat=0'],
]

const lastSteps: Readonly<Record<ToneMapOutput, typeof steps>> = {
  video: [
    ['zscale', 'transfer=bt709:matrix=bt709:range=tv:dither=error_diffusion'],
    ['format', 'pix_fmts=yuv420p'],
  ],
  picture: [
    ['zscale', 'transfer=iec61966-2-1:matrix=gbr:range=pc:dither=error_diffusion'],
    ['format', 'pix_fmts=gbrp'],
  ],
}

/** Turns HDR frames into 8-bit pictures of the same size. */
export class ToneMapper {
  readonly #graph: FilterGraph
  readonly #source: FilterContext
  readonly #sink: FilterContext
  readonly #output = new Frame()

  private constructor(source: FilterContext, sink: FilterContext, graph: FilterGraph) {
    this.#graph = graph
    this.#source = source
    this.#sink = sink
    this.#output.alloc()
  }

  static async open(first: Frame, threads: number, output: ToneMapOutput = 'video'): Promise<ToneMapper> {
    const graph = new FilterGraph()
    graph.alloc()
    graph.nbThreads = threads
    const add = (name: string, label: string, options?: string): FilterContext => {
      const filter = Filter.getByName(name)
      const context = filter ? graph.createFilter(filter, label, options) : null
      if (!context) throw new MediaFailure(failed({ code: 'internal', detail: `no filter ${name}` }))
      return context
    }
    describeColors(first)
    const shape = `video_size=${first.width}x${first.height}:pix_fmt=${first.format}:time_base=1/1`
    const colors = `colorspace=${first.colorSpace}:range=${first.colorRange}`
    const source = add('buffer', 'in', `${shape}:${colors}`)
    let last = source
    for (const [index, [name, options]] of [...steps, ...lastSteps[output]].entries()) {
      const next = add(name, `step${index}`, options)
      expectOk(last.link(0, next, 0), 'filter link')
      last = next
    }
    const sink = add('buffersink', 'out')
    expectOk(last.link(0, sink, 0), 'filter link')
    expectOk(await graph.config(), 'tone mapping')
    return new ToneMapper(source, sink, graph)
  }

  /** The picture's samples, tightly packed. */
  async convert(frame: Frame): Promise<Buffer> {
    describeColors(frame)
    expectOk(await this.#source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF), 'tone mapping')
    expectOk(await this.#sink.buffersinkGetFrame(this.#output), 'tone mapping')
    const picture = this.#output.toBuffer()
    this.#output.unref()
    return picture
  }

  free(): void {
    this.#output.free()
    this.#graph.free()
  }
}

/** HDR that does not name its colours has those of BT.2100. */
function describeColors(frame: Frame): void {
  if (frame.colorSpace === AVCOL_SPC_UNSPECIFIED) frame.colorSpace = AVCOL_SPC_BT2020_NCL
  if (frame.colorPrimaries === AVCOL_PRI_UNSPECIFIED) frame.colorPrimaries = AVCOL_PRI_BT2020
}
