import type { WindowMessages } from '../../../main/core/messages/window/catalogue.js'
import type { FoundSummary } from '../../../main/core/session/types.js'

/** Who was found in a file, in a few words. */
export function foundText(
  { kind, faces, uncertain }: Pick<FoundSummary, 'kind' | 'faces' | 'uncertain'>,
  { files }: Pick<WindowMessages, 'files'>,
): string {
  const found = kind === 'video' ? files.people(faces) : files.faces(faces)
  return uncertain > 0 ? `${found} · ${files.uncertain(uncertain)}` : found
}
