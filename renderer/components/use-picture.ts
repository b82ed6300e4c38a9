import { useEffect, useState } from 'react'

export interface Picture {
  /** The last address that was loaded and decoded: shown until the next one is ready, so that nothing flickers. */
  readonly shown: string | undefined
  readonly loading: boolean
  readonly failed: boolean
  /** Of the shown picture, in its own pixels; 0 before there is one. */
  readonly width: number
  readonly height: number
}

const none: Picture = { shown: undefined, loading: true, failed: false, width: 0, height: 0 }

/** Loads and decodes the picture off the main thread before it is shown; only the last address asked for counts. */
export function usePicture(url: string | undefined): Picture {
  const [picture, setPicture] = useState(none)
  useEffect(() => {
    if (url === undefined) return undefined
    let current = true
    const image = new Image()
    image.src = url
    image.decode().then(
      () => {
        const { naturalWidth: width, naturalHeight: height } = image
        if (current) setPicture({ shown: url, loading: false, failed: false, width, height })
      },
      () => {
        if (current) setPicture({ ...none, loading: false, failed: true })
      },
    )
    return () => {
      current = false
      image.src = ''
    }
  }, [url])
  return picture.shown === url ? picture : { ...picture, loading: !picture.failed }
}
