import type { Box, PixelRect } from '../geometry/box.js'

/**
 * Something in a finished file that keeps it from being released. Structural findings come from walking the file byte by
 * byte against the allow list, the others from decoding and looking at it again.
 */
export type Finding =
  /** A segment, chunk, tag or box that is not on the allow list. `part` is its own name: `APP1`, `tEXt`, `tag 34853`. */
  | {
      readonly code: 'unexpected-part'
      readonly part: string
      readonly offsetBytes: number
      readonly sizeBytes: number
    }
  /** Bytes that no part of the file refers to. */
  | { readonly code: 'unaccounted-bytes'; readonly offsetBytes: number; readonly sizeBytes: number }
  /** A structural part whose content is not what its kind may hold. */
  | { readonly code: 'malformed-part'; readonly part: string; readonly offsetBytes: number }
  /** A picture, video or layer beside the visible one. */
  | { readonly code: 'hidden-picture'; readonly part: string }
  /** Colours kept under fully transparent pixels. */
  | { readonly code: 'hidden-color'; readonly frame: number }
  /** A text or number of the original's metadata stands in the file's bytes. */
  | { readonly code: 'metadata-remains'; readonly field: string }
  | { readonly code: 'undecodable' }
  | { readonly code: 'unknown-format' }
  /** The finished picture has not the size or number of frames that was written. */
  | { readonly code: 'picture-differs'; readonly what: 'size' | 'frames' | 'format' }
  /** A finished video has sound that was to be removed, or not the sound that was written. */
  | { readonly code: 'sound-differs'; readonly what: 'missing' | 'unexpected' | 'coding' | 'length' }
  | { readonly code: 'region-uncovered'; readonly frame: number; readonly rect: PixelRect }
  | {
      readonly code: 'face-visible'
      readonly frame: number
      /** When the frame of a video is shown: frames need not follow each other evenly. */
      readonly seconds?: number
      readonly box: Box
      readonly confidence: number
    }
  /** Somebody visible here is covered in other items of the batch: how often each, this one included. */
  | {
      readonly code: 'person-inconsistent'
      readonly frame: number
      readonly seconds?: number
      readonly box: Box
      readonly covered: number
      readonly visible: number
    }
  /** An attribute of the file itself: `mtime`. Node.js cannot read extended attributes; none is ever written. */
  | { readonly code: 'file-attribute'; readonly name: string }
