import { releasedModifiedMs } from '../../core/naming/released-date.js'
import type { SourceFile } from '../../core/ports.js'
import type { Finding } from '../../core/verdict/finding.js'

/** What the file system says of a file that no released file says of itself. */
export function attributeFindings({ modifiedMs }: Pick<SourceFile, 'modifiedMs'>): readonly Finding[] {
  return Math.floor(modifiedMs) === releasedModifiedMs ? [] : [{ code: 'file-attribute', name: 'mtime' }]
}
