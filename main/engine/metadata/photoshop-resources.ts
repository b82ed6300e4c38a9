import type { TraceKind } from '../../core/ports.js'

/** What Photoshop's image resources hold (Adobe's file formats specification), by number: those that files in the wild have. */
const resources: Readonly<Record<number, readonly [name: string, kind: TraceKind]>> = {
  1000: ['size and depth', 'other'],
  1001: ['printer settings', 'hidden-data'],
  1002: ['page format', 'hidden-data'],
  1005: ['resolution', 'other'],
  1006: ['names of alpha channels', 'text'],
  1007: ['display settings', 'other'],
  1008: ['caption', 'text'],
  1009: ['border', 'other'],
  1010: ['background colour', 'other'],
  1011: ['print marks', 'other'],
  1013: ['halftone settings', 'other'],
  1016: ['transfer functions', 'other'],
  1024: ['layer state', 'other'],
  1026: ['groups of layers', 'hidden-data'],
  1028: ['IPTC', 'text'],
  1030: ['quality of JPEG', 'other'],
  1032: ['grid and guides', 'other'],
  1034: ['copyright flag', 'other'],
  1035: ['web address', 'text'],
  1037: ['direction of light', 'other'],
  1041: ['watermark flag', 'other'],
  1044: ['number of the next document', 'history'],
  1045: ['names of alpha channels', 'text'],
  1049: ['height of light', 'other'],
  1050: ['slices and their names', 'text'],
  1053: ['numbers of alpha channels', 'other'],
  1054: ['web addresses', 'text'],
  1057: ['version of the program', 'software'],
  1058: ['EXIF', 'hidden-data'],
  1060: ['XMP', 'hidden-data'],
  1061: ['fingerprint of the caption', 'history'],
  1062: ['print scale', 'other'],
  1064: ['shape of pixels', 'other'],
  1065: ['layer comps', 'hidden-data'],
  1069: ['chosen layers', 'other'],
  1072: ['enabled groups of layers', 'other'],
  1082: ['print settings', 'hidden-data'],
  1083: ['print style', 'hidden-data'],
  1088: ['dates of origin', 'time'],
  2999: ['name of the clipping path', 'text'],
  10000: ['print marks', 'other'],
}

/** Name and kind of a resource; paths drawn in the picture have numbers of their own. */
export function photoshopResource(id: number): { readonly field: string; readonly kind: TraceKind } {
  const [name, kind] =
    resources[id] ?? (id >= 2000 && id <= 2997 ? ['drawn path', 'hidden-data'] : [String(id), 'hidden-data'])
  return { field: name === String(id) ? `Photoshop resource ${id}` : `Photoshop, ${name}`, kind }
}
