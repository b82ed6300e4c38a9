import type { Thoroughness } from '../../core/detection/types.js'
import type { VideoFormat, VideoQuality, VideoTarget } from '../../core/video/types.js'

/**
 * Fixed settings of the encoders: the same for every input, so that the coded numbers tell nothing of where a video came
 * from. Frames are coded in the order in which they are shown, which needs neither composition offsets nor edit lists.
 */
export interface EncoderSettings {
  /** FFmpeg's name of the encoder. */
  readonly encoder: 'libx264' | 'libx265' | 'libvpx-vp9'
  readonly options: Readonly<Record<string, string>>
  /** `hvc1`, which Apple's players ask for; undefined leaves the usual one. */
  readonly tag?: string
  /** Bitstream filter that passes the units of the coded picture and nothing else, with its options. */
  readonly filter?: { readonly name: string; readonly options: Readonly<Record<string, string>> }
}

const rateFactors: Readonly<Record<EncoderSettings['encoder'], Readonly<Record<VideoQuality, string>>>> = {
  libx264: { small: '27', standard: '23', high: '19' },
  libx265: { small: '28', standard: '24', high: '20' },
  'libvpx-vp9': { small: '38', standard: '33', high: '27' },
}

/** Frames between two that can be decoded by themselves. */
export const keyframeDistance = 120

/**
 * The settings beside the common ones. One step less of sub-pixel search than the preset has takes a quarter of the time
 * away for 1 to 8 % more bytes. Where nobody asked for thoroughness, squares are not divided, motion is searched for in a
 * smaller figure and brightness is not weighted: a fifth of what is left, and of films of people not a byte more. Looking
 * ahead, which the fastest preset leaves out, halves its bytes.
 */
const choicesX264: Readonly<Record<Thoroughness, { readonly preset: string; readonly parameters: string }>> = {
  fast: { preset: 'ultrafast', parameters: 'mbtree=1:rc-lookahead=5' },
  balanced: { preset: 'veryfast', parameters: 'subme=1:me=dia:weightp=0:analyse=none' },
  thorough: { preset: 'veryfast', parameters: 'subme=1' },
}

export function encoderSettings(
  { format, quality }: VideoTarget,
  bits: 8 | 10,
  thoroughness: Thoroughness,
): EncoderSettings {
  if (format === 'webm') {
    return {
      encoder: 'libvpx-vp9',
      options: {
        crf: rateFactors['libvpx-vp9'][quality],
        b: '0',
        deadline: 'realtime',
        'cpu-used': '7',
        'row-mt': '1',
        // No invisible frames: each packet is a picture that is shown.
        'lag-in-frames': '0',
        'auto-alt-ref': '0',
      },
    }
  }
  if (bits === 8) {
    const { preset, parameters } = choicesX264[thoroughness]
    return {
      encoder: 'libx264',
      options: {
        preset,
        crf: rateFactors.libx264[quality],
        'x264-params': `bframes=0:sliced-threads=0:${parameters}`,
      },
      // Coded slices, parameter sets: no supplemental information, delimiters or filler (Rec. ITU-T H.264, table 7-1).
      filter: { name: 'filter_units', options: { pass_types: '1-5|7|8' } },
    }
  }
  return {
    encoder: 'libx265',
    options: {
      preset: 'superfast',
      crf: rateFactors.libx265[quality],
      'x265-params': 'log-level=none:info=0:bframes=0:repeat-headers=0:aud=0:hrd=0',
    },
    tag: 'hvc1',
    // Coded slices and parameter sets (Rec. ITU-T H.265, table 7-1).
    filter: { name: 'filter_units', options: { pass_types: '0-34' } },
  }
}

/** Options of FFmpeg's muxers. */
export const muxerOptions: Readonly<Record<VideoFormat, Readonly<Record<string, string>>>> = {
  mp4: { movflags: 'faststart+negative_cts_offsets', empty_hdlr_name: '1', write_tmcd: '0' },
  webm: { default_mode: 'passthrough', write_crc32: '0', cluster_time_limit: '2000' },
}
