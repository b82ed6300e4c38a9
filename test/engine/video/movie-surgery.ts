interface Place {
  readonly start: number
  readonly end: number
}

/** The boxes from the outermost to the innermost of a path, the first of each type. */
function placesOf(movie: Buffer, path: readonly string[]): readonly Place[] {
  const places: Place[] = []
  let [at, end] = [0, movie.length]
  for (const type of path) {
    while (movie.toString('latin1', at + 4, at + 8) !== type) {
      at += movie.readUInt32BE(at)
      if (at >= end) throw new Error(`no ${type}`)
    }
    end = at + movie.readUInt32BE(at)
    places.push({ start: at, end })
    at += 8
  }
  return places
}

export function bodyOf(movie: Buffer, path: readonly string[]): Buffer {
  const place = placesOf(movie, path).at(-1)
  return movie.subarray((place?.start ?? 0) + 8, place?.end)
}

/** The movie with another body of one box: sizes around it, and where the chunks behind it begin, are kept right. */
export function withBody(movie: Buffer, path: readonly string[], change: (body: Buffer) => Buffer): Buffer {
  const places = placesOf(movie, path)
  const inner = places.at(-1) ?? { start: 0, end: 0 }
  const body = change(Buffer.from(movie.subarray(inner.start + 8, inner.end)))
  const grown = body.length - (inner.end - inner.start - 8)
  const made = Buffer.concat([movie.subarray(0, inner.start + 8), body, movie.subarray(inner.end)])
  for (const { start } of places) made.writeUInt32BE(movie.readUInt32BE(start) + grown, start)
  for (let at = made.indexOf('stco'); at > 0; at = made.indexOf('stco', at + 4)) {
    // Entries that a test has added begin nowhere and stay.
    for (let entry = 0; entry < made.readUInt32BE(at + 8); entry++) {
      const chunk = at + 12 + entry * 4
      if (made.readUInt32BE(chunk) < movie.length) made.writeUInt32BE(made.readUInt32BE(chunk) + grown, chunk)
    }
  }
  return made
}
