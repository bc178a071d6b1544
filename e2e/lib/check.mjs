// Looks at many pages in few windows: each page is given to the browser as it was
// answered, with its headers, at its own address; what it loads comes from the product.
import { gzipSync } from 'node:zlib'
import { audit } from './audit.mjs'
import { onPaper, tooSmall, tooWide, unstyled } from './measure.mjs'
import { covered, cutOff, dragged, hardToEnter, help, listensForDragging } from './wcag22.mjs'

const heaviest = 120 * 1024 // bytes of one page with all it loads, packed

/** Sets the page for a moment otherwise than it is; its policy allows no style of ours, the object model does. */
async function otherwise(page, { textSize = '', dir }, look) {
  const set = ([size, direction]) => {
    const { style, dir } = document.documentElement
    style.fontSize = size
    document.documentElement.dir = direction ?? dir
    return dir
  }
  const before = await page.evaluate(set, [textSize, dir])
  const found = await look(page)
  await page.evaluate(set, ['', before])
  return found
}

/**
 * Everything that is asked of a page.
 *
 * @param {import('playwright-core').Page} page in a window of `lookAt`
 * @returns {Promise<{wrong: string[], help: string}>}
 */
export async function everything(page) {
  const found = []
  const ask = async (how, looking) => found.push(...(await looking).map((line) => `${how}: ${line}`))
  await page.setViewportSize({ width: 1280, height: 800 })
  await ask('style', unstyled(page))
  await ask('axe', audit(page))
  await ask('dragging', dragged(page))
  await ask('entering', hardToEnter(page))
  const { order, wrong } = await help(page)
  await ask('help', Promise.resolve(wrong))
  await ask('focus at 1280', covered(page))
  await ask('on paper', onPaper(page))
  await page.setViewportSize({ width: 320, height: 568 })
  await ask('at 320', tooWide(page))
  await ask('by finger', tooSmall(page))
  await ask('focus at 320', covered(page))
  await ask('at twice the size', otherwise(page, { textSize: '200%' }, tooWide))
  await ask('from right to left', otherwise(page, { dir: 'rtl' }, tooWide))
  await ask('spaced', cutOff(page))
  return { wrong: found, help: order }
}

/** Bytes of a page and all that it loaded, each packed as a server may; a typeface is packed already. */
export const weigh = (html, loaded) => gzipSync(html).length + loaded.reduce((sum, { body, path }) => sum + (path.endsWith('.woff2') ? body.length : gzipSync(body).length), 0)

/**
 * Looks at each page, in as many windows at once as there are hands.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of the product
 * @param {{name: string, path: string, status: number, html: string, headers: Headers}[]} pages
 * @param {{hands?: number, look?: typeof everything, apart?: Record<string, string>}} [options] in how many
 *   windows, what is asked of a page, and which pages stand apart from the product, with the reason: they need no help and are not styled as it is
 * @returns {Promise<{wrong: string[], helps: Map<string, string[]>, heaviest: number}>}
 */
export async function lookAt(browser, url, pages, { hands = 2, look = everything, apart = {} } = {}) {
  const wrong = []
  const helps = new Map() // the ways to get help: on which pages they are so
  const kept = new Map() // what pages load, by its path
  let most = 0
  const queue = [...pages]
  const oneHand = async () => {
    const context = await browser.newContext({ baseURL: url, locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce' })
    await context.addInitScript(listensForDragging)
    const page = await context.newPage()
    let now
    let loaded
    const say = (line) => wrong.push(`${now?.name}: ${line}`)
    context.on('weberror', (error) => say(`script: ${error.error().message}`))
    context.on('console', (message) => {
      if (message.type() === 'error' && !/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) say(`console: ${message.text()}`)
    })
    await context.route('**/*', async (route) => {
      const asked = new URL(route.request().url())
      if (asked.origin !== url) {
        say(`asked elsewhere: ${asked}`)
        return route.abort()
      }
      if (route.request().resourceType() === 'document') {
        return route.fulfill({ status: now.status, headers: Object.fromEntries(now.headers), body: now.html })
      }
      const path = asked.pathname
      if (!kept.has(path)) kept.set(path, route.fetch().then(async (r) => ({ path, body: await r.body(), status: r.status(), headers: r.headers() })))
      const thing = await kept.get(path)
      loaded.push(thing)
      return route.fulfill({ status: thing.status, headers: thing.headers, body: thing.body })
    })
    for (let next; (next = queue.shift());) {
      now = next
      loaded = []
      await page.goto(url + now.path)
      const { wrong: found, help } = await look(page)
      found.filter((line) => !(apart[now.path] && /^(help|style): /.test(line))).forEach(say)
      if (!apart[now.path]) helps.set(help, [...(helps.get(help) ?? []), now.name])
      const bytes = weigh(now.html, loaded)
      most = Math.max(most, bytes)
      if (bytes > heaviest) say(`it weighs ${bytes} bytes`)
    }
    await context.close()
  }
  await Promise.all(Array.from({ length: hands }, oneHand))
  return { wrong, helps, heaviest: most }
}
