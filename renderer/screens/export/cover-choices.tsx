import { TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { Note } from '../../components/parts.js'
import { Segmented } from '../../components/segmented.js'
import { useMessages } from '../../state/app.js'
import { useChoices } from './use-choices.js'

const styles = ['fill', 'pixelate', 'blur'] as const
const colors = {
  gray: { red: 128, green: 128, blue: 128 },
  black: { red: 0, green: 0, blue: 0 },
  white: { red: 255, green: 255, blue: 255 },
} as const
const extents = ['faces', 'heads', 'people'] as const
const colorNames = ['gray', 'black', 'white'] as const

/** What the files to export are. */
export interface ExportedKinds {
  readonly photos: boolean
  readonly videos: boolean
}

/** How the faces are covered. */
export function CoverChoices({ videos }: Pick<ExportedKinds, 'videos'>) {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  const group = useId()
  const { style } = choices
  const color = colorNames.find((name) => colors[name].red === choices.color.red) ?? 'gray'
  return (
    <section className="export-section">
      <fieldset className="style-cards">
        <legend>
          <h2>{words.style}</h2>
        </legend>
        {styles.map((name) => (
          <label key={name} className="style-card">
            <input type="radio" name={group} checked={style === name} onChange={() => change({ style: name })} />
            <StyleSample style={name} />
            <span className="style-name">{words.styles[name]}</span>
            {name === 'fill' && <span className="style-tag">{words.recommended}</span>}
          </label>
        ))}
      </fieldset>
      {style === 'fill' ? (
        <p className="quiet small">{words.styleWhy.fill}</p>
      ) : (
        <Note tone={style === 'blur' ? 'bad' : 'caution'} icon={TriangleAlert}>
          <p>{words.styleWhy[style]}</p>
        </Note>
      )}
      {style !== 'fill' && videos && <p className="quiet small">{words.styleVideos}</p>}
      {style === 'fill' && (
        <Segmented
          label={words.color}
          value={color}
          options={colorNames.map((name) => ({ value: name, label: words.colors[name] }))}
          onChange={(name) => change({ color: colors[name] })}
        />
      )}
      <Margin />
      <Extent />
    </section>
  )
}

/** How much of everybody is covered. */
function Extent() {
  const { export: words } = useMessages()
  const [{ cover }, change] = useChoices()
  const isMore = cover !== 'faces'
  return (
    <div className="margin">
      <Segmented
        label={words.extent}
        value={cover}
        options={extents.map((value) => ({ value, label: words.extents[value] }))}
        onChange={(value) => change({ cover: value })}
      />
      <p className="quiet small">
        {words.extentWhy[cover]} {isMore && words.extentPreview}
      </p>
    </div>
  )
}

const leastPercent = 30
const mostPercent = 150

function Margin() {
  const { export: words, amounts } = useMessages()
  const [choices, change] = useChoices()
  const id = useId()
  const why = useId()
  return (
    <div className="margin">
      <label htmlFor={id}>
        <h3>{words.margin}</h3>
      </label>
      <div className="margin-range">
        <input
          id={id}
          type="range"
          min={leastPercent}
          max={mostPercent}
          step={10}
          value={Math.round(choices.growShare * 100)}
          aria-describedby={why}
          aria-valuetext={amounts.percent(choices.growShare)}
          onChange={({ target }) => change({ growShare: Math.max(leastPercent, Number(target.value)) / 100 })}
        />
        <output htmlFor={id} className="number">
          {amounts.percent(choices.growShare)}
        </output>
      </div>
      <p id={why} className="quiet small">
        {words.marginWhy}
      </p>
    </div>
  )
}

/** A head under each style, drawn, so that it can be told apart without a picture of anybody. */
function StyleSample({ style }: { readonly style: (typeof styles)[number] }) {
  const filter = useId()
  return (
    <svg className="style-sample" viewBox="0 0 64 48" aria-hidden>
      <filter id={filter}>
        <feGaussianBlur stdDeviation="2.4" />
      </filter>
      <path className="sample-body" d="M14 48c0-11 8-15 18-15s18 4 18 15z" />
      {style === 'fill' && <rect className="sample-fill" x="20" y="5" width="24" height="29" />}
      {style === 'pixelate' &&
        [0, 1, 2, 3].flatMap((column) =>
          [0, 1, 2, 3].map((row) => (
            <rect
              key={`${column}-${row}`}
              className={`sample-cell-${(column * 3 + row * 5) % 4}`}
              x={20 + column * 6}
              y={5 + row * 7}
              width="6"
              height="7"
            />
          )),
        )}
      {style === 'blur' && (
        <g filter={`url(#${filter})`}>
          <ellipse className="sample-face" cx="32" cy="20" rx="10" ry="12" />
          <circle className="sample-eye" cx="28" cy="18" r="1.8" />
          <circle className="sample-eye" cx="36" cy="18" r="1.8" />
          <path className="sample-mouth" d="M27 26q5 3 10 0" />
        </g>
      )}
    </svg>
  )
}
