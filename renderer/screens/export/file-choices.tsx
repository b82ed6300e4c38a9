import { VolumeX } from 'lucide-react'
import { useId } from 'react'
import type { ExportChoices } from '../../../main/core/contract/bridge.js'
import { Segmented } from '../../components/segmented.js'
import { Select } from '../../components/select.js'
import { useMessages } from '../../state/app.js'
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

interface FileChoicesProps {
  readonly photos: boolean
  readonly videos: boolean
}

/** What the files are like. All of it may be left as it is. */
export function FileChoices({ photos, videos }: FileChoicesProps) {
  const { export: words } = useMessages()
  return (
    <details className="export-details">
      <summary>{words.details}</summary>
      <div className="export-details-body">
        <Names />
        {photos && <Photos videos={videos} />}
        {videos && <Videos />}
      </div>
    </details>
  )
}

function Names() {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  const id = useId()
  return (
    <section className="export-section">
      <Segmented
        label={words.names}
        value={choices.names}
        options={names.map((value) => ({ value, label: value === 'neutral' ? words.namesNeutral : words.namesKeep }))}
        onChange={(value) => change({ names: value })}
      />
      <p className="quiet small">{words.namesWhy[choices.names]}</p>
      <div className="checkbox">
        <input
          id={id}
          type="checkbox"
          checked={choices.keepFolders}
          onChange={({ target }) => change({ keepFolders: target.checked })}
        />
        <label htmlFor={id}>
          {words.keepFolders}
          <span className="quiet small">{words.keepFoldersWhy}</span>
        </label>
      </div>
    </section>
  )
}

function Photos({ videos }: { readonly videos: boolean }) {
  const { export: words } = useMessages()
  const [choices, change] = useChoices()
  const size = sizes.find((pixels) => Number(pixels) === choices.maxSizePx)
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
      <Select
        label={words.size}
        value={size ?? 'keep'}
        options={[
          { value: 'keep', label: words.sizeKeep },
          ...sizes.map((pixels) => ({ value: pixels, label: words.sizeAtMost(Number(pixels)) })),
        ]}
        onChange={(value) => change({ maxSizePx: value === 'keep' ? undefined : Number(value) })}
        why={videos && size !== undefined ? words.sizeAndVideos : words.sizeWhy}
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
      <p className="sound">
        <VolumeX size={18} aria-hidden />
        <span>
          <strong>{words.sound}:</strong> {words.soundWhy}
        </span>
      </p>
    </section>
  )
}
