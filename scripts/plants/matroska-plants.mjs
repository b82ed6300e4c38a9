// Places in a finished WebM where a text, or a moment, can stand that no player shows. See tamper-copies.mjs.

const idOf = (id) =>
  Buffer.from(id.toString(16).padStart(id > 0xffffff ? 8 : id > 0xffff ? 6 : id > 0xff ? 4 : 2, '0'), 'hex')
const lengthOf = (bytes) => {
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(bytes))
  return length
}
const element = (id, ...parts) => {
  const body = Buffer.concat(parts)
  const length = lengthOf(body.length)
  length[0] = 1
  return Buffer.concat([idOf(id), length, body])
}

const segment = 0x18538067
const info = 0x1549a966
const tracks = 0x1654ae6b
const trackEntry = 0xae
const cluster = 0x1f43b675

function readElement(file, start) {
  const idBytes = Math.clz32(file[start]) - 23
  const lengthBytes = Math.clz32(file[start + idBytes]) - 23
  const body = start + idBytes + lengthBytes
  const length = file.readUIntBE(start + idBytes, 1) & (0xff >> lengthBytes)
  let bytes = length
  for (let at = start + idBytes + 1; at < body; at++) bytes = bytes * 256 + file[at]
  return { id: file.readUIntBE(start, idBytes), start, idBytes, lengthBytes, body, end: body + bytes }
}
function* elementsIn(file, start, end) {
  for (let at = start; at < end;) {
    const one = readElement(file, at)
    yield one
    at = one.end
  }
}

/** The elements from the outermost to the innermost of a path, the last of each. */
function chain(file, path) {
  const found = []
  let [start, end] = [0, file.length]
  for (const id of path) {
    const inner = [...elementsIn(file, start, end)].findLast((one) => one.id === id)
    if (!inner) return undefined
    found.push(inner)
    ;[start, end] = [inner.body, inner.end]
  }
  return found
}

/** An element with another body; its length keeps the number of bytes that it is written with, where that is enough. */
function again(file, { start, idBytes, lengthBytes }, body) {
  const bytes = body.length < 2 ** (7 * lengthBytes) - 1 ? lengthBytes : 8
  const length = lengthOf(body.length).subarray(8 - bytes)
  length[0] |= 1 << (8 - bytes)
  return Buffer.concat([file.subarray(start, start + idBytes), length, body])
}

/** The file with another body of one element: the lengths around it, and what points behind it, are kept right. */
function withBody(file, path, change) {
  const places = chain(file, path)
  if (!places) return undefined
  let body = change(file.subarray(places.at(-1).body, places.at(-1).end))
  for (let at = places.length - 1; at >= 0; at--) {
    const place = places[at]
    const [before, after] = at > 0 ? [places[at - 1].body, places[at - 1].end] : [0, file.length]
    body = Buffer.concat([
      file.subarray(before, place.start),
      again(file, place, body),
      file.subarray(place.end, after),
    ])
  }
  if (path[0] === segment) movePositions(body, places.at(-1).end - places[0].body, body.length - file.length)
  return body
}

/** Lists of contents count from the body of the segment: seek heads, and the clusters of cues. */
const lists = new Set([0x114d9b74, 0x4dbb, 0x1c53bb6b, 0xbb, 0xb7])
const positions = new Set([0x53ac, 0xf1])

function movePositions(file, from, grown, inside = chain(file, [segment]).at(-1)) {
  for (const { id, body, end } of elementsIn(file, inside.body, inside.end)) {
    if (lists.has(id)) movePositions(file, from, grown, { body, end })
    else if (positions.has(id)) {
      const bytes = [...file.subarray(body, end)]
      const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
      if (value >= from) file.writeUIntBE(value + grown, body, Math.min(6, bytes.length))
    }
  }
}

const within =
  (path, ...ids) =>
  (file, text) =>
    withBody(file, path, (body) => Buffer.concat([body, ids.reduceRight((inner, id) => element(id, inner), text)]))
/** A text in place of the one that is there. */
const instead = (path, length) => (file, text) => withBody(file, path, () => text.subarray(0, length))

const byte = (value) => Buffer.from([value])

/** Place → what becomes of a finished WebM with the text in that place. */
export const matroskaPlants = {
  'title of the segment': within([segment, info], 0x7ba9),
  'name of the segment’s file': within([segment, info], 0x7384),
  'number of the segment': (file, text) =>
    withBody(file, [segment, info], (body) => Buffer.concat([body, element(0x73a4, text.subarray(0, 16))])),
  'when it was made': (file) =>
    withBody(file, [segment, info], (body) =>
      Buffer.concat([body, element(0x4461, Buffer.from('0a1b2c3d4e5f6071', 'hex'))]),
    ),
  'program that made it': instead([segment, info, 0x4d80]),
  'program that wrote it': instead([segment, info, 0x5741]),
  tags: (file, text) =>
    withBody(file, [segment], (body) => {
      const tag = element(0x67c8, element(0x45a3, Buffer.from('ARTIST')), element(0x4487, text))
      return Buffer.concat([body, element(0x1254c367, element(0x7373, element(0x63c0), tag))])
    }),
  chapters: (file, text) =>
    withBody(file, [segment], (body) => {
      const display = element(0x80, element(0x85, text), element(0x437c, Buffer.from('und')))
      const atom = element(0xb6, element(0x73c4, byte(1)), element(0x91, byte(0)), display)
      return Buffer.concat([body, element(0x1043a770, element(0x45b9, atom))])
    }),
  attachment: (file, text) =>
    withBody(file, [segment], (body) => {
      const name = [element(0x466e, Buffer.from('a.txt')), element(0x4660, Buffer.from('text/plain'))]
      return Buffer.concat([
        body,
        element(0x1941a469, element(0x61a7, ...name, element(0x465c, text), element(0x46ae, byte(1)))),
      ])
    }),
  'empty space': within([segment], 0xec),
  'empty space of the head': within([0x1a45dfa3], 0xec),
  'empty space of a track': within([segment, tracks, trackEntry], 0xec),
  'element of no standard': within([segment], 0x5fff),
  'name of the track': within([segment, tracks, trackEntry], 0x536e),
  'name of the coding': within([segment, tracks, trackEntry], 0x258688),
  'language of the track': instead([segment, tracks, trackEntry, 0x22b59c], 3),
  'settings of the coding': (file, text) =>
    withBody(file, [segment, tracks, trackEntry], (body) => Buffer.concat([body, element(0x63a2, text)])),
  'track of text': (file, text) => {
    const entry = [
      element(0xd7, byte(3)),
      element(0x73c5, byte(3)),
      element(0x83, byte(17)),
      element(0x86, Buffer.from('S_TEXT/UTF8')),
    ]
    const grown = withBody(file, [segment, tracks], (body) => Buffer.concat([body, element(trackEntry, ...entry)]))
    const block = element(0xa0, element(0xa1, Buffer.from([0x83, 0, 0, 0]), text), element(0x9b, byte(100)))
    return grown && withBody(grown, [segment, cluster], (body) => Buffer.concat([body, block]))
  },
  'block of no track': (file, text) =>
    withBody(file, [segment, cluster], (body) =>
      Buffer.concat([body, element(0xa3, Buffer.from([0x83, 0, 0, 0x80]), text)]),
    ),
  'block of the picture that is none': (file, text) =>
    withBody(file, [segment, cluster], (body) =>
      Buffer.concat([body, element(0xa3, Buffer.from([0x81, 0, 0, 0]), text)]),
    ),
  'behind the coded picture': within([segment, cluster, 0xa3]),
  'additions of a block': (file, text) =>
    withBody(file, [segment, cluster], (body) => {
      const addition = element(0x75a1, element(0xa6, element(0xee, byte(1)), element(0xa5, text)))
      const block = element(0xa1, Buffer.from([0x82, 0, 0, 0, 0xfc]))
      return Buffer.concat([body, element(0xa0, block, addition)])
    }),
  'after the end': (file, text) => Buffer.concat([file, text]),
}
