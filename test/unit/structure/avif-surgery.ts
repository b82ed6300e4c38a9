const at = (avif: Buffer, type: string): number => avif.indexOf(type, 0, 'latin1') - 4

/** The AVIF of one item with other coded data; sizes are kept right. `iloc` has offsets, lengths and bases of four bytes. */
export function withCodedData(avif: Buffer, change: (data: Buffer) => Buffer): Buffer {
  const media = at(avif, 'mdat')
  const data = change(avif.subarray(media + 8))
  const head = Buffer.from(avif.subarray(0, media + 8))
  head.writeUInt32BE(data.length + 8, media)
  head.writeUInt32BE(data.length, at(avif, 'iloc') + 30)
  return Buffer.concat([head, data])
}

/** The AVIF of one item with a further property, tied to the item. */
export function withProperty(avif: Buffer, property: Buffer): Buffer {
  const [ipco, ipma] = [at(avif, 'ipco'), at(avif, 'ipma')]
  const ipcoEnd = ipco + avif.readUInt32BE(ipco)
  const ipmaEnd = ipma + avif.readUInt32BE(ipma)
  let properties = 0
  for (let box = ipco + 8; box < ipcoEnd; box += avif.readUInt32BE(box)) properties++
  const copy = Buffer.from(avif)
  const grow = (type: string, bytes: number) => {
    const box = at(avif, type)
    copy.writeUInt32BE(avif.readUInt32BE(box) + bytes, box)
  }
  for (const type of ['meta', 'iprp']) grow(type, property.length + 1)
  grow('ipco', property.length)
  grow('ipma', 1)
  copy.writeUInt8(avif.readUInt8(ipma + 18) + 1, ipma + 18)
  const base = at(avif, 'iloc') + 20
  copy.writeUInt32BE(avif.readUInt32BE(base) + property.length + 1, base)
  return Buffer.concat([
    copy.subarray(0, ipcoEnd),
    property,
    copy.subarray(ipcoEnd, ipmaEnd),
    Buffer.from([0x80 | (properties + 1)]),
    copy.subarray(ipmaEnd),
  ])
}

/** Where the sequence header and the frame of coded data lie: the units after an empty delimiter. */
export function unitsOf(data: Buffer): { readonly before: Buffer; readonly sequence: Buffer; readonly frame: Buffer } {
  const start = data[0] === 0x12 ? 2 : 0
  const middle = start + 2 + data.readUInt8(start + 1)
  return { before: data.subarray(0, start), sequence: data.subarray(start, middle), frame: data.subarray(middle) }
}

/** A unit with bytes added behind what it is made of, its size kept right. */
export function withTail(unit: Buffer, tail: Buffer): Buffer {
  let [size, sizeBytes] = [0, 0]
  for (let more = true; more; sizeBytes++) {
    const byte = unit.readUInt8(1 + sizeBytes)
    size += (byte & 0x7f) * 2 ** (7 * sizeBytes)
    more = (byte & 0x80) !== 0
  }
  const written: number[] = []
  for (let left = size + tail.length; left > 0 || written.length === 0; left >>= 7)
    written.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
  return Buffer.concat([unit.subarray(0, 1), Buffer.from(written), unit.subarray(1 + sizeBytes), tail])
}
