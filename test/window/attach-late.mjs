// Passes on what the window's program says, but for the address of its page: that only once the page is there.
//
// Playwright attaches to the page as soon as it reads that address. Where this happens just while the first document takes the
// place of the empty one, Chromium tells it of neither, and Playwright waits for ever for the page to begin. It holds the program
// back itself where it may, with a script that runs before the app's own; the packaged program takes none.
import { createInterface } from 'node:readline'

for await (const line of createInterface({ input: process.stdin })) {
  const host = /^DevTools listening on ws:\/\/([^/]+)\//.exec(line)?.[1]
  if (host !== undefined) await pageOf(host)
  process.stdout.write(`${line}\n`)
}

/** Asks again and again, each time when the answer before has come, until the program has shown its page or has ended. */
async function pageOf(host) {
  for (;;) {
    try {
      const targets = await (await globalThis.fetch(`http://${host}/json/list`)).json()
      if (targets.some(({ type, url, title }) => type === 'page' && url.startsWith('app://') && title !== '')) return
    } catch {
      return
    }
  }
}
