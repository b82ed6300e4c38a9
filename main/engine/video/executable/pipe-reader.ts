import type { Readable } from 'node:stream'

/** What may wait to be taken before the program has to wait. */
const maxWaitingBytes = 1 << 20

/**
 * Takes what comes through a pipe, in order, and holds the program back while nobody takes it on. It listens from the
 * first moment: what nobody listens to Node throws away when the program ends.
 */
export class PipeReader {
  readonly #stream: Readable
  readonly #waiting: Buffer[] = []
  #waitingBytes = 0
  #hasEnded = false
  #wake: (() => void) | undefined

  constructor(stream: Readable) {
    this.#stream = stream
    stream.on('data', (piece: Buffer) => {
      this.#waiting.push(piece)
      this.#waitingBytes += piece.length
      if (this.#waitingBytes >= maxWaitingBytes) stream.pause()
      this.#wake?.()
    })
    const end = (): void => {
      this.#hasEnded = true
      this.#wake?.()
    }
    stream.once('end', end).once('close', end)
  }

  /** The next piece; undefined at the end. One call at a time. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const piece = this.#waiting.shift()
      if (piece) {
        this.#waitingBytes -= piece.length
        if (this.#waitingBytes < maxWaitingBytes) this.#stream.resume()
        return piece
      }
      if (this.#hasEnded) return undefined
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** The lines of a text. */
  async *lines(): AsyncGenerator<string, void, undefined> {
    const decoder = new TextDecoder()
    let rest = ''
    for (let piece = await this.next(); piece; piece = await this.next()) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line.trimEnd()
    }
    if (rest !== '') yield rest.trimEnd()
  }
}
