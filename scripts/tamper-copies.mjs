// Plants traces in finished copies, so that our walkers and an outside judge can be asked for them:
//   node scripts/tamper-copies.mjs COPIES FOLDER
//
// COPIES are pictures and videos that the command wrote. Each trace goes into a file of its own, in places where a decoder does not look;
// FOLDER/manifest.json lists them as compare-with-judge.mjs and the judge read them.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { matroskaPlants } from './plants/matroska-plants.mjs'
import { moviePlants } from './plants/movie-plants.mjs'

const [copies, folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: tamper-copies.mjs COPIES FOLDER')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
const manifest = []
let count = 0

const u32be = (value) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const insert = (file, at, bytes) => Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)])
const patched = (file, change) => {
  const copy = Buffer.from(file)
  change(copy)
  return copy
}
const segment = (marker, payload) =>
  Buffer.concat([Buffer.from([0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 255]), payload])
const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type), data])
  return Buffer.concat([u32be(data.length), body, u32be(crc32(body))])
}
const riff = (type, data) => {
  const head = Buffer.alloc(8)
  head.write(type)
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)])
}
const box = (type, data) => Buffer.concat([u32be(data.length + 8), Buffer.from(type), data])
const exif = (text) =>
  Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0\x01\0\x3b\x01\x02\0', 'latin1'),
    u32le(text.length),
    u32le(26),
    u32le(0),
    text,
  ])
const u32le = (value) => Buffer.from(u32be(value)).reverse()

/** Format → place → what becomes of a file with the text in that place. */
const plants = {
  mp4: moviePlants,
  webm: matroskaPlants,
  jpg: {
    'Exif segment': (file, text) =>
      insert(file, 2, segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(text)]))),
    'XMP segment': (file, text) =>
      insert(file, 2, segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), text]))),
    'Photoshop segment': (file, text) =>
      insert(file, 2, segment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), text]))),
    'JUMBF segment': (file, text) => insert(file, 2, segment(0xeb, text)),
    comment: (file, text) => insert(file, 2, segment(0xfe, text)),
    'comment after the scan': (file, text) => insert(file, file.length - 2, segment(0xfe, text)),
    'between segments': (file, text) => insert(file, 2 + 2 + file.readUInt16BE(4), text),
    'after the scan': (file, text) => insert(file, file.length - 2, text),
    'after the end': (file, text) => Buffer.concat([file, text]),
    'unused quantisation': (file, text) =>
      insert(file, 2, segment(0xdb, Buffer.concat([Buffer.from([3]), text, Buffer.alloc(64 - text.length, 1)]))),
    'second JFIF': (file, text) => insert(file, 2, segment(0xe0, Buffer.concat([Buffer.from('JFIF\0'), text]))),
  },
  png: {
    tEXt: (file, text) => insert(file, 33, chunk('tEXt', Buffer.concat([Buffer.from('Author\0'), text]))),
    iTXt: (file, text) => insert(file, 33, chunk('iTXt', Buffer.concat([Buffer.from('Title\0\0\0\0\0'), text]))),
    eXIf: (file, text) => insert(file, 33, chunk('eXIf', exif(text))),
    'private chunk': (file, text) => insert(file, 33, chunk('prVt', text)),
    'at the end': (file, text) =>
      insert(file, file.length - 12, chunk('tEXt', Buffer.concat([Buffer.from('X\0'), text]))),
    'in IEND': (file, text) => Buffer.concat([file.subarray(0, file.length - 12), chunk('IEND', text)]),
    'after the end': (file, text) => Buffer.concat([file, text]),
    'behind the zlib stream': (file, text) => insert(file, file.length - 12, chunk('IDAT', text)),
  },
  webp: Object.fromEntries(
    ['EXIF', 'XMP ', 'ICCP', 'JUNK'].map((type) => [
      `chunk ${type.trim()}`,
      (file, text) => resized(Buffer.concat([file, riff(type, type === 'EXIF' ? exif(text) : text)])),
    ]),
  ),
  gif: {
    comment: (file, text) =>
      insert(file, file.length - 1, Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.alloc(1)])),
    'application data': (file, text) =>
      insert(
        file,
        file.length - 1,
        Buffer.concat([
          Buffer.from('!\xff\x0bXMP DataXMP', 'latin1'),
          Buffer.from([text.length]),
          text,
          Buffer.alloc(1),
        ]),
      ),
    'behind the end code': (file, text) =>
      insert(file, file.length - 2, Buffer.concat([Buffer.from([text.length]), text])),
    'after the end': (file, text) => Buffer.concat([file, text]),
  },
  tif: {
    'after the end': (file, text) => Buffer.concat([file, text]),
    ImageDescription: (file, text) => withTag(file, 270, 2, text.length, file.length, text),
    'private tag': (file, text) => withTag(file, 50_000, 7, text.length, file.length, text),
    'values of no sample': (file, text) => withTag(file, 339, 3, text.length >> 1, file.length, text),
    XMP: (file, text) => withTag(file, 700, 1, text.length, file.length, text),
  },
  avif: {
    'free box': (file, text) => Buffer.concat([file, box('free', text)]),
    'uuid box': (file, text) => Buffer.concat([file, box('uuid', text)]),
    'after the end': (file, text) => Buffer.concat([file, text]),
    'media data of no item': (file, text) =>
      patched(Buffer.concat([file, text]), (copy) => {
        const at = copy.indexOf('mdat') - 4
        copy.writeUInt32BE(copy.readUInt32BE(at) + text.length, at)
      }),
  },
}
plants.webp['after the end'] = (file, text) => Buffer.concat([file, text])
plants.webp['inside the coded picture'] = (file, text) => {
  const even = Buffer.concat([text, Buffer.alloc(text.length & 1)])
  const [type, at] = [file.toString('latin1', 12, 16), 16]
  if (type !== 'VP8 ' && type !== 'VP8L') return undefined
  const end = 20 + file.readUInt32LE(at)
  return resized(
    patched(insert(file, end, even), (copy) => copy.writeUInt32LE(file.readUInt32LE(at) + even.length, at)),
  )
}

const resized = (webp) => patched(webp, (copy) => copy.writeUInt32LE(copy.length - 8, 4))

/** A TIFF of ours with a new first directory behind its end that has one more tag. */
function withTag(file, tag, type, values, at, text) {
  const directory = file.readUInt32LE(4)
  const entries = Array.from({ length: file.readUInt16LE(directory) }, (_, index) =>
    file.subarray(directory + 2 + index * 12, directory + 14 + index * 12),
  )
  const entry = Buffer.alloc(12)
  entry.writeUInt16LE(tag, 0)
  entry.writeUInt16LE(type, 2)
  entry.writeUInt32LE(values, 4)
  entry.writeUInt32LE(at, 8)
  const next = file.subarray(directory + 2 + entries.length * 12, directory + 6 + entries.length * 12)
  const all = [...entries, entry].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0))
  const number = Buffer.alloc(2)
  number.writeUInt16LE(all.length)
  const made = Buffer.concat([file, text, Buffer.alloc(text.length & 1), number, ...all, next])
  made.writeUInt32LE(file.length + text.length + (text.length & 1), 4)
  return made
}

for (const name of readdirSync(copies).sort()) {
  const format = path.extname(name).slice(1)
  for (const [place, plant] of Object.entries(plants[format] ?? {})) {
    const text = `Zq${(0x1000_0000 + ++count * 7919).toString(16)}planted${count}Qz`.padEnd(32, 'x')
    const planted = plant(readFileSync(path.join(copies, name)), Buffer.from(text))
    if (!planted) continue
    const file = `${path.parse(name).name}-${String(count).padStart(3, '0')}.${format}`
    writeFileSync(path.join(folder, file), planted)
    manifest.push({ file, format, place: `${format} ${place}`, kind: 'text', canary: text, note: '' })
  }
}
writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest))
console.log(`${manifest.length} traces planted in ${folder}`)
