import { Volume2 } from 'lucide-react'
import { useId } from 'react'
import type { ExportChoices } from '../../../main/core/contract/bridge.js'
import { Note } from '../../components/parts.js'
import { Segmented } from '../../components/segmented.js'
import { Select } from '../../components/select.js'
import { useMessages } from '../../state/app.js'
import type { ExportedKinds } from './cover-choices.js'
import { useChoices } from './use-choices.js'

type PictureFormat = NonNullable<ExportChoices['format']>
type VideoFormat = NonNullable<ExportChoices['videoFormat']>

const formats: readonly PictureFormat[] = ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif']
const formatNames: Readonly<Record<PictureFormat | VideoFormat, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  avif: 'AVIF',
  tiff: 'TIFF',
  gif: 'GIF',
  mp4: 'MP4',
  webm: 'WebM',
}
const videoFormats: readonly VideoFormat[] = ['mp4', 'webm']
const sizes = ['4096', '2560', '1920', '1280'] as const
const qualities = ['small', 'standard', 'high'] as const
const names = ['neutral', 'keep'] as const

const sounds = ['remove', 'keep', 'distort'] as const

/** What the files are like. All of it may be left as it is. */
export function FileChoices({ photos, videos }: ExportedKinds) {
  const { export: words } = useMessages()
  return (
    <details className="export-details">
      <summary>{words.details}</summary>
      <div className="export-details-body">
        <Names />
        <Size />
        {photos && <Photos />}
        {videos && <Videos />}
        {photos && <Traces videos={videos} />}
      </div>
    </details>
  )
}

function Names() {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  return (
    <section className="export-section">
      <Segmented
        label={words.names}
        value={choices.names}
        options={names.map((value) => ({ value, label: value === 'neutral' ? words.namesNeutral : words.namesKeep }))}
        onChange={(value) => change({ names: value })}
      />
      <p className="quiet small">{words.namesWhy[choices.names]}</p>
      <Checkbox
        label={words.keepFolders}
        why={words.keepFoldersWhy[choices.names]}
        checked={choices.keepFolders}
        onChange={(keepFolders) => change({ keepFolders })}
      />
    </section>
  )
}

/** Holds for photos and videos alike. */
function Size() {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  const size = sizes.find((pixels) => Number(pixels) === choices.maxSizePx)
  return (
    <section className="export-section">
      <Select
        label={words.size}
        value={size ?? 'keep'}
        options={[
          { value: 'keep', label: words.sizeKeep },
          ...sizes.map((pixels) => ({ value: pixels, label: words.sizeAtMost(Number(pixels)) })),
        ]}
        onChange={(value) => change({ maxSizePx: value === 'keep' ? undefined : Number(value) })}
        why={words.sizeWhy}
      />
    </section>
  )
}

function Photos() {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  return (
    <section className="export-section">
      <h2>{words.pictures}</h2>
      <Select
        label={words.format}
        value={choices.format ?? 'keep'}
        options={[
          { value: 'keep', label: words.formatKeep },
          ...formats.map((format) => ({ value: format, label: formatNames[format] })),
        ]}
        onChange={(value) => change({ format: value === 'keep' ? undefined : value })}
        why={words.formatWhy}
      />
    </section>
  )
}

function Videos() {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  return (
    <section className="export-section">
      <h2>{words.videos}</h2>
      <Sound />
      <Select
        label={words.format}
        value={choices.videoFormat ?? 'keep'}
        options={[
          { value: 'keep', label: words.formatKeep },
          ...videoFormats.map((format) => ({ value: format, label: formatNames[format] })),
        ]}
        onChange={(value) => change({ videoFormat: value === 'keep' ? undefined : value })}
      />
      <Segmented
        label={words.quality}
        value={choices.videoQuality}
        options={qualities.map((value) => ({ value, label: words.qualities[value] }))}
        onChange={(videoQuality) => change({ videoQuality })}
      />
      <p className="quiet small">{words.qualityWhy}</p>
      <Checkbox
        label={words.compatible}
        why={words.compatibleWhy}
        checked={choices.videoCompatible}
        onChange={(videoCompatible) => change({ videoCompatible })}
      />
      <Checkbox
        label={words.poster}
        why={words.posterWhy}
        checked={choices.videoPoster}
        onChange={(videoPoster) => change({ videoPoster })}
      />
    </section>
  )
}

function Sound() {
  const { export: words } = useMessages()
  const [{ videoSound }, change] = useChoices()
  return (
    <>
      <Segmented
        label={words.sound}
        value={videoSound}
        options={sounds.map((value) => ({ value, label: words.sounds[value] }))}
        onChange={(value) => change({ videoSound: value })}
      />
      {videoSound === 'remove' ? (
        <p className="quiet small">{words.soundWhy.remove}</p>
      ) : (
        <Note tone={videoSound === 'keep' ? 'bad' : 'caution'} icon={Volume2}>
          <p>{words.soundWhy[videoSound]}</p>
        </Note>
      )}
    </>
  )
}

/** For who has a reason to want more than the ordinary; both cost quality. */
function Traces({ videos }: Pick<ExportedKinds, 'videos'>) {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  return (
    <details className="export-details">
      <summary>{words.traces}</summary>
      <div className="export-details-body">
        <section className="export-section">
          {videos && <p>{words.photosOnly}</p>}
          <Checkbox
            label={words.roundSize}
            why={words.roundSizeWhy}
            checked={choices.roundSize}
            onChange={(roundSize) => change({ roundSize })}
          />
          <Checkbox
            label={words.defeatFingerprint}
            why={words.defeatFingerprintWhy}
            checked={choices.defeatFingerprint}
            onChange={(defeatFingerprint) => change({ defeatFingerprint })}
          />
        </section>
      </div>
    </details>
  )
}

interface CheckboxProps {
  readonly label: string
  /** One line of why, below. */
  readonly why: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

function Checkbox({ label, why, checked, onChange }: CheckboxProps) {
  const id = useId()
  const whyId = useId()
  return (
    <div className="checkbox">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={whyId}
        onChange={({ target }) => onChange(target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        <p id={whyId} className="quiet small">
          {why}
        </p>
      </div>
    </div>
  )
}
