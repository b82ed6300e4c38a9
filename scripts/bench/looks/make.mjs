// What no encoder at hand writes: an Adobe RGB profile, and AVIF pictures that are turned by their container.

function tagOf(type, ...values) {
  const tag = Buffer.alloc(type === 'curv' ? 14 : 20)
  tag.write(type, 0, 'latin1')
  if (type === 'curv') {
    tag.writeUInt32BE(1, 8)
    tag.writeUInt16BE(Math.round(values[0] * 256), 12)
  } else values.forEach((value, index) => tag.writeInt32BE(Math.round(value * 65_536), 8 + index * 4))
  return tag
}

/** ICC.1:2010, matrix and curve: Adobe RGB (1998) adapted to D50. */
export function adobeRgbProfile() {
  const description = Buffer.alloc(108)
  description.write('desc', 0, 'latin1')
  description.writeUInt32BE(1, 8)
  const curve = tagOf('curv', 2.199_218_75)
  const tags = [
    ['desc', description],
    ['wtpt', tagOf('XYZ ', 0.9642, 1, 0.8249)],
    ['rXYZ', tagOf('XYZ ', 0.60974, 0.31111, 0.01947)],
    ['gXYZ', tagOf('XYZ ', 0.20528, 0.62567, 0.06087)],
    ['bXYZ', tagOf('XYZ ', 0.14919, 0.06322, 0.74457)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const head = Buffer.alloc(132 + tags.length * 12)
  head.writeUInt32BE(0x02100000, 8)
  head.write('mntrRGB XYZ ', 12, 'latin1')
  head.write('acsp', 36, 'latin1')
  ;[0.9642, 1, 0.8249].forEach((value, index) => head.writeInt32BE(Math.round(value * 65_536), 68 + index * 4))
  head.writeUInt32BE(tags.length, 128)
  let offset = head.length
  const bodies = tags.map(([name, data], index) => {
    head.write(name, 132 + index * 12, 'latin1')
    head.writeUInt32BE(offset, 136 + index * 12)
    head.writeUInt32BE(data.length, 140 + index * 12)
    const body = Buffer.concat([data, Buffer.alloc(-data.length & 3)])
    offset += body.length
    return body
  })
  head.writeUInt32BE(offset, 0)
  return Buffer.concat([head, ...bodies])
}

/** Adds `irot` or `imir` (ISO/IEC 23008-12, 6.5.10 and 6.5.12) to the one item of an AVIF. */
export function withTransformation(avif, type, value) {
  const at = (name) => avif.indexOf(name, 0, 'latin1') - 4
  const [meta, iprp, ipco, ipma, iloc] = ['meta', 'iprp', 'ipco', 'ipma', 'iloc'].map(at)
  const property = Buffer.from([0, 0, 0, 9, ...Buffer.from(type, 'latin1'), value])
  const ipcoEnd = ipco + avif.readUInt32BE(ipco)
  const ipmaEnd = ipma + avif.readUInt32BE(ipma)
  let properties = 0
  for (let box = ipco + 8; box < ipcoEnd; box += avif.readUInt32BE(box)) properties++
  const copy = Buffer.from(avif)
  const grow = (box, bytes) => copy.writeUInt32BE(avif.readUInt32BE(box) + bytes, box)
  grow(meta, 10)
  grow(iprp, 10)
  grow(ipco, 9)
  grow(ipma, 1)
  // Full box head, number of entries, item, number of associations.
  copy.writeUInt8(avif.readUInt8(ipma + 18) + 1, ipma + 18)
  shiftExtents(copy, iloc, 10)
  return Buffer.concat([
    copy.subarray(0, ipcoEnd),
    property,
    copy.subarray(ipcoEnd, ipmaEnd),
    Buffer.from([0x80 | (properties + 1)]),
    copy.subarray(ipmaEnd),
  ])
}

/** `iloc` of version 0 with offsets, lengths and bases of 4 bytes: one item. */
function shiftExtents(bytes, iloc, by) {
  const [version, sizes, items] = [
    bytes.readUInt8(iloc + 8),
    bytes.readUInt16BE(iloc + 12),
    bytes.readUInt16BE(iloc + 14),
  ]
  if (version !== 0 || sizes !== 0x4440 || items !== 1) throw new Error('another iloc than expected')
  bytes.writeUInt32BE(bytes.readUInt32BE(iloc + 20) + by, iloc + 20)
}
