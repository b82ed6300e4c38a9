import type { LucideIcon } from 'lucide-react'
import {
  Brush,
  Circle,
  Maximize,
  MousePointer2,
  PanelBottom,
  Redo2,
  Square,
  Undo2,
  UsersRound,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { Dispatch } from 'react'
import type { ReviewTool } from '../../main/core/messages/window/review-catalogue.js'
import { IconButton } from '../components/button.js'
import { Segmented } from '../components/segmented.js'
import { useMessages } from '../state/app.js'
import { toolKeys } from './review-keys.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import type { WholePeople } from './use-whole-people.js'
import type { Viewport } from './viewport.js'
import { wholePicture } from './viewport.js'

const icons: Readonly<Record<ReviewTool, LucideIcon>> = {
  select: MousePointer2,
  rectangle: Square,
  ellipse: Circle,
  brush: Brush,
  below: PanelBottom,
}
const pictureTools: readonly ReviewTool[] = ['select', 'rectangle', 'ellipse', 'brush', 'below']
const videoTools: readonly ReviewTool[] = ['select', 'rectangle']
const zoomStep = 1.35

interface ToolbarProps {
  readonly state: ReviewState
  readonly act: Dispatch<ReviewAction>
  readonly viewport: Viewport
  readonly setViewport: (viewport: Viewport) => void
  readonly whole: WholePeople
}

export function ReviewToolbar({ state, act, viewport, setViewport, whole }: ToolbarProps) {
  const { review, people, amounts } = useMessages()
  const tools = state.found.kind === 'video' ? videoTools : pictureTools
  const zoom = (factor: number) => setViewport({ ...viewport, zoom: Math.min(24, Math.max(1, viewport.zoom * factor)) })
  return (
    <div className="review-toolbar">
      <div className="toolbar-group" role="group" aria-label={review.toolsLabel}>
        {tools.map((tool) => (
          <IconButton
            key={tool}
            icon={icons[tool]}
            label={review.tools[tool]}
            keys={toolKeys[tool].toUpperCase()}
            aria-pressed={state.tool === tool}
            onClick={() => act({ type: 'tool', tool })}
          />
        ))}
      </div>
      <div className="toolbar-group">
        <IconButton
          icon={Undo2}
          label={review.undo}
          keys={`${review.keyNames.control}+Z`}
          disabled={state.past.length === 0}
          onClick={() => act({ type: 'undo' })}
        />
        <IconButton
          icon={Redo2}
          label={review.redo}
          keys={`${review.keyNames.control}+${review.keyNames.shift}+Z`}
          disabled={state.future.length === 0}
          onClick={() => act({ type: 'redo' })}
        />
      </div>
      {whole.available && (
        <div className="toolbar-group">
          <IconButton
            icon={UsersRound}
            label={people.background}
            keys="O"
            disabled={whole.looking}
            onClick={whole.coverBackground}
          />
        </div>
      )}
      <div className="toolbar-group toolbar-view">
        <Segmented
          label={review.compareLabel}
          labelUnseen
          value={state.view}
          options={[
            { value: 'original', label: review.before },
            { value: 'redacted', label: review.after },
          ]}
          onChange={(view) => act({ type: 'view', view })}
        />
        <IconButton icon={ZoomOut} label={review.zoomOut} keys="−" onClick={() => zoom(1 / zoomStep)} />
        <span className="zoom-share number">{amounts.percent(viewport.zoom)}</span>
        <IconButton icon={ZoomIn} label={review.zoomIn} keys="+" onClick={() => zoom(zoomStep)} />
        <IconButton icon={Maximize} label={review.zoomFit} keys="0" onClick={() => setViewport(wholePicture)} />
      </div>
    </div>
  )
}
