import sharp from 'sharp'
import type { ModelError } from '../../core/contract/engine.js'
import type { Box, PixelRect } from '../../core/geometry/box.js'
import { leastDescribedPx } from '../../core/people/policy.js'
import type { FaceDescription } from '../../core/people/types.js'
import type { FaceIdentifier, RgbImage } from '../../core/ports.js'
import type { Result } from '../../core/result.js'
import { err, ok } from '../../core/result.js'
import type { Point, Similarity } from './align.js'
import { alignFace, applied, chipSidePx, cutAligned } from './align.js'
import type { FaceNetworks } from './face-api-sandbox.js'
import { loadFaceNetworks } from './face-api-sandbox.js'
import { readIdentityFiles } from './identity-files.js'
import { mirrored, mirroredBack, spreadOf } from './mirror.js'
import { sharpnessOf, turnOf } from './quality.js'

/** Loads the networks after comparing the SHA-256 of every file of theirs. */
export async function createFaceIdentifier(modelsFolder: string): Promise<Result<FaceIdentifier, ModelError>> {
  const files = await readIdentityFiles(modelsFolder)
  if (!files.ok) return files
  try {
    return ok(identifierOf(await loadFaceNetworks(files.value)))
  } catch {
    return err({ code: 'model-unusable', file: 'face_recognition_model.bin', detail: 'load' })
  }
}

function identifierOf(networks: FaceNetworks): FaceIdentifier {
  return {
    async describe(signal, image, boxes): Promise<readonly (FaceDescription | undefined)[]> {
      const descriptions: (FaceDescription | undefined)[] = []
      for (const box of boxes) {
        signal.throwIfAborted()
        descriptions.push(await describeFace(networks, image, box))
      }
      return descriptions
    },
  }
}

/** Side of the square that the landmark network sees, and room around the box in it, in shares of its longer side. */
const landmarkSidePx = 160
const landmarkRoom = 0.1
/** The piece of the picture that is worked on: this much around the box on each side, and scaled to this. */
const pieceRoom = 0.8
const piecePx = 400

async function describeFace(networks: FaceNetworks, image: RgbImage, box: Box): Promise<FaceDescription | undefined> {
  const sizePx = Math.min(box.width * image.width, box.height * image.height)
  if (sizePx < leastDescribedPx) return undefined
  const piece = await cutPiece(image, box)
  if (!piece) return undefined
  const rough = await landmarksIn(networks, piece.image, squareAround(piece.face, 0), false)
  // A head that leans: once more with the eyes level, and mirrored to see whether the answer holds.
  const upright = squareAround(piece.face, leanOf(rough))
  const landmarks = await landmarksIn(networks, piece.image, upright, false)
  const again = await landmarksIn(networks, piece.image, upright, true)
  const { toChip, misfit } = alignFace(landmarks)
  const chip = cutAligned(piece.image, toChip, chipSidePx)
  const unsteadiness = spreadOf(landmarks, again) / piece.face.sidePx
  const descriptor = await networks.descriptor(chip)
  if (!descriptor.every(Number.isFinite)) return undefined
  return {
    descriptor,
    quality: { sizePx, turn: turnOf(landmarks), sharpness: sharpnessOf(chip), misfit, unsteadiness },
  }
}

/** A face's box in pixels of a piece of the picture. */
interface Square {
  readonly middle: Point
  readonly sidePx: number
}

interface Piece {
  readonly image: RgbImage
  readonly face: Square
}

/** Cuts the face with its surroundings and brings it to a size at which the aligned picture is cut without loss. */
async function cutPiece(image: RgbImage, box: Box): Promise<Piece | undefined> {
  const longPx = Math.max(box.width * image.width, box.height * image.height)
  const middle = { x: (box.x + box.width / 2) * image.width, y: (box.y + box.height / 2) * image.height }
  const reach = longPx * (0.5 + pieceRoom)
  const left = Math.max(0, Math.floor(middle.x - reach))
  const top = Math.max(0, Math.floor(middle.y - reach))
  const rect: PixelRect = {
    left,
    top,
    width: Math.min(image.width, Math.ceil(middle.x + reach)) - left,
    height: Math.min(image.height, Math.ceil(middle.y + reach)) - top,
  }
  if (rect.width < 1 || rect.height < 1) return undefined
  const scale = piecePx / (2 * reach)
  const width = Math.max(1, Math.round(rect.width * scale))
  const height = Math.max(1, Math.round(rect.height * scale))
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .extract(rect)
    .resize(width, height, { fit: 'fill', kernel: scale > 1 ? 'cubic' : 'lanczos3' })
    .raw()
    .toBuffer()
  const face = { middle: { x: (middle.x - left) * scale, y: (middle.y - top) * scale }, sidePx: longPx * scale }
  return { image: { width, height, data }, face }
}

/** From the piece's pixels to those of the square that the landmark network sees, turned back by `lean`. */
function squareAround({ middle, sidePx }: Square, lean: number): Similarity {
  const scale = landmarkSidePx / (sidePx * (1 + 2 * landmarkRoom))
  const [cos, sin] = [scale * Math.cos(-lean), scale * Math.sin(-lean)]
  const half = landmarkSidePx / 2
  return {
    cos,
    sin,
    moveX: half - (cos * middle.x - sin * middle.y),
    moveY: half - (sin * middle.x + cos * middle.y),
  }
}

/** The landmarks in pixels of the piece. */
async function landmarksIn(
  networks: FaceNetworks,
  piece: RgbImage,
  square: Similarity,
  isMirrored: boolean,
): Promise<readonly Point[]> {
  const view = cutAligned(piece, square, landmarkSidePx)
  const found = await networks.landmarks(isMirrored ? mirrored(view) : view)
  const back = inverse(square)
  return (isMirrored ? mirroredBack(found, landmarkSidePx) : found).map((point) => applied(back, point))
}

function inverse({ cos, sin, moveX, moveY }: Similarity): Similarity {
  const scale = cos * cos + sin * sin
  const [backCos, backSin] = [cos / scale, -sin / scale]
  return {
    cos: backCos,
    sin: backSin,
    moveX: -(backCos * moveX - backSin * moveY),
    moveY: -(backSin * moveX + backCos * moveY),
  }
}

/** How far the face leans to a side, in radians; the mean face stands upright. */
function leanOf(landmarks: readonly Point[]): number {
  const { cos, sin } = alignFace(landmarks).toChip
  return -Math.atan2(sin, cos)
}
