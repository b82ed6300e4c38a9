import { useId } from 'react'
import './select.css'

interface SelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
  /** One line of why, below. */
  readonly why?: string
}

export function Select<Value extends string>({ label, value, options, onChange, why }: SelectProps<Value>) {
  const id = useId()
  const whyId = useId()
  return (
    <div className="select-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="select"
        value={value}
        aria-describedby={why === undefined ? undefined : whyId}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {why !== undefined && (
        <p id={whyId} className="quiet small">
          {why}
        </p>
      )}
    </div>
  )
}
