import type { ReviewKey, ReviewMessages } from '../../main/core/messages/window/review-catalogue.js'
import { Dialog } from '../components/dialog.js'
import { Kbd } from '../components/parts.js'
import { useApp, useMessages } from '../state/app.js'
import { toolKeys } from '../review/review-keys.js'
import './keys-dialog.css'

type KeyName = keyof ReviewMessages['keyNames']
/** A named key, or what is printed on it. */
type Cap = KeyName | (string & {})

interface Line {
  readonly what: ReviewKey
  readonly caps: readonly Cap[]
}

const groups: readonly (readonly [keyof ReviewMessages['keyGroups'], readonly Line[]])[] = [
  [
    'everywhere',
    [
      { what: 'panic', caps: ['control', 'shift', 'X'] },
      { what: 'help', caps: ['?'] },
      { what: 'textSize', caps: ['control', '+', '−'] },
    ],
  ],
  [
    'queue',
    [
      { what: 'acceptNext', caps: ['enter'] },
      { what: 'next', caps: ['N'] },
      { what: 'previous', caps: ['P'] },
      { what: 'undo', caps: ['control', 'Z'] },
      { what: 'redo', caps: ['control', 'shift', 'Z'] },
    ],
  ],
  [
    'selection',
    [
      { what: 'eachBox', caps: ['tab'] },
      { what: 'move', caps: ['arrows'] },
      { what: 'resize', caps: ['shift', 'arrows'] },
      { what: 'keep', caps: ['K'] },
      { what: 'findPerson', caps: ['F'] },
      { what: 'wholePerson', caps: ['W'] },
      { what: 'background', caps: ['O'] },
      { what: 'bareHead', caps: ['H'] },
      { what: 'remove', caps: ['delete'] },
      { what: 'deselect', caps: ['escape'] },
    ],
  ],
  [
    'view',
    [
      { what: 'compare', caps: ['C'] },
      { what: 'zoom', caps: ['+', '−'] },
      { what: 'fit', caps: ['0'] },
      { what: 'pan', caps: ['space'] },
    ],
  ],
  [
    'video',
    [
      { what: 'frame', caps: ['PgUp', 'PgDn'] },
      { what: 'step', caps: [',', '.'] },
      { what: 'flag', caps: ['G'] },
      { what: 'spanEnds', caps: ['[', ']'] },
    ],
  ],
]

/** Every key there is. */
export function KeysDialog() {
  const { dispatch } = useApp()
  const { review } = useMessages()
  const tools = Object.entries(toolKeys) as [keyof typeof toolKeys, string][]
  return (
    <Dialog title={review.keysTitle} onClose={() => dispatch({ type: 'dialog', dialog: undefined })}>
      {groups.map(([group, lines]) => (
        <section key={group} className="keys-group">
          <h3>{review.keyGroups[group]}</h3>
          <dl className="keys-list">
            {lines.map(({ what, caps }) => (
              <KeyLine key={what} words={review} label={review.keys[what]} caps={caps} />
            ))}
          </dl>
        </section>
      ))}
      <section className="keys-group">
        <h3>{review.keyGroups.draw}</h3>
        <dl className="keys-list">
          {tools.map(([tool, letter]) => (
            <KeyLine key={tool} words={review} label={review.tools[tool]} caps={[letter.toUpperCase()]} />
          ))}
          <KeyLine words={review} label={review.keys.add} caps={['A']} />
        </dl>
      </section>
    </Dialog>
  )
}

interface KeyLineProps {
  readonly words: ReviewMessages
  readonly label: string
  readonly caps: readonly Cap[]
}

function KeyLine({ words, label, caps }: KeyLineProps) {
  const names: Readonly<Record<string, string>> = words.keyNames
  return (
    <div className="keys-line">
      <dt>{label}</dt>
      <dd>
        {caps.map((cap) => (
          <Kbd key={cap}>{Object.hasOwn(names, cap) ? names[cap] : cap}</Kbd>
        ))}
      </dd>
    </div>
  )
}
