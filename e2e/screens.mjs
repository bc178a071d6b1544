// Takes a picture of every page and state, on a desk and on a phone, into docs/screens:
// NAME-1280.png and NAME-390.png. The walk comes to the states; every route of the table
// that it does not come to is pictured as the first of the demo who is let in. The demo
// stands at one day, so that a picture changes only when the page does.
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Crawl } from './lib/crawl.mjs'
import { smaller } from './lib/picture.mjs'
import { reading } from './lib/reader.mjs'
import { missed, routeOf, routes } from './lib/routes.mjs'
import { signIn, visit } from './lib/visit.mjs'
import { walk } from './lib/walk.mjs'
import { launch, start } from './lib/waymark.mjs'

const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url))
const day = '2026-11-22'
const tallest = 3000 // pixels; the end of a long chronology shows nothing new

// What has no picture of its own, and why.
const unpictured = {
  'GET /{$}': 'it leads on, to the door or to Today',
  'GET /own-records/{case}': 'another organisation has to end a sharing first; it looks as a chronology does',
}

const all = routes()
const gets = all.filter((r) => r.method === 'GET').map((r) => r.pattern)
const taken = []

/** Pictures everything at one width, on a demo of its own. */
async function picture(browser, width) {
  const waymark = await start({ args: ['--as-of', day] })
  const seen = new Set()
  const take = async (name, page) => {
    const route = routeOf(all, 'GET', new URL(page.url()).pathname)
    if (route) seen.add(route.pattern)
    await page.evaluate(() => document.fonts.ready)
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    const path = join(folder, `${name}-${width}.png`)
    await writeFile(path, smaller(await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, tallest) } })))
    taken.push(path)
  }
  try {
    await walk(browser, waymark, { width, reducedMotion: 'reduce' }, take)
    const crawl = new Crawl(waymark, all, await reading(browser))
    const left = () => gets.filter((p) => !seen.has(p) && !unpictured[p] && !crawl.first.has(p))
    for (const reader of await crawl.everybody()) {
      if (left().length > 0) await crawl.goEverywhere(reader, 4)
    }
    for (const [pattern, { role, path }] of crawl.first) {
      if (seen.has(pattern) || unpictured[pattern]) continue
      const { context, page } = await visit(browser, waymark, { width, reducedMotion: 'reduce' })
      if (role !== 'nobody') await signIn(page, waymark.person(role))
      await page.goto(path)
      await take(pattern.replace(/^GET \/|\{|\}/g, '').replace(/\//g, '-'), page)
      await context.close()
    }
  } finally {
    await waymark.stop()
  }
  const wrong = missed(gets, seen, unpictured)
  if (wrong.length > 0) throw new Error(`At ${width} wide: ${wrong.join('; ')}`)
}

await mkdir(folder, { recursive: true })
for (const name of await readdir(folder)) {
  if (name.endsWith('.png')) await rm(join(folder, name))
}
const browser = await launch()
try {
  await Promise.all([1280, 390].map((width) => picture(browser, width)))
} finally {
  await browser.close()
}
const sizes = await Promise.all(taken.map(async (path) => (await stat(path)).size))
const total = sizes.reduce((sum, size) => sum + size, 0)
console.log(`${taken.length} pictures, ${Math.round(total / 1024)} KB, in docs/screens`)
