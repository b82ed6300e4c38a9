import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from 'playwright'
import { _electron } from 'playwright'
import { expect, onTestFinished } from 'vitest'
import type { Session } from '../../main/core/session/types.js'
import { testFolder } from '../support/folders.js'
import { inspectableApp, programOf } from './packaged-app.js'

/** A running window with a home of its own, and all places where it might leave something. */
export interface StartedWindow {
  readonly app: ElectronApplication
  readonly page: Page
  readonly places: WindowPlaces
  /** From now on the system's dialogs answer at once, with these. */
  answerDialogs(paths: readonly string[]): Promise<void>
  /** The same for the dialog that asks where to save. */
  answerSaveDialog(path: string): Promise<void>
  /** Makes the page this large, in pixels of the screen, of which its own are several where the text is enlarged. */
  resize(width: number, height: number, scale?: number): Promise<void>
  /** Adds files through the system's dialog, which answers at once. */
  add(files: readonly string[]): Promise<void>
  /** Chooses the output folder and exports everything that was found. */
  exportTo(folder: string): Promise<void>
  /** Waits until the session is as wanted. */
  until(description: string, isWanted: (session: Session) => boolean): Promise<Session>
  /** Quits as a person does, and waits for the end. */
  quit(): Promise<void>
}

export interface WindowPlaces {
  readonly home: string
  readonly runtime: string
  readonly temporary: string
  /** Where the profile lies. */
  readonly profile: string
}

export interface StartOptions {
  /** The folder of the app, in place of the one that was packaged. */
  readonly folder?: string
  /** Runs the program in place of it starting directly: gets the program as its last argument. */
  readonly under?: readonly string[]
  readonly language?: string
  /** The places of a window that ran before. */
  readonly places?: WindowPlaces
}

/** Chromium's own sandbox refuses to run for root, which tests in a container are. */
export const asRoot: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Starts the packaged app, whose end the test awaits or that ends with the test. */
export async function startWindow(options: StartOptions = {}): Promise<StartedWindow> {
  const root = testFolder()
  const places = options.places ?? makePlaces(root)
  const program = programOf(options.folder ?? inspectableApp)
  const app = await _electron.launch({
    executablePath: starter(root, [...(options.under ?? []), program]),
    args: [...asRoot],
    env: environment(places, options.language ?? 'en_US.UTF-8'),
  })
  // Also where a test failed whose questions were answered with staying.
  onTestFinished(async () => {
    await answerQuestions(app, 'close').catch(() => undefined)
    await app.close().catch(() => undefined)
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('load')
  // Whoever ends a test means it, see closing.test.ts.
  await answerQuestions(app, 'close')
  return { app, page, places, ...driver(app, page) }
}

/** From now on the question before the window closes is answered so at once; what it was asked with can be read. */
export const answerQuestions = (app: ElectronApplication, answer: 'close' | 'stay'): Promise<void> =>
  app.evaluate(
    ({ dialog }, response) => {
      const asked: unknown[] = []
      Reflect.set(globalThis, 'questionsAsked', asked)
      dialog.showMessageBox = (...told: unknown[]) => {
        asked.push(told.at(-1))
        return Promise.resolve({ response, checkboxChecked: false })
      }
    },
    answer === 'close' ? 0 : 1,
  )

/** What was said beside each question since answers were last given. */
export const questionsAsked = async (app: ElectronApplication): Promise<readonly string[]> =>
  app.evaluate(() => {
    const asked = Reflect.get(globalThis, 'questionsAsked') as readonly { readonly detail: string }[]
    return asked.map(({ detail }) => detail)
  })

function makePlaces(root: string): WindowPlaces {
  const [home, runtime, temporary] = ['home', 'runtime', 'temporary'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [home, runtime, temporary]) fs.mkdirSync(folder, { mode: 0o700 })
  return { home, runtime, temporary, profile: path.join(home, '.config/zaslona') }
}

/** What a program of a person with these places sees of the system. */
export function environment({ home, runtime, temporary }: WindowPlaces, language: string): Record<string, string> {
  const kept = ['PATH', 'DISPLAY', 'XAUTHORITY'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    TMPDIR: temporary,
    LANG: language,
    LANGUAGE: language.replace(/_.*/, ''),
  }
}

/**
 * A script that becomes the program, or what it runs under, see attach-late.mjs. That is no child of it: a tracer waits for the end of all
 * of its children, and this one for the tracer's.
 */
function starter(root: string, command: readonly string[]): string {
  const script = path.join(root, 'start')
  const quoted = (parts: readonly string[]): string => parts.map((part) => `'${part}'`).join(' ')
  const late = quoted([process.execPath, fileURLToPath(new URL('attach-late.mjs', import.meta.url))])
  fs.writeFileSync(script, `#!/bin/bash\nexec ${quoted(command)} "$@" 2> >({ ${late} <&3 >&2 & } 3<&0)\n`, {
    mode: 0o755,
  })
  return script
}

function driver(app: ElectronApplication, page: Page): Omit<StartedWindow, 'app' | 'page' | 'places'> {
  const answerDialogs = (paths: readonly string[]): Promise<void> =>
    app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
    }, paths)
  const request = (method: string, content?: unknown): Promise<{ ok: boolean; value?: unknown; error?: unknown }> =>
    page.evaluate(
      ([name, argument]) => {
        const { bridge } = globalThis as unknown as { bridge: { request(name: unknown, argument: unknown): never } }
        return bridge.request(name, argument)
      },
      [method, content] as const,
    )
  // Playwright carries no Map.
  const session = async (): Promise<Session> => {
    const told = await page.evaluate(async () => {
      const { bridge } = globalThis as unknown as { bridge: { request(name: string): Promise<{ value: Session }> } }
      const { value } = await bridge.request('session')
      return { ...value, items: [...value.items] }
    })
    return { ...told, items: new Map(told.items) }
  }
  const granted = async (method: string, content?: unknown): Promise<void> => {
    const result = await request(method, content)
    if (!result.ok) throw new Error(`${method}: ${JSON.stringify(result.error)}`)
  }
  return {
    answerDialogs,
    answerSaveDialog: (file) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, file),
    resize: async (width, height, scale = 1) => {
      await app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      )
      await expect
        .poll(() => page.evaluate('[innerWidth, innerHeight]'), { timeout: 10_000 })
        .toEqual([width / scale, height / scale])
    },
    add: async (files) => {
      await answerDialogs(files)
      await granted('add-files')
    },
    exportTo: async (folder) => {
      await answerDialogs([folder])
      await granted('choose-output')
      await granted('export', { ids: [...(await session()).items.keys()], choices: ordinaryChoices })
    },
    until: (description, isWanted) => untilSession(session, description, isWanted),
    quit: async () => {
      const ended = new Promise((resolve) => app.process().once('exit', resolve))
      await app.evaluate(({ app: inside }) => inside.quit()).catch(() => undefined)
      await ended
    },
  }
}

const ordinaryChoices = {
  style: 'fill',
  color: { red: 128, green: 128, blue: 128 },
  growShare: 0.3,
  names: 'neutral',
  keepFolders: false,
  videoQuality: 'standard',
}

const patienceMs = 150_000

/** Asks again and again; each question waits for the answer of the one before. */
async function untilSession(
  read: () => Promise<Session>,
  description: string,
  isWanted: (session: Session) => boolean,
): Promise<Session> {
  const began = performance.now()
  for (;;) {
    const session = await read()
    if (isWanted(session)) return session
    if (performance.now() - began > patienceMs) throw new Error(`never came: ${description}`)
  }
}

/** Every item of the session in one of these states. */
export const allAre =
  (...statuses: readonly string[]) =>
  ({ items, discovering }: Session): boolean =>
    !discovering && items.size > 0 && [...items.values()].every(({ state }) => statuses.includes(state.status))

/** The whole answer of the page's bridge, a refusal too; Playwright carries no Map. */
export const resultOf = (
  { page }: Pick<StartedWindow, 'page'>,
  method: string,
  content: unknown,
): Promise<{ readonly value?: unknown }> =>
  page.evaluate(
    ([name, argument]) => {
      const { bridge } = globalThis as unknown as {
        bridge: { request(name: unknown, argument: unknown): Promise<{ value?: unknown }> }
      }
      return bridge.request(name, argument)
    },
    [method, content] as const,
  )

/** What it answers with. */
export const asked = async (started: Pick<StartedWindow, 'page'>, method: string, content: unknown): Promise<unknown> =>
  (await resultOf(started, method, content)).value
