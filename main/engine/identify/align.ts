import type { RgbImage } from '../../core/ports.js'

/** A place in a picture, in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Side of the aligned picture that the descriptor network takes, in pixels. */
export const chipSidePx = 150

/** Room around the face in the aligned picture, in shares of the face. */
const chipPadding = 0.25

/**
 * Where the 68 landmarks lie in a mean face, from the 28th (bridge of the nose) on, in shares of its square; from dlib's
 * image_transforms/interpolation.h (Boost licence), which the descriptor network was trained with. Brows and lower lip
 * move with expressions and take no part: `undefined`.
 */
const meanFace: readonly (readonly [x: number, y: number] | undefined)[] = [
  [0.490127, 0.203352],
  [0.490127, 0.307009],
  [0.490127, 0.409805],
  [0.490127, 0.515625],
  [0.36688, 0.587326],
  [0.426036, 0.609345],
  [0.490127, 0.628106],
  [0.554217, 0.609345],
  [0.613373, 0.587326],
  [0.121737, 0.216423],
  [0.187122, 0.178758],
  [0.265825, 0.179852],
  [0.334606, 0.231733],
  [0.260918, 0.245099],
  [0.182743, 0.244077],
  [0.645647, 0.231733],
  [0.714428, 0.179852],
  [0.793132, 0.178758],
  [0.858516, 0.216423],
  [0.79751, 0.244077],
  [0.719335, 0.245099],
  [0.254149, 0.780233],
  [0.340985, 0.745405],
  [0.428858, 0.727388],
  [0.490127, 0.742578],
  [0.551395, 0.727388],
  [0.639268, 0.745405],
  [0.726104, 0.780233],
  ...Array.from({ length: 5 }, () => undefined),
  [0.290379, 0.784792],
  [0.428096, 0.778746],
  [0.490127, 0.785343],
  [0.552157, 0.778746],
  [0.689874, 0.784792],
  [0.553364, 0.824182],
  [0.490127, 0.831803],
  [0.42689, 0.824182],
]
const firstFitted = 27

/** Turns, scales and moves: (x, y) becomes (cos·x − sin·y + moveX, sin·x + cos·y + moveY), scale within cos and sin. */
export interface Similarity {
  readonly cos: number
  readonly sin: number
  readonly moveX: number
  readonly moveY: number
}

/** How a face is laid over the mean face, and how badly it fits: root mean square in shares of the chip's side. */
export interface Alignment {
  /** From the picture's pixels to the chip's. */
  readonly toChip: Similarity
  readonly misfit: number
}

export const applied = ({ cos, sin, moveX, moveY }: Similarity, { x, y }: Point): Point => ({
  x: cos * x - sin * y + moveX,
  y: sin * x + cos * y + moveY,
})

/** The similarity that brings `from` nearest to `to` in the least squares (Umeyama 1991, two dimensions). */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const [a, b] = [middleOf(from), middleOf(to)]
  let along = 0
  let across = 0
  let spread = 0
  for (const [index, point] of from.entries()) {
    const target = to[index] ?? b
    const [px, py, qx, qy] = [point.x - a.x, point.y - a.y, target.x - b.x, target.y - b.y]
    along += px * qx + py * qy
    across += px * qy - py * qx
    spread += px * px + py * py
  }
  const cos = spread > 0 ? along / spread : 1
  const sin = spread > 0 ? across / spread : 0
  return { cos, sin, moveX: b.x - (cos * a.x - sin * a.y), moveY: b.y - (sin * a.x + cos * a.y) }
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 })
  return { x: sum.x / Math.max(1, points.length), y: sum.y / Math.max(1, points.length) }
}

/** Lays 68 landmarks over the mean face. */
export function alignFace(landmarks: readonly Point[]): Alignment {
  const from: Point[] = []
  const to: Point[] = []
  for (const [index, mean] of meanFace.entries()) {
    const point = landmarks[firstFitted + index]
    if (!mean || !point) continue
    from.push(point)
    to.push({ x: onChip(mean[0]), y: onChip(mean[1]) })
  }
  const toChip = fitSimilarity(from, to)
  const squares = from.reduce((sum, point, index) => {
    const placed = applied(toChip, point)
    const target = to[index] ?? placed
    return sum + (placed.x - target.x) ** 2 + (placed.y - target.y) ** 2
  }, 0)
  return { toChip, misfit: Math.sqrt(squares / Math.max(1, from.length)) / chipSidePx }
}

const onChip = (share: number): number => ((chipPadding + share) / (1 + 2 * chipPadding)) * chipSidePx

/** Cuts `side * side` pixels out of a picture as a similarity from it places them; bilinear, the border repeated. */
export function cutAligned(image: RgbImage, { cos, sin, moveX, moveY }: Similarity, side: number): RgbImage {
  const { width, height, data } = image
  const target = new Uint8Array(side * side * 3)
  const scale = cos * cos + sin * sin
  for (let row = 0, at = 0; row < side; row++)
    for (let column = 0; column < side; column++, at += 3) {
      const [dx, dy] = [column - moveX, row - moveY]
      const x = Math.min(width - 1, Math.max(0, (cos * dx + sin * dy) / scale))
      const y = Math.min(height - 1, Math.max(0, (cos * dy - sin * dx) / scale))
      const [left, top] = [Math.floor(x), Math.floor(y)]
      const right = 3 * (Math.min(width - 1, left + 1) - left)
      const below = 3 * width * (Math.min(height - 1, top + 1) - top)
      const first = 3 * (top * width + left)
      for (let channel = 0; channel < 3; channel++) {
        const from = first + channel
        const upper = (data[from] ?? 0) * (1 - x + left) + (data[from + right] ?? 0) * (x - left)
        const lower = (data[from + below] ?? 0) * (1 - x + left) + (data[from + below + right] ?? 0) * (x - left)
        target[at + channel] = Math.round(upper * (1 - y + top) + lower * (y - top))
      }
    }
  return { width: side, height: side, data: target }
}
