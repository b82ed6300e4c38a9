import { useId } from 'react'
import './segmented.css'

interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
  /** The label stands beside it already, for whoever sees it. */
  readonly labelUnseen?: boolean
}

/** One of a few, all of them seen. Radio buttons underneath, so that keys and screen readers know it. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChange, labelUnseen = false } = props
  const name = useId()
  return (
    <fieldset className="segmented">
      <legend className={labelUnseen ? 'unseen' : 'segmented-label'}>{label}</legend>
      <div className="segmented-options">
        {options.map((option) => (
          <label key={option.value} className="segmented-option">
            <input
              type="radio"
              className="unseen"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
