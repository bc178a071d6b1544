// The browser the tests drive: the machine's own Chromium. Playwright's own
// download is not used, so that the tests run where only packages can be had.
import { accessSync, constants } from 'node:fs'
import { chromium } from 'playwright-core'

// scripts/setup.sh looks in the same places, in the same order.
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

// Without these the browser looks for its maker's servers at every start.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The browser's path: the variable CHROMIUM, or the first usual place that
 * has one. A machine without a browser stops the tests; they never skip.
 */
export function findBrowser(candidates = [process.env.CHROMIUM, ...places]) {
  for (const path of candidates.filter(Boolean)) {
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not there, or not a program: the next one may be.
    }
  }
  throw new Error(
    `There is no Chromium at ${places.join(', ')}. Run \`make setup\`, or name one in the variable CHROMIUM.`,
  )
}

/**
 * Starts the browser. Close it when done; make pages with
 * `(await browser.newContext()).newPage()`, which axe needs.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launch() {
  return chromium.launch({ executablePath: findBrowser(), args: flags, headless: true })
}
