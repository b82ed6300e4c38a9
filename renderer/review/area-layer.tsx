import { memo } from 'react'
import type { Box } from '../../main/core/geometry/box.js'
import { grow } from '../../main/core/geometry/box.js'
import type { Shape } from '../../main/core/review/decision.js'
import type { Draft } from './gesture.js'
import type { Area } from './review-state.js'
import { isDrawn, shapeOf } from './review-state.js'
import type { Stage } from './viewport.js'

interface AreaLayerProps {
  readonly areas: readonly Area[]
  /** Faces that the examination of a copy still saw. */
  readonly remaining: readonly Box[]
  /** Heads of people that nothing covers. */
  readonly bareHeads: readonly Box[]
  readonly selected: string | undefined
  readonly draft: Draft | undefined
  readonly stage: Stage
  readonly growShare: number
  /** The covered picture is shown: only the selected area is outlined. */
  readonly redacted: boolean
}

/** Height of the drawing's own coordinates; its width follows the picture. */
const unit = 1_000

/** On anything smaller on the screen the mark would hide what it is about; its line is dashed and yellow all the same. */
const leastMarkedPx = 26

/** Everything drawn over the picture. What it says is said by the list beside it, too. */
export function AreaLayer(props: AreaLayerProps) {
  const { areas, remaining, bareHeads, selected, draft, stage, growShare, redacted } = props
  const width = (stage.width / stage.height) * unit
  /** One pixel of the screen in the drawing's coordinates. */
  const px = unit / stage.height
  const shown = redacted ? areas.filter(({ key }) => key === selected) : areas
  const ordered = [...shown.filter(({ key }) => key !== selected), ...shown.filter(({ key }) => key === selected)]
  return (
    <svg className="areas" viewBox={`0 0 ${width} ${unit}`} preserveAspectRatio="none" aria-hidden>
      {!redacted &&
        bareHeads.map((box, index) => (
          <g key={index} className="area-remaining area-bare-head" data-bare-head={JSON.stringify(box)}>
            <ShapeOutline shape={{ kind: 'rectangle', box }} width={width} />
            <Mark x={(box.x + box.width / 2) * width} y={box.y * unit} px={px} text="!" />
          </g>
        ))}
      {ordered.map((area) => (
        <AreaShape
          key={area.key}
          area={area}
          shape={draft?.key === area.key ? draft.shape : undefined}
          selected={area.key === selected}
          width={width}
          px={px}
          growShare={growShare}
          filled={!redacted}
        />
      ))}
      {!redacted &&
        remaining.map((box, index) => (
          <g key={index} className="area-remaining" data-remaining={JSON.stringify(box)}>
            <ShapeOutline shape={{ kind: 'rectangle', box }} width={width} />
            <Mark x={(box.x + box.width / 2) * width} y={box.y * unit} px={px} text="!" />
          </g>
        ))}
      {draft && draft.key === undefined && (
        <g className="area area-drawn area-selected">
          <Covered shape={draft.shape} width={width} growShare={0} />
          <ShapeOutline shape={draft.shape} width={width} />
        </g>
      )}
    </svg>
  )
}

interface AreaShapeProps {
  readonly area: Area
  /** While it is dragged. */
  readonly shape: Shape | undefined
  readonly selected: boolean
  readonly width: number
  readonly px: number
  readonly growShare: number
  readonly filled: boolean
}

const AreaShape = memo(function AreaShape(props: AreaShapeProps) {
  const { area, selected, width, px, growShare, filled } = props
  const still: Shape = shapeOf(area) ?? {
    kind: 'face',
    box: 'box' in area ? area.box : { x: 0, y: 0, width: 0, height: 0 },
  }
  const shape = props.shape ?? still
  const isKept = 'keep' in area && area.keep !== undefined
  const uncertain = 'uncertain' in area && area.uncertain && !isKept
  const kind = isDrawn(area) ? 'area-drawn' : isKept ? 'area-kept' : uncertain ? 'area-uncertain' : 'area-found'
  const movable = shapeOf(area) !== undefined
  return (
    <g className={`area ${kind} ${selected ? 'area-selected' : ''}`} data-area={area.key}>
      {filled && !isKept && <Covered shape={shape} width={width} growShare={growShare} />}
      <ShapeOutline shape={shape} width={width} />
      {uncertain && 'box' in shape && (selected || shape.box.height * unit >= leastMarkedPx * px) && (
        <Mark x={(shape.box.x + shape.box.width / 2) * width} y={shape.box.y * unit} px={px} text="?" />
      )}
      {isKept && 'box' in shape && (
        <Eye x={(shape.box.x + shape.box.width / 2) * width} y={shape.box.y * unit} px={px} />
      )}
      {selected && movable && <Handles shape={shape} width={width} px={px} area={area.key} />}
    </g>
  )
})

interface OutlineProps {
  readonly shape: Shape
  readonly width: number
}

/** A face is covered with a margin: the person sees how far the cover will reach. */
function Covered({ shape, width, growShare }: OutlineProps & { readonly growShare: number }) {
  if (shape.kind !== 'face') return <ShapePath shape={shape} width={width} className="area-cover" />
  return <ShapePath shape={{ ...shape, box: grow(shape.box, growShare) }} width={width} className="area-cover" />
}

/** Twice, dark below and coloured above, so that it is seen on every picture. */
function ShapeOutline({ shape, width }: OutlineProps) {
  return (
    <>
      <ShapePath shape={shape} width={width} className="area-shade" />
      <ShapePath shape={shape} width={width} className="area-line" />
    </>
  )
}

function ShapePath({ shape, width, className }: OutlineProps & { readonly className: string }) {
  switch (shape.kind) {
    case 'face':
    case 'rectangle': {
      const { box } = shape
      return (
        <rect
          className={className}
          x={box.x * width}
          y={box.y * unit}
          width={box.width * width}
          height={box.height * unit}
        />
      )
    }
    case 'ellipse': {
      const { box } = shape
      return (
        <ellipse
          className={className}
          cx={(box.x + box.width / 2) * width}
          cy={(box.y + box.height / 2) * unit}
          rx={(box.width / 2) * width}
          ry={(box.height / 2) * unit}
        />
      )
    }
    case 'below':
      return <path className={className} d={`M0 ${shape.left * unit}L${width} ${shape.right * unit}V${unit}H0Z`} />
    case 'brush': {
      const points = shape.points.map(({ x, y }) => `${x * width},${y * unit}`)
      // A click is a stroke without length, which is drawn only if it has two points.
      const line = points.length === 1 ? [...points, ...points] : points
      return (
        <polyline
          className={`${className} area-stroke`}
          points={line.join(' ')}
          strokeWidth={2 * shape.radius * Math.max(width, unit)}
        />
      )
    }
  }
}

interface MarkProps {
  readonly x: number
  readonly y: number
  readonly px: number
}

function Mark({ x, y, px, text }: MarkProps & { readonly text: string }) {
  return (
    <g className="area-mark">
      <circle cx={x} cy={y} r={8 * px} />
      <text x={x} y={y + 4 * px} fontSize={12 * px}>
        {text}
      </text>
    </g>
  )
}

function Eye({ x, y, px }: MarkProps) {
  return (
    <g className="area-mark area-eye" transform={`translate(${x} ${y}) scale(${px})`}>
      <circle r="9" />
      <path d="M-6 0q6-7 12 0q-6 7-12 0z" />
      <circle r="1.6" className="area-pupil" />
    </g>
  )
}

interface HandlesProps extends OutlineProps {
  readonly px: number
  readonly area: string
}

/** Handles of a small box stand outside of it, so that it can still be seen and moved. */
function roomy(box: Box, width: number, px: number): Box {
  const leastX = (30 * px) / width
  const leastY = (30 * px) / unit
  const moreX = Math.max(0, leastX - box.width)
  const moreY = Math.max(0, leastY - box.height)
  return { x: box.x - moreX / 2, y: box.y - moreY / 2, width: box.width + moreX, height: box.height + moreY }
}

function Handles({ shape, width, px, area }: HandlesProps) {
  const size = 10 * px
  const handle = (name: string, x: number, y: number) => (
    <rect
      key={name}
      className={`area-handle handle-${name}`}
      data-area={area}
      data-handle={name}
      x={x * width - size / 2}
      y={y * unit - size / 2}
      width={size}
      height={size}
    />
  )
  if (shape.kind === 'below')
    return (
      <>
        {[
          handle('left', 0.04, shape.left + (shape.right - shape.left) * 0.04),
          handle('right', 0.96, shape.left + (shape.right - shape.left) * 0.96),
        ]}
      </>
    )
  if (!('box' in shape)) return null
  const { x, y, width: w, height: h } = roomy(shape.box, width, px)
  return <>{[handle('nw', x, y), handle('ne', x + w, y), handle('se', x + w, y + h), handle('sw', x, y + h)]}</>
}
