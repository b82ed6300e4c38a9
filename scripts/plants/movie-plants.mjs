// Places in a finished MP4 where a text, or a moment, can stand that no player shows. See tamper-copies.mjs.

const u32be = (value) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const box = (type, ...parts) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32be(body.length + 8), Buffer.from(type, 'latin1'), body])
}
const full = (type, ...parts) => box(type, u32be(0), ...parts)

function* boxesIn(file, start, end) {
  for (let at = start; at + 8 <= end; at += file.readUInt32BE(at))
    yield { type: file.toString('latin1', at + 4, at + 8), start: at, body: at + 8, end: at + file.readUInt32BE(at) }
}

/** The boxes from the outermost to the innermost of a path, the first of each type. */
function chain(file, path) {
  const found = []
  let [start, end] = [0, file.length]
  for (const type of path) {
    const inner = [...boxesIn(file, start, end)].find((one) => one.type === type)
    if (!inner) return undefined
    found.push(inner)
    ;[start, end] = [inner.body, inner.end]
  }
  return found
}

/** Every list of chunks with the places that `placeOf` gives them. */
function moveChunks(file, placeOf) {
  for (let at = file.indexOf('stco'); at > 0; at = file.indexOf('stco', at + 4))
    for (let entry = 0; entry < file.readUInt32BE(at + 8); entry++) {
      const place = at + 12 + entry * 4
      file.writeUInt32BE(placeOf(file.readUInt32BE(place)), place)
    }
}

/** The movie with another body of one box: sizes around it, and where the chunks behind it begin, are kept right. */
function withBody(file, path, change) {
  const places = chain(file, path)
  if (!places) return undefined
  const inner = places.at(-1)
  const body = change(Buffer.from(file.subarray(inner.body, inner.end)))
  const grown = body.length - (inner.end - inner.body)
  const made = Buffer.concat([file.subarray(0, inner.body), body, file.subarray(inner.end)])
  for (const { start } of places) made.writeUInt32BE(made.readUInt32BE(start) + grown, start)
  moveChunks(made, (chunk) => (chunk >= inner.end ? chunk + grown : chunk))
  return made
}

const within =
  (path, ...types) =>
  (file, text) =>
    withBody(file, path, (body) => Buffer.concat([body, types.reduceRight((inner, type) => box(type, inner), text)]))
const moment = (path, at) => (file) =>
  withBody(file, path, (body) => {
    body.writeUInt32BE(0xe4123456, at)
    return body
  })

const track = ['moov', 'trak']
const table = [...track, 'mdia', 'minf', 'stbl']

/** The first sample of the picture with a unit before it, its size kept right. */
const withUnit = (file, unit) => withSample(file, (first) => [first, Buffer.concat([u32be(unit.length), unit])])

/** Its first unit, which is a picture, with a text behind what the decoder needs. */
const behindPicture = (file, text) =>
  withSample(file, (first, made) => {
    const unitBytes = file.readUInt32BE(first)
    made.writeUInt32BE(unitBytes + text.length, first)
    return [first + 4 + unitBytes, text]
  })

/** The first sample with a piece where `place` says, its size kept right. */
function withSample(file, place) {
  const tables = chain(file, table)?.at(-1)
  if (!tables) return undefined
  const inner = [...boxesIn(file, tables.body, tables.end)]
  const chunks = inner.find(({ type }) => type === 'stco')
  const sizes = inner.find(({ type }) => type === 'stsz')
  const first = file.readUInt32BE(chunks.body + 8)
  const changed = Buffer.from(file)
  const [at, piece] = place(first, changed)
  const made = Buffer.concat([changed.subarray(0, at), piece, changed.subarray(at)])
  made.writeUInt32BE(file.readUInt32BE(sizes.body + 12) + piece.length, sizes.body + 12)
  const data = [...boxesIn(file, 0, file.length)].find(
    ({ type, body, end }) => type === 'mdat' && first >= body && first < end,
  )
  made.writeUInt32BE(data.end - data.start + piece.length, data.start)
  moveChunks(made, (chunk) => (chunk > first ? chunk + piece.length : chunk))
  return made
}

/** A unit of user data: type 5, length, a number for whoever reads it, and the text. */
const supplement = (text) =>
  Buffer.concat([Buffer.from([6, 5, 16 + text.length]), Buffer.alloc(16, 0x5a), text, Buffer.from([0x80])])

/** A further track whose one sample is the text, in media data of its own at the end of the file. */
function withTrack(file, text, handler, code) {
  const sample = (at) =>
    box(
      'stbl',
      full('stsd', u32be(1), box(code, Buffer.alloc(6), Buffer.from([0, 1]))),
      full('stts', u32be(1), u32be(1), u32be(1000)),
      full('stsc', u32be(1), u32be(1), u32be(1), u32be(1)),
      full('stsz', u32be(text.length), u32be(1)),
      full('stco', u32be(1), u32be(at)),
    )
  const entry = (at) =>
    box(
      'trak',
      full('tkhd', u32be(0), u32be(0), u32be(9), Buffer.alloc(68)),
      box(
        'mdia',
        full('mdhd', u32be(0), u32be(0), u32be(1000), u32be(1000), u32be(0x55c40000)),
        full('hdlr', u32be(0), Buffer.from(handler), Buffer.alloc(13)),
        box('minf', full('nmhd'), box('dinf', full('dref', u32be(1), full('url '))), sample(at)),
      ),
    )
  const sizeBytes = entry(0).length
  const grown = withBody(file, ['moov'], (body) => Buffer.concat([body, entry(file.length + sizeBytes + 8)]))
  return grown && Buffer.concat([grown, box('mdat', text)])
}

/** Place → what becomes of a finished MP4 with the text in that place. */
export const moviePlants = {
  'user data, title': within(['moov'], 'udta', '\xa9nam'),
  'user data, position': within(['moov'], 'udta', '\xa9xyz'),
  'user data of the track': within(track, 'udta', 'name'),
  'iTunes list': (file, text) =>
    withBody(file, ['moov'], (body) => {
      const handler = full('hdlr', u32be(0), Buffer.from('mdirappl'), Buffer.alloc(9))
      const list = box('ilst', box('\xa9cmt', box('data', u32be(1), u32be(0), text)))
      return Buffer.concat([body, box('udta', full('meta', handler, list))])
    }),
  'Nero chapters': (file, text) =>
    withBody(file, ['moov'], (body) => {
      const chapter = Buffer.concat([Buffer.alloc(8), Buffer.from([text.length]), text])
      return Buffer.concat([body, box('udta', full('chpl', Buffer.alloc(4), Buffer.from([1]), chapter))])
    }),
  'uuid box': (file, text) => Buffer.concat([file, box('uuid', Buffer.alloc(16, 0x5a), text)]),
  'free box': (file, text) => Buffer.concat([file, box('free', text)]),
  'skip box': (file, text) => Buffer.concat([file, box('skip', text)]),
  'free box in the movie': within(['moov'], 'free'),
  'box of no standard': (file, text) => Buffer.concat([file, box('SEFT', text)]),
  'after the end': (file, text) => Buffer.concat([file, text]),
  'second media data': (file, text) => Buffer.concat([file, box('mdat', text)]),
  'media data of no sample': (file, text) => withBody(file, ['mdat'], (body) => Buffer.concat([body, text])),
  'brands of the file': (file, text) => withBody(file, ['ftyp'], (body) => Buffer.concat([body, text])),
  'name of the handler': (file, text) =>
    withBody(file, [...track, 'mdia', 'hdlr'], (body) => Buffer.concat([body.subarray(0, 20), text, Buffer.alloc(1)])),
  'name of the compressor': (file, text) =>
    withBody(file, [...table, 'stsd'], (body) => {
      // Behind the list's head and the entry's: 42 bytes of fields, then a length and 31 letters.
      body.fill(0, 58, 90)
      body.writeUInt8(31, 58)
      text.copy(body, 59, 0, 31)
      return body
    }),
  'second sample entry': (file, text) =>
    withBody(file, [...table, 'stsd'], (body) => {
      body.writeUInt32BE(2, 4)
      return Buffer.concat([body, box('mett', Buffer.alloc(6), Buffer.from([0, 1]), text)])
    }),
  'sizes of no sample': (file, text) => withBody(file, [...table, 'stsz'], (body) => Buffer.concat([body, text])),
  'supplemental unit': (file, text) => withUnit(file, supplement(text)),
  'filler unit': (file, text) => withUnit(file, Buffer.concat([Buffer.from([12]), text, Buffer.from([0x80])])),
  'behind the coded picture': behindPicture,
  'telemetry track': (file, text) => withTrack(file, text, 'meta', 'gpmd'),
  'text track': (file, text) => withTrack(file, text, 'text', 'text'),
  'when the movie was made': moment(['moov', 'mvhd'], 4),
  'when the track was made': moment([...track, 'tkhd'], 4),
  'when the media was changed': moment([...track, 'mdia', 'mdhd'], 8),
}
