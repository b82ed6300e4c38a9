import type { SessionItem } from '../../main/core/session/types.js'
import { useMessages } from '../state/app.js'
import { ConflictChoices } from './conflict-choices.js'
import { isConflictOnTrack } from './flags.js'
import type { ReviewAction, ReviewState } from './review-state.js'
import type { VideoArea } from './video-edit.js'

interface TrackSectionProps {
  readonly item: SessionItem
  readonly area: Extract<VideoArea, { kind: 'track' }>
  readonly state: ReviewState
  readonly act: (action: ReviewAction) => void
}

/** True where somebody in the video waits for a person: covered in other files, and visible here. */
export const isTrackWaiting = ({ item, area, state }: Omit<TrackSectionProps, 'act'>): boolean =>
  area.keep !== undefined && state.found.kind === 'video' && isConflictOnTrack(item, state.found, area.track)

/** What becomes of somebody in a video who is covered in other files. */
export function TrackSection({ item, area, state, act }: TrackSectionProps) {
  const { people: words } = useMessages()
  if (!isTrackWaiting({ item, area, state })) return <p className="quiet small">{words.comparedAtExport}</p>
  return <ConflictChoices area={area} act={act} />
}
