// Ways of walking: with a pointer, by keyboard alone, without scripts, with large and
// spaced letters, from right to left. Whoever walks says what they do; the hands do it in
// their way, look at each page they come to, and remember what was typed.
import { focus, tooSmall, tooWide } from './measure.mjs'
import { visit } from './visit.mjs'
import { covered, cutOff } from './wcag22.mjs'

/** The ways, and how a window must be for each. */
export const ways = {
  'at 320 px': { width: 320 },
  'by keyboard alone': { width: 1280, keys: true },
  'without JavaScript': { width: 390, javaScriptEnabled: false },
  'at 200% text, spaced': { width: 1280, root: { fontSize: '200%' }, spaced: true },
  'from right to left': { width: 390, root: { dir: 'rtl' } },
}

const mostSteps = 250

export class Hands {
  wrong = []
  #typed = new Map() // what was typed, by what was asked
  #way

  /** @param {import('playwright-core').Page} [page] where only keys are pressed */
  constructor(page) { this.page = page }

  static async open(browser, waymark, name) {
    const hands = new Hands()
    const { keys, root, spaced, ...window } = ways[name]
    Object.assign(hands, await visit(browser, waymark, window))
    hands.#way = { keys, spaced, scripts: window.javaScriptEnabled !== false, rtl: root?.dir === 'rtl' }
    if (root || spaced) await hands.context.addInitScript(changed, { root, spaced })
    return hands
  }

  /** Somebody who signs in at another computer, in the same way. */
  async alongside(browser, waymark, name) {
    const other = await Hands.open(browser, waymark, name)
    other.wrong = this.wrong
    return other
  }

  /** Comes to a page: waits for its heading, and looks at it. */
  async see(words) {
    await this.page.getByRole('heading', { level: 1, name: words, exact: typeof words === 'string' }).waitFor()
    await this.look(typeof words === 'string' ? words : String(words))
  }

  async look(where) {
    const say = (lines) => this.wrong.push(...lines.map((line) => `${where}: ${line}`))
    if (!this.#way.scripts) {
      if (await this.page.locator('body.js-enabled').count()) say(['a script ran'])
      return
    }
    say(await tooWide(this.page))
    say(await tooSmall(this.page))
    say(await askedAgain(this.page, this.#typed))
    if (this.#way.spaced) say(await cutOff(this.page))
    if (this.#way.rtl && (await this.page.evaluate(() => getComputedStyle(document.querySelector('main')).direction)) !== 'rtl') say(['the page does not run from right to left'])
    if (this.#way.keys) say(await covered(this.page))
  }

  async type(target, text) {
    const asked = await target.evaluate((e) => e.labels?.[0]?.textContent.trim() ?? '')
    if ((await target.getAttribute('type')) !== 'password') this.#typed.set(asked, text)
    if (!this.#way.keys) return target.fill(text)
    await this.tabTo(target)
    await this.page.keyboard.press('Control+A')
    await this.page.keyboard.type(text)
  }

  async press(target, key = 'Enter') {
    if (!this.#way.keys) return target.click()
    await this.tabTo(target)
    await this.page.keyboard.press(key)
  }

  /** Ticks a box, or takes one of several answers. */
  async choose(target) {
    if (!this.#way.keys) return target.check()
    if ((await target.getAttribute('type')) === 'checkbox') {
      await this.tabTo(target)
      return this.page.keyboard.press(' ')
    }
    // Tab comes to the answer that was taken, or to the first; arrows lead on.
    await this.tabTo(target, { group: true })
    if (!(await this.page.evaluate(() => document.activeElement.checked))) await this.page.keyboard.press(' ')
    for (let step = 0; step < 30 && !(await target.isChecked()); step++) await this.page.keyboard.press('ArrowDown')
    if (!(await target.isChecked())) throw new Error('the arrows do not lead to this answer')
  }

  async select(target, words) {
    if (!this.#way.keys) return target.selectOption({ label: words })
    await this.tabTo(target)
    await this.page.keyboard.type(words.slice(0, 12))
  }

  /** Presses Tab until something has the focus, and looks at every stop on the way. */
  async tabTo(target, { key = 'Tab', group = false } = {}) {
    const there = () => target.evaluate((e, group) => {
      const on = document.activeElement
      return e === on || (group && on?.name === e.name && on.type === 'radio' && on.form === e.form)
    }, group)
    const stops = []
    for (let step = 0; step < mostSteps; step++) {
      await this.page.keyboard.press(key)
      const { on, wrong } = await focus(this.page)
      if (on === 'nothing' && !stops.includes('nothing')) {
        stops.push(on) // once round: the focus left the page at its end, and comes back at the top
        continue
      }
      if (wrong.length > 0) this.wrong.push(...wrong.map((line) => `${line}, after ${stops.slice(-2).join(', ')}`))
      stops.push(on)
      if (await there()) return stops
    }
    throw new Error(`${mostSteps} times ${key} did not lead there; on the way: ${stops.join(', ')}`)
  }

  // What one sees, by role and name.
  link(name) { return this.page.getByRole('link', { name, exact: typeof name === 'string' }).first() }
  button(name) { return this.page.getByRole('button', { name, exact: typeof name === 'string' }).first() }
  field(name) { return this.page.getByLabel(name).first() }
  answer(group, name) { return this.page.getByRole('group', { name: group }).getByLabel(name, { exact: true }) }
}

/** Runs in the browser before each page. */
function changed({ root, spaced }) {
  addEventListener('DOMContentLoaded', () => {
    if (root?.fontSize) document.documentElement.style.fontSize = root.fontSize
    if (root?.dir) document.documentElement.dir = root.dir
    if (!spaced) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }')
    document.adoptedStyleSheets = [sheet]
  })
}

/**
 * 3.3.7: what was asked once on a journey is not asked again with an empty field. What
 * may be different each time, such as a reason or what was said, is asked in other words
 * or stands in an entry of its own; what the browser fills in by itself is no trouble.
 *
 * @param {Map<string, string>} typed what was typed, by what was asked
 */
export function askedAgain(page, typed) {
  return page.evaluate((asked) => {
    const blank = [...document.querySelectorAll('main input:not([type=hidden], [type=radio], [type=checkbox], [type=submit], [type=password], [autocomplete=username]), main textarea')].filter((f) => f.value === '' && f.checkVisibility())
    return blank.map((f) => f.labels?.[0]?.textContent.trim() ?? '').filter((label) => asked.includes(label)).map((label) => `asked again, and empty: ${label}`)
  }, [...typed.keys()])
}
