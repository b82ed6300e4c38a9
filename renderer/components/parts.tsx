import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import './parts.css'

interface ProgressProps {
  readonly label: string
  /** Share done, 0–1; undefined where it cannot be told. */
  readonly share: number | undefined
}

export function Progress({ label, share }: ProgressProps) {
  return <progress className="progress" aria-label={label} max={1} {...(share === undefined ? {} : { value: share })} />
}

interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
}

export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Icon size={40} strokeWidth={1.25} aria-hidden />
      <h2>{title}</h2>
      {children}
    </div>
  )
}

export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>
}

interface NoteProps {
  readonly tone: 'plain' | 'good' | 'caution' | 'bad'
  readonly icon: LucideIcon
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** Something to know, in the place where it matters. */
export function Note({ tone, icon: Icon, children, actions }: NoteProps) {
  return (
    <div className={`note note-${tone}`}>
      <Icon size={20} aria-hidden />
      <div className="note-text">{children}</div>
      {actions !== undefined && <div className="note-actions">{actions}</div>}
    </div>
  )
}
