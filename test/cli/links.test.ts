import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

const pages = [
  ...fs.readdirSync(root).map((name) => path.join(root, name)),
  ...fs
    .readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, 'docs', name)),
].filter((file) => file.endsWith('.md'))

/** What stands between the parentheses of links and pictures, but for addresses of the web. */
const linksIn = (page: string): readonly string[] =>
  [...page.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => (link === undefined || /^\w+:/.test(link) ? [] : [link]))

/** The names that headings get where pages are shown. */
const headingsIn = (page: string): readonly string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('what the documentation refers to is there', () => {
  test.each(pages.map((file) => [path.relative(root, file), file]))('%s', (_, file) => {
    const text = fs.readFileSync(file, 'utf8')
    for (const link of linksIn(text)) {
      const [name = '', heading] = link.split('#')
      const target = name === '' ? file : path.resolve(path.dirname(file), name)
      expect(fs.existsSync(target), link).toBe(true)
      if (heading !== undefined) expect(headingsIn(fs.readFileSync(target, 'utf8')), link).toContain(heading)
    }
  })
})
