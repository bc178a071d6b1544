// Somebody at a browser: a window of its own, what is done in it, and what the
// browser complains of meanwhile.
import assert from 'node:assert/strict'

/**
 * Opens a window of its own: nothing is shared with any other, as with two
 * people at two computers. `complaints` fills with what must never happen: an
 * error in the console (a refusal by the content security policy is one), an
 * error of a script, a request to anywhere else, an answer of 500 and above.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{url: string}} waymark
 * @param {import('playwright-core').BrowserContextOptions & {width?: number}} [options]
 * @returns {Promise<{context: import('playwright-core').BrowserContext,
 *   page: import('playwright-core').Page, complaints: string[]}>}
 */
export async function visit(browser, { url }, { width = 1280, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width < 700 ? 800 : 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    ...options,
  })
  context.setDefaultTimeout(15_000)
  const complaints = []
  context.on('console', (message) => {
    // A refusal (404, 422) is a page of its own; the browser's remark on it says nothing more.
    const remark = /^Failed to load resource: the server responded with a status of 4\d\d/
    if (message.type() === 'error' && !remark.test(message.text())) {
      complaints.push(`console: ${message.text()}`)
    }
  })
  context.on('weberror', (error) => complaints.push(`script: ${error.error().message}`))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:')) {
      complaints.push(`asked elsewhere: ${request.url()}`)
    }
  })
  context.on('response', (response) => {
    if (response.status() >= 500) {
      complaints.push(`answered ${response.status()}: ${response.url()}`)
    }
  })
  return { context, page: await context.newPage(), complaints }
}

/** Signs in through the form at the door. */
export async function signIn(page, { login, password }) {
  await page.goto('/sign-in')
  await page.getByLabel('Email address or name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/today')
}

/** Opens somebody's page from Today, and gives its address. */
export async function openCase(page, name) {
  await page.goto('/today')
  await page.getByRole('link', { name, exact: true }).first().click()
  await heading(page, name)
  return new URL(page.url()).pathname
}

/** Waits until the page's first heading is this. */
export async function heading(page, words) {
  await page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor()
}

/** Fills in a new contact: only what must be answered, and a note. */
export async function fillContact(page, note) {
  await page.getByRole('group', { name: 'How were you in touch?' }).getByLabel('Phone call').check()
  await page.getByRole('group', { name: 'Did you reach them?' }).getByLabel('Yes').check()
  await page.getByRole('textbox', { name: /^What was said and done/ }).fill(note)
}

/** Records a contact about the person at `path`, and gives the id of its entry. */
export async function recordContact(page, path, note) {
  await page.goto(`${path}/contacts/new`)
  await fillContact(page, note)
  await page.getByRole('button', { name: 'Record this contact' }).click()
  return recorded(page)
}

/** Waits for the chronology that shows an entry just recorded, and gives the entry's id. */
export async function recorded(page) {
  await page.waitForURL('**/chronology#*')
  const id = new URL(page.url()).hash.slice(1)
  assert.equal(await page.locator(`li[id="${id}"]`).count(), 1, `the chronology shows entry ${id}`)
  return id
}
