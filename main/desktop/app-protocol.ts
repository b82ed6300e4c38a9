import fs from 'node:fs/promises'
import path from 'node:path'
import type { Session } from 'electron'
import { protocol } from 'electron'
import { previewScheme } from '../core/contract/preview-address.js'

export const appScheme = 'app'
export const appOrigin = `${appScheme}://zaslona`
export const pageUrl = `${appOrigin}/index.html`

/** Nothing inline, nothing evaluated, nothing from elsewhere, no form, no frame. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  `img-src 'self' ${previewScheme}:`,
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "webrtc 'block'",
].join('; ')

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true } },
    { scheme: previewScheme, privileges: { standard: true, secure: true } },
  ])
}

/** Serves the built page below `app://zaslona/` and nothing else. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(appScheme, async (request) => {
    const file = fileOf(request, folder)
    const contentType = file && contentTypes[path.extname(file)]
    if (!contentType) return new Response(undefined, { status: 404, headers })
    try {
      const bytes = await fs.readFile(file)
      return new Response(new Uint8Array(bytes), { headers: { ...headers, 'Content-Type': contentType } })
    } catch {
      return new Response(undefined, { status: 404, headers })
    }
  })
}

/** The file a request names; undefined for every address that is no file of the page. */
function fileOf({ method, url }: Request, folder: string): string | undefined {
  const { origin, host, protocol: scheme, pathname } = new URL(url)
  const asked = origin === 'null' ? `${scheme}//${host}` : origin
  if (method !== 'GET' || asked !== appOrigin || !/^(?:\/[\w-]+(?:\.[\w-]+)*)+$/.test(pathname)) return undefined
  return path.join(folder, ...pathname.split('/'))
}
