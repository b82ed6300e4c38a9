import { typicalHuffmanTables } from '../structure/jpeg-tables.js'
import { latin1 } from './part.js'

/** What a clean file of some format may hold, so that finding it again means nothing. */
const structural = [
  'JFIF\0\x01\x01\0\0\x01\0\x01\0\0',
  'JFIF\0\x01\x02\0\0\x01\0\x01\0\0',
  'Adobe\0d\0\0\0\0\0',
  '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
  '\0\0\0\0IEND\xaeB`\x82',
  '!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0',
  'ftypavif\0\0\0\0mif1avifmiafMA1AMA1B',
  'colrnclx',
  'hdlr\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0',
  'auxC\0\0\0\0urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0',
  ...[...typicalHuffmanTables].map((table) => Buffer.from(table, 'base64').toString('latin1')),
].join('\n')

/** Whether the bytes are part of what any clean file may hold. */
export const isStructural = (needle: Uint8Array): boolean => structural.includes(latin1(needle))
