/**
 * Bare JPEG XL codestreams of 24 x 16 pixels, made with libjxl's `cjxl` out of four rectangles of even colours; see
 * test/fixtures/README.md.
 */
export const jxlCodestreams = {
  alpha: Buffer.from('/woDwYLiQggIEAC0AEsYk46DgykwIi7zXHsBIQAOkCQBaPuz+tEMS+lTrsWYbSmqBx7qMfCjxxX9WQ==', 'base64'),
  animated: Buffer.from(
    '/woDBQFYUFwSCAhggQAAVABLGIsVgF3A/wISAFhvrsL4A9LXuAIICDKRDAIAaABLGIsVANSMMRjMC0gAIEGgDAA6IPJVABztAAgIMpEJ' +
      'AQBsAEsYixUA1BdjjDFj3gUkAAgkoDAAEhgIaCw5Gw==',
    'base64',
  ),
  deep: Buffer.from(
    '/woD8QNQXAgIAgEACAFLOGmYyoP3KygIgLsyLwaLzIy6QBAAgWe8AIEmABAACVwBUAEgACBFlP+L/zNIFACq/wsAFkO0/5X/qTUaOpqh' + 'Mgg=',
    'base64',
  ),
  wide: Buffer.from(
    '/woDQQhfChIOkA3ZeioU/B6ZFVr+d6SEEylKfPo49lZY4HvAzrO886x+z2jtOzIajZa+RQibMW1mBwCA/4q9lkyMbUMaQOaEuTNnDB05' +
      'LAAAQPn1f41XUHFRkbuo4n7vV843V0ndR2qtCwAAACBlKgCfYdxMBpYzB7qZAVKmAvgM42byazlDhoNQe60+6PSabxiBv3r777/zK/x3' +
      'QvuF9N9/9w3133/9cXirocAlOuiX6/0BUfqjsbuMWuPQYTZGFBnciydmUirviWkydgpllA0IAgEAzABLOGmYyoP3K0iYAiPqy7yYMS/d' +
      'e4EgAIDDGAAeflBP4ZA2bn/JW3eYOIJYEEP0sfmIbS8=',
    'base64',
  ),
  wideLossy: Buffer.from(
    '/woDQUKCLLYUxm/Cs4ACD4UwJaGoDhcCABKIAKQDv8ooAQBQoTLKuMHLuZ4vP3RYTNu4ztBW2xaWJIqMY5N0AocksQ6It1UQDx4nuVeF' +
      'mA93G+iVbjd25bOs+JZAYfQZ469isXCy2kEaUiBVACqkQHYlVWIyT7zT3TFj1MUYL17SmwIAf2621sjmKTML1SGgngNXCCwT6Xf50mOR' +
      '+fKy5Hp15ZkWTloC2Drj53eYfpuX3pD0feq3Cy3HKIK3h0K+KVa+wX4tptXnQSWR7GD1Jlg9LOFZgMV6ZfODBFAOVDBIn6jp0029lqQZ' +
      '8Z1TH5eUFlag+iwJ1Ggm+J6IhBJs/2BkNaLF5QI=',
    'base64',
  ),
  /** By EXIF orientation, which stands in the codestream: 1 to 8. */
  oriented: [
    '/woDQUJxIQASiACgA7/KKAEAUKEyyrjBy7meLz90WEzbuM7QVtsWliSKjGOTdAKHJLEOiLf14ASVQnlehZgvN2z0rQse98pn2c1L3Dgu' +
      'zxhxlZ62jmQrAJoiBFEAKqRAdlVV4jGpu+PdXcbIizFePKOfRAXrcSuMuEdAOyjeNcosd0rZctPNb4LURYPxaJv6qImITrHADxLC7+W2' +
      '5X5LfEteGSbtST/t/pdmRK0jfKGHscN9O46y75WJa9dPO7hIWuGowRrVcKCC28wF6KRUoiOjQnwzKmWCek8eOHb7R6uDQiDvBJlX3pmF' +
      'NEDgE806JEwBGFw=',
    '/woDDZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
    '/woDFZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
    '/woDHZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
    '/woDJZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
    '/woDLZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
    '/woDNZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
    '/woDPZBQXBIAEogAoAO/yigBAFChMsq4wcu5ni8/dFhM27jO0FbbFpYkioxjk3QChySxDoi39eAElUJ5XoWYLzds9K0LHvfKZ9nNS9w4' +
      'Ls8YcZWeto5kKwCaIgRRACqkQHZVVeIxqbvj3V3GyIsxXjyjn0QF63ErjLhHQDso3jXKLHdK2XLTzW+C1EWD8Wib+qiJiE6xwA8Swu/l' +
      'tuV+S3xLXhkm7Uk/7f6XZkStI3yhh7HDfTuOsu+ViWvXTzu4SFrhqMEa1XCggtvMBeikVKIjo0J8MyplgnpPHjh2+0erg0Ig7wSZV96Z' +
      'hTRA4BPNOiRMARhc',
  ].map((text) => Buffer.from(text, 'base64')),
} as const

/** What the four rectangles show: upper left, upper right, lower left, lower right. */
export const jxlColors = [
  [220, 40, 40],
  [40, 200, 60],
  [50, 60, 210],
  [240, 230, 60],
] as const

/** A codestream in the boxes of ISO/IEC 18181-2, cut into two partial ones, with what else is wanted around it. */
export function jxlContainer(codestream: Buffer, others: readonly (readonly [type: string, data: Buffer])[]): Buffer {
  const half = codestream.length >> 1
  const part = (index: number, data: Buffer): Buffer => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(index)
    return Buffer.concat([head, data])
  }
  return Buffer.concat([
    box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
    box('ftyp', Buffer.from('jxl \0\0\0\0jxl ', 'latin1')),
    box('jxlp', part(0, codestream.subarray(0, half))),
    ...others.map(([type, data]) => box(type, data)),
    box('jxlp', part(0x80000001, codestream.subarray(half))),
  ])
}

function box(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + data.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, data])
}
