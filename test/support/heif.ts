/** A box of the ISO base media file format (ISO/IEC 14496-12, 4.2). */
export function box(type: string, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff])
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)])
const plainHead = [0, 0, 0, 0]

/** `irot`: quarter turns to the left (ISO/IEC 23008-12, 6.5.10). */
export const turnedLeft = (quarters: number): Buffer => box('irot', [quarters])
/** `imir`: over the upright axis or the level one (6.5.12). */
export const mirrored = (axis: 'upright' | 'level'): Buffer => box('imir', [axis === 'upright' ? 1 : 0])
/** `clap`: what is left around the middle (ISO/IEC 14496-12, 12.1.4). */
export const cutTo = (width: number, height: number): Buffer =>
  box('clap', ...[width, 1, height, 1, 0, 1, 0, 1].map(u32))
/** `colr` with code points of ITU-T H.273. */
export const colors = (primaries: number, transfer: number, matrix: number, isFullRange: boolean): Buffer =>
  box('colr', Buffer.from('nclx'), u16(primaries), u16(transfer), u16(matrix), [isFullRange ? 0x80 : 0])
/** `ispe`: the size before turning. */
export const extent = (width: number, height: number): Buffer => box('ispe', plainHead, u32(width), u32(height))
const isAlpha = box('auxC', plainHead, Buffer.from('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'))

export interface HeifItem {
  readonly codec: 'hvc1' | 'av01'
  readonly coded: Buffer
  /** In the order in which they are applied, the decoder's configuration among them. */
  readonly properties: readonly Buffer[]
}

/** A HEIF file of one picture and, where given, its transparency (ISO/IEC 23008-12). */
export function heifFile(picture: HeifItem, alpha?: HeifItem): Buffer {
  const items = alpha ? [picture, { ...alpha, properties: [...alpha.properties, isAlpha] }] : [picture]
  const brand = picture.codec === 'hvc1' ? 'heic' : 'avif'
  const head = box('ftyp', Buffer.from(brand), u32(0), Buffer.from(`mif1${brand}`))
  const all = items.flatMap(({ properties }) => properties)
  let index = 0
  const associations = items.map(({ properties }, item) =>
    Buffer.concat([u16(item + 1), Buffer.from([properties.length, ...properties.map(() => ++index)])]),
  )
  const infos = items.map(({ codec }, item) =>
    box('infe', [2, 0, 0, 0], u16(item + 1), u16(0), Buffer.from(`${codec}\0`)),
  )
  const metaAt = (firstOffset: number): Buffer => {
    let offset = firstOffset
    const places = items.map(({ coded }, item) => {
      const entry = Buffer.concat([u16(item + 1), u16(0), u16(1), u32(offset), u32(coded.length)])
      offset += coded.length
      return entry
    })
    return box(
      'meta',
      plainHead,
      box('hdlr', plainHead, u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      box('pitm', plainHead, u16(1)),
      box('iloc', plainHead, [0x44, 0], u16(items.length), ...places),
      box('iinf', plainHead, u16(items.length), ...infos),
      ...(alpha ? [box('iref', plainHead, box('auxl', u16(2), u16(1), u16(1)))] : []),
      box('iprp', box('ipco', ...all), box('ipma', plainHead, u32(items.length), ...associations)),
    )
  }
  const coded = box('mdat', ...items.map((item) => item.coded))
  return Buffer.concat([head, metaAt(head.length + metaAt(0).length + 8), coded])
}

/** The whole box of a type that occurs once. */
export function boxOf(file: Buffer, type: string): Buffer {
  const at = file.indexOf(type, 0, 'latin1') - 4
  return file.subarray(at, at + file.readUInt32BE(at))
}

/** The first picture and the decoder's configuration, out of an MP4 of even pictures or an AVIF of one item. */
export function codedPicture(file: Buffer, configuration: 'hvcC' | 'av1C'): { coded: Buffer; configuration: Buffer } {
  const data = file.indexOf('mdat', 0, 'latin1')
  const sizes = file.indexOf('stsz', 0, 'latin1')
  // Full box head, common size, number of samples, size of the first.
  const end = sizes < 0 ? data - 4 + file.readUInt32BE(data - 4) : data + 4 + file.readUInt32BE(sizes + 16)
  return { coded: file.subarray(data + 4, end), configuration: boxOf(file, configuration) }
}
