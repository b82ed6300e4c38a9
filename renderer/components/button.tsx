import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import './button.css'

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 'usual' | 'large'
  readonly icon?: LucideIcon
  readonly children: ReactNode
}

export function Button({ variant = 'secondary', size = 'usual', icon: Icon, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button button-${variant} button-${size} ${rest.className ?? ''}`}>
      {Icon && <Icon size={size === 'large' ? 20 : 17} aria-hidden />}
      <span>{children}</span>
    </button>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'title'> {
  /** Read out, and shown while the pointer rests on it. */
  readonly label: string
  /** Shown behind the label. */
  readonly keys?: string
  readonly icon: LucideIcon
}

export function IconButton({ label, keys, icon: Icon, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      className={`icon-button ${rest.className ?? ''}`}
    >
      <Icon size={18} aria-hidden />
    </button>
  )
}
