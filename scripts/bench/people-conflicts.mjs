// How often the comparison of a batch errs: conflicts between strangers, and somebody's that go unnoticed. See people.mjs.

/** Portraits that the collage among the labelled pictures holds once more are nearer than this. */
const samePortrait = 0.15

const percent = (part, all) => `${part} of ${all} (${((100 * part) / Math.max(1, all)).toFixed(1)} %)`

/** Every choice of so many of a list. */
const choices = (list, amount) =>
  amount === 0
    ? [[]]
    : list.flatMap((one, index) => choices(list.slice(index + 1), amount - 1).map((others) => [one, ...others]))

const appearancesOf = (faces) => faces.map(({ picture, descriptor }) => ({ item: picture, frame: 0, descriptor }))

/** The faces without those of a photo that lies in a second folder as well: only the first of them counts. */
function withoutRepeats(faces) {
  const first = new Map()
  for (const { picture } of faces) {
    const name = picture.split('/').at(-1)
    if (!first.has(name)) first.set(name, picture)
  }
  return faces.filter(({ picture }) => first.get(picture.split('/').at(-1)) === picture)
}

/**
 * Of pictures of different people: each face that is good enough is visible once, in its picture alone, and everybody else is
 * covered. Whoever is grouped with it, on a picture that tells something, makes a conflict, and a false one.
 */
export function falseConflicts(all, groupAppearances) {
  const faces = withoutRepeats(all)
  const conflicts = groupAppearances(appearancesOf(faces)).flatMap((group) => {
    const telling = group.map((index) => faces[index]).filter(({ good }) => good)
    return telling.length > 1 ? [telling] : []
  })
  const concerned = conflicts.flat()
  const good = faces.filter((face) => face.good)
  const pictures = (list) => new Set(list.map(({ picture }) => picture)).size
  const perPicture = new Map()
  for (const { picture } of good) perPicture.set(picture, (perPicture.get(picture) ?? 0) + 1)
  const within = [...perPicture.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
  const comparisons = (good.length * (good.length - 1)) / 2 - within
  const joined = conflicts.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
  return {
    conflicts,
    lines: [
      `False conflicts among ${pictures(faces)} pictures that are taken for different people, each face visible by itself:`,
      `  faces    ${percent(concerned.length, good.length)}`,
      `  pictures ${percent(pictures(concerned), pictures(good))}`,
      `  pairs    ${joined} of ${comparisons} between two pictures`,
    ],
  }
}

/**
 * Of labelled people: one of a person's pictures shows her, so many of the others cover her, and everybody else of the labelled
 * pictures is covered, too. Missed is what is grouped with none of the covered pictures of the same person.
 */
export function missedConflicts(faces, groupAppearances, distanceBetween) {
  const known = faces.filter(({ set }) => set !== 'data')
  const names = [...new Set(known.flatMap(({ name }) => name ?? []))]
  const lines = ['covered pictures   missed conflicts']
  for (const amount of [1, 2, 3, 4]) {
    let [all, missed] = [0, 0]
    for (const name of names) {
      const own = known.filter((face) => face.name === name && face.good)
      const others = known.filter((face) => face.name !== name)
      for (const visible of own) {
        const apart = own.filter(
          (face) => face !== visible && distanceBetween(face.descriptor, visible.descriptor) >= samePortrait,
        )
        for (const covered of choices(apart, amount)) {
          all++
          const groups = groupAppearances(appearancesOf([visible, ...covered, ...others]))
          const group = groups.find((members) => members.includes(0)) ?? []
          if (!group.some((index) => index > 0 && index <= amount)) missed++
        }
      }
    }
    lines.push(`${String(amount).padEnd(19)}${percent(missed, all)}`)
  }
  return lines
}
