const maxCharacters = 120

/** A value as people may see it: control characters and direction marks become spaces, long ones are cut. */
export function cleanValue(value: string): string {
  const plain = value
    .slice(0, 4 * maxCharacters)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\ufffd]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.length > maxCharacters ? `${plain.slice(0, maxCharacters - 1)}…` : plain
}
