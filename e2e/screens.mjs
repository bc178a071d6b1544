// Takes a picture of every page and state, on a desk and on a phone, into
// docs/screens: NAME-1280.png and NAME-390.png. The demo stands at one day, so
// that a picture changes only when the page does.
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { smaller } from './lib/picture.mjs'
import { launch, start } from './lib/waymark.mjs'
import { openCase, signIn, visit } from './lib/visit.mjs'
import { walk } from './lib/walk.mjs'

const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url))
const day = '2026-11-22'
const tallest = 3000 // pixels; the end of a long chronology shows nothing new

// One of the many forms that are made of the same parts stands for them.
const pictured = (name) => !name.startsWith('form-') || name === 'form-referral'

await mkdir(folder, { recursive: true })
for (const name of await readdir(folder)) {
  if (name.endsWith('.png')) {
    await rm(join(folder, name))
  }
}

/** The pages that the walk does not come by: what is read together, in other languages, and what one meets first. */
async function inOtherLanguages(waymark, width, picture) {
  const { context, page } = await visit(browser, waymark, { width, reducedMotion: 'reduce' })
  for (const first of ['welcome', 'help', 'accessibility', 'leave']) {
    await page.goto(`/${first}`)
    await picture(first, page)
  }
  await signIn(page, waymark.person('support worker'))
  const alima = await openCase(page, 'Alima')
  for (const lang of ['ar', 'vi']) {
    await page.goto(`${alima}/together?lang=${lang}`)
    await picture(`together-${lang}`, page)
  }
  await context.close()
}

const browser = await launch()
const taken = []
try {
  for (const width of [1280, 390]) {
    const waymark = await start({ args: ['--as-of', day] })
    try {
      const picture = async (name, page) => {
        if (!pictured(name)) return
        await page.evaluate(() => document.fonts.ready)
        const height = await page.evaluate(() => document.documentElement.scrollHeight)
        const path = join(folder, `${name}-${width}.png`)
        await writeFile(path, smaller(await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, tallest) } })))
        taken.push(path)
      }
      await walk(browser, waymark, { width, reducedMotion: 'reduce' }, picture)
      await inOtherLanguages(waymark, width, picture)
    } finally {
      await waymark.stop()
    }
  }
} finally {
  await browser.close()
}

const sizes = await Promise.all(taken.map(async (path) => (await stat(path)).size))
const total = sizes.reduce((sum, size) => sum + size, 0)
console.log(`${taken.length} pictures, ${Math.round(total / 1024)} KB, in docs/screens`)
