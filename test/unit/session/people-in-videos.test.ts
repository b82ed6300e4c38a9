import { describe, expect, it } from 'vitest'
import type { MediaId } from '../../../main/core/job/item-state.js'
import { choices, clip, first, found, second, settled, telling, third, world } from './people-world.js'

describe('people of a session with videos', () => {
  const keepTrack = (session: Awaited<ReturnType<typeof world>>['session'], id: MediaId, anyway?: true) =>
    session.handle('decide', {
      id,
      decision: {
        kind: 'video',
        keep: [{ track: 0, reason: 'consented', ...(anyway ? { anyway } : {}) }],
        cover: [],
      },
    })
  const exportAll = (session: Awaited<ReturnType<typeof world>>['session']) =>
    session.handle('export', { ids: [first, second, third], choices })
  const seen = (video: number, isTelling = true) => ({ person: 0, video, track: 0, telling: isTelling })

  it('compares them where somebody is shown, by a few moments of each large track', async () => {
    const { session, recognized } = await world([found, clip])
    session.handle('compare', undefined)
    await settled()
    expect(recognized[0]?.videos).toEqual([])
    keepTrack(session, second)
    exportAll(session)
    await settled()
    const [video] = recognized[1]?.videos ?? []
    expect(video?.tracks.map(({ visible }) => visible)).toEqual([true, false])
    expect(video?.tracks[0]?.looks).toHaveLength(4)
    expect(video?.tracks[0]?.looks.map(({ seconds }) => seconds)).toContain(1.5)
    expect(video?.tracks[1]?.looks).toEqual([])
    // What was learned of it is asked to be remembered, and nothing else.
    session.handle('compare', undefined)
    await settled()
    expect(recognized[2]?.videos).toEqual([{ source: video?.source, tracks: [] }])
  })

  it('withholds a video that shows somebody who is covered in photos, until a person decides', async () => {
    const { session, answer, stateOf, releases } = await world([found, found, clip])
    answer.value = { people: [[telling(0), telling(1)]], tracks: [seen(0)] }
    keepTrack(session, third)
    exportAll(session)
    await settled()
    expect(stateOf(third)).toMatchObject({
      status: 'withheld',
      reason: {
        code: 'person-inconsistent',
        findings: [{ frame: 0, box: clip.tracks[0]?.keyframes[0]?.box, covered: 2, visible: 1 }],
      },
      coverage: { faces: 1 },
    })
    expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['0.jpg', '1.jpg'])
    keepTrack(session, third, true)
    exportAll(session)
    await settled()
    expect(releases[1]?.files.map(({ source }) => source.relativePath)).toContain('2.jpg')
  })

  it('withholds a photo that shows somebody who is covered in a video', async () => {
    const { session, answer, stateOf, keep } = await world([found, clip])
    answer.value = { people: [[telling(0)]], tracks: [seen(0)] }
    keep(first)
    exportAll(session)
    await settled()
    expect(stateOf(first)).toMatchObject({
      status: 'withheld',
      reason: { findings: [{ frame: 0, covered: 1, visible: 1 }] },
    })
  })

  it('withholds a video for another video, and for a cover that tells nothing neither', async () => {
    const shown = async (telling: boolean) => {
      const { session, answer, stateOf } = await world([clip, clip])
      answer.value = { people: [[]], tracks: [seen(0), seen(1, telling)] }
      keepTrack(session, first)
      exportAll(session)
      await settled()
      return stateOf(first)?.status
    }
    expect(await shown(true)).toBe('withheld')
    expect(await shown(false)).not.toBe('withheld')
  })

  it('says nothing of somebody who is covered for a while in the video that shows her', async () => {
    const { session, answer, stateOf } = await world([clip, found])
    answer.value = { people: [[]], tracks: [seen(0), { ...seen(0), track: 1 }] }
    keepTrack(session, first)
    exportAll(session)
    await settled()
    expect(stateOf(first)?.status).not.toBe('withheld')
  })

  it('does not export a video that shows somebody and cannot be compared', async () => {
    const { session, answer, stateOf, releases } = await world([clip, found])
    const failure = { kind: 'failed', error: { code: 'worker-crashed' } } as const
    answer.value = { people: [], unreadableVideos: [{ video: 0, failure }] }
    keepTrack(session, first)
    exportAll(session)
    await settled()
    expect(stateOf(first)).toEqual({ status: 'failed', error: { code: 'worker-crashed' } })
    expect(releases[0]?.files.map(({ source }) => source.relativePath)).toEqual(['1.jpg'])
  })

  it('compares nothing where nobody is shown', async () => {
    const { session, recognized } = await world([clip, found])
    exportAll(session)
    await settled()
    expect(recognized).toEqual([])
  })
})
