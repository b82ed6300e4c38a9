#!/usr/bin/env node
// Memory that following and covering everybody in a long video takes, without decoding and networks: a stream of sightings as
// a crowd gives them, made at random from a fixed seed. The base of the process (Node and the modules) is told apart.
//
//   node scripts/bench/long-video.mjs [--minutes 60] [--faces 30] [--noise 30] [--rate 30] [--cut SECONDS]
//
// `--noise` is the number of weak sightings beside the faces in each frame, `--cut` the length of a scene; without it the video
// is one scene. Needs a built product.
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')
const { FrameRecord } = await import(path.join(root, 'dist/engine/video/timeline.js'))
const { FollowedVideo } = await import(path.join(root, 'dist/core/video/tracking/followed-video.js'))
const { foundTracks } = await import(path.join(root, 'dist/core/review/video-decision.js'))
const { trackingPolicies } = await import(path.join(root, 'dist/core/video/tracking/policy.js'))

const number = (name, fallback) => ({ [name]: { type: 'string', default: String(fallback) } })
const { values } = parseArgs({
  options: {
    ...number('minutes', 60),
    ...number('faces', 30),
    ...number('noise', 30),
    ...number('rate', 30),
    ...number('cut', 0),
  },
})
const [minutes, faces, noise, rate, cut] = ['minutes', 'faces', 'noise', 'rate', 'cut'].map((name) =>
  Number(values[name]),
)

/** Mulberry32: the same numbers at every run. */
let state = 1
function random() {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

const width = 0.03
const height = 0.06
const columns = Math.ceil(Math.sqrt(faces))
const place = (face, frame) => ({
  x: ((face % columns) + 0.5 + 0.2 * Math.sin(frame / 60 + face)) / columns - width / 2,
  y: (Math.floor(face / columns) + 0.5) / columns - height / 2,
})
const sighting = (face, frame) => {
  const { x, y } = place(face, frame)
  return { box: { x: x + 0.002 * random(), y: y + 0.002 * random(), width, height }, score: 0.2 + 0.7 * random() }
}
const weak = () => ({ box: { x: random(), y: random(), width, height }, score: 0.003 + 0.005 * random() })

let peakBytes = 0
const megabytes = () => {
  const { rss } = process.memoryUsage()
  peakBytes = Math.max(peakBytes, rss)
  return Math.round(rss / 1e6)
}
const baseMegabytes = megabytes()
const started = process.cpuUsage()
const seconds = () => Number((process.cpuUsage(started).user / 1e6).toFixed(1))

const frames = Math.round(minutes * 60 * rate)
const record = new FrameRecord()
for (let frame = 0; frame < frames; frame++) {
  const isCut = frame === 0 || (cut > 0 && frame % Math.round(cut * rate) === 0)
  record.add(BigInt(frame), { dx: 0.0005 * (random() - 0.5), dy: 0, isCut })
  const seen = Array.from({ length: faces }, (_, face) => (random() < 0.1 ? weak() : sighting(face, frame)))
  record.setObservations(frame, [...seen, ...Array.from({ length: noise }, weak)])
}
const observedMegabytes = megabytes()
const madeSeconds = seconds()

const shape = { aspect: 16 / 9, framesPerSecond: rate, looksPerSecond: rate }
const followed = new FollowedVideo(
  (frame) => {
    if (frame % rate === 0) megabytes()
    return record.observationsAt(frame)
  },
  record.motions,
  shape,
  trackingPolicies.balanced,
  (tracks) => tracks,
  () => undefined,
)
megabytes()
const highest = () => Math.round(Math.max(peakBytes / 1e6, process.resourceUsage().maxRSS / 1e3))
const followingPeakMegabytes = highest()
const followedSeconds = seconds()

let covers = 0
for (let frame = 0; frame < frames; frame++) {
  covers += followed.facesAt(frame).length
  if (frame % rate === 0) megabytes()
}
const coveredSeconds = seconds()
const coveringPeakMegabytes = highest()
const keyframes = foundTracks(followed.tracks(), (frame) => frame / rate).reduce(
  (sum, track) => sum + track.keyframes.length,
  0,
)
megabytes()

console.log(
  JSON.stringify({
    frames,
    faces,
    noise,
    tracks: followed.count,
    covers,
    keyframes,
    baseMegabytes,
    observedMegabytes,
    followingPeakMegabytes,
    coveringPeakMegabytes,
    reviewPeakMegabytes: highest(),
    followingSeconds: Number((followedSeconds - madeSeconds).toFixed(1)),
    coveringSeconds: Number((coveredSeconds - followedSeconds).toFixed(1)),
  }),
)
