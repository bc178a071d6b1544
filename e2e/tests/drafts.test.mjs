// What a worker types is never lost and never written twice: not by closing
// the page, not without a connection, not when the session ends, not by a
// second click, not by going back.
import assert from 'node:assert/strict'
import { after, before, beforeEach, afterEach, test } from 'node:test'
import { fillContact, heading, openCase, recorded, signIn, visit } from '../lib/visit.mjs'
import { launch, start } from '../lib/waymark.mjs'

// Long, with letters from several scripts, quotes, tabs, lines and an emoji.
const words = `She said: "I slept — for once." O'Brien & Sons <not a tag>\nTôi muốn gọi cho mẹ. ትግርኛ. العربية.\n\ttabbed; 100% +1 = 🙂\n${'and on, '.repeat(150)}the end.`

let waymark
let browser
let window
let page
let path
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})
beforeEach(async () => {
  window = await visit(browser, waymark)
  page = window.page
  await signIn(page, waymark.person('support worker'))
  path = await openCase(page, 'Tesfay')
})
afterEach(() => window.context.close())

const status = () => page.locator('[data-draft-status]')
const said = (words) => status().filter({ hasText: words }).waitFor({ timeout: 12_000 })
/** Waits until every word is on the server, and the page says so. */
async function kept() {
  await page.locator('form[data-draft-state="kept"]').waitFor()
  await said(/^Kept at /)
}
const note = (on = page) => on.getByRole('textbox', { name: /^What was said and done/ })
const press = (name) => page.getByRole('button', { name, exact: true }).click()

async function began() {
  await page.goto(`${path}/contacts/new`)
  await heading(page, 'Record a contact')
}

/** How many entries of the chronology hold these words. */
async function entriesWith(text) {
  const other = await window.context.newPage()
  await other.goto(`${path}/chronology`)
  const n = await other.locator('.wm-timeline > li', { hasText: text }).count()
  await other.close()
  return n
}

test('what is typed is saved within seconds, and is all there again after the page was closed', async () => {
  await began()
  await note().fill(words)
  await page.getByLabel('Phone call').check()
  const typed = performance.now()
  await said(/^Kept at \d\d:\d\d\.$/)
  assert.ok(performance.now() - typed < 6000, 'it took longer than six seconds')
  const address = page.url()
  await page.close()

  page = await window.context.newPage()
  await page.goto(path)
  await page.getByRole('link', { name: 'Go on with what you began' }).first().click()
  assert.equal(await note().inputValue(), words)
  assert.ok(await page.getByLabel('Phone call').isChecked())
  await page.goto(address)
  assert.equal(await note().inputValue(), words, 'and under the address it had')
})

test('whoever types without a pause is saved meanwhile', async () => {
  await began()
  await note().focus()
  const saves = page.waitForRequest((request) => request.url().includes('/drafts/'), { timeout: 15_000 })
  let saved = false
  saves.then(() => (saved = true))
  for (let i = 0; i < 60 && !saved; i++) {
    await note().pressSequentially(`word ${i} `, { delay: 30 })
  }
  assert.ok(saved, 'nothing was saved while somebody typed on')
})

test('what was typed last is saved although the page is closed at once', async () => {
  path = await openCase(page, 'Osas') // about whom nothing was begun yet
  await began()
  await note().fill('Said in the doorway, typed in the lift.')
  await page.goto('/today') // leaves at once, long before a pause would have saved
  // The words are on their way while the next page is: look until they are there.
  const goOn = page.getByRole('link', { name: 'Go on with what you began' }).first()
  for (const until = performance.now() + 5000; performance.now() < until; ) {
    await page.goto(path)
    if ((await goOn.count()) > 0) break
  }
  await goOn.click()
  assert.equal(await note().inputValue(), 'Said in the doorway, typed in the lift.')
})

test('without a connection it says so, sends nothing away, and saves when there is one again', async () => {
  await began()
  await window.context.setOffline(true)
  await fillContact(page, 'Written in the cellar of the court.')
  await said('Not kept: no connection. It stays here, and is sent when the connection is back.')
  await press('Record this contact')
  await said('Not sent: no connection. It stays here.')
  assert.equal(await note().inputValue(), 'Written in the cellar of the court.')
  await window.context.setOffline(false)
  await kept()
  await press('Record this contact')
  await recorded(page)
  assert.equal(await entriesWith('Written in the cellar of the court.'), 1)
})

/** Signs in at the page that says so again, after a slip, and comes back to the form. */
async function backThroughTheDoor() {
  await heading(page, 'Sign in again')
  await page.getByText('Nothing you typed is lost.').waitFor()
  const { login, password } = waymark.person('support worker')
  await page.getByLabel('Email address or name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill('a slip')
  await press('Sign in')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press('Sign in')
  await heading(page, 'Record a contact')
}

test('when the session ends in another tab nothing is lost, and signing in again goes on', async () => {
  await began()
  await fillContact(page, 'Begun before.')
  await kept()
  const other = await window.context.newPage()
  await other.goto('/today')
  await other.getByRole('button', { name: 'Sign out' }).click()
  await heading(other, 'Sign in')
  await other.close()
  await note().fill('Begun before, and ended after.')
  await said(/^Kept at .* You have been signed out/)
  await press('Record this contact')
  await backThroughTheDoor()
  assert.equal(await note().inputValue(), 'Begun before, and ended after.')
  await press('Record this contact')
  await recorded(page)
  assert.equal(await entriesWith('Begun before, and ended after.'), 1)
})

test('a form that was sent without a session goes on after signing in', async () => {
  await began()
  await fillContact(page, words)
  await kept()
  await window.context.clearCookies()
  await press('Record this contact') // every word is on the server: it goes at once
  await backThroughTheDoor()
  assert.equal(await note().inputValue(), words)
  await press('Record this contact')
  const id = await recorded(page)
  const shown = await page.locator(`li[id="${id}"] dd`).last().textContent()
  assert.equal(shown.trim(), words)
})

test('a second click records nothing twice', async () => {
  await began()
  await fillContact(page, 'Clicked twice.')
  await page.getByRole('button', { name: 'Record this contact' }).dblclick()
  await recorded(page)
  assert.equal(await entriesWith('Clicked twice.'), 1)
})

test('two tabs that send the same form record it once', async () => {
  await began()
  await fillContact(page, 'Open twice.')
  await kept()
  const twin = await window.context.newPage()
  await twin.goto(page.url())
  assert.equal(await note(twin).inputValue(), 'Open twice.')
  await Promise.all([press('Record this contact'), twin.getByRole('button', { name: 'Record this contact' }).click()])
  await Promise.all([recorded(page), recorded(twin)])
  await twin.close()
  assert.equal(await entriesWith('Open twice.'), 1)
})

test('going back shows the form; sent again it is one entry, and changed it shows both texts', async () => {
  await began()
  await fillContact(page, 'Sent, and sent again.')
  await press('Record this contact')
  const id = await recorded(page)

  await page.goBack()
  await heading(page, 'Record a contact')
  assert.equal(await note().inputValue(), 'Sent, and sent again.')
  await page.getByText('You have recorded this.').waitFor()
  await press('Record this contact')
  assert.equal(await recorded(page), id)
  assert.equal(await entriesWith('Sent, and sent again.'), 1)

  await page.goBack()
  await heading(page, 'Record a contact')
  await note().fill('Sent, and then changed.')
  await press('Record this contact')
  await heading(page, 'This was recorded already')
  assert.match(await page.getByRole('region', { name: 'What was recorded' }).innerText(), /Sent, and sent again\./)
  assert.match(await page.getByRole('region', { name: 'What you typed now' }).innerText(), /Sent, and then changed\./)
  assert.equal(await entriesWith('Sent, and then changed.'), 0)

  await press('Put the record right with these words')
  await heading(page, 'Put an entry right')
  assert.equal(await note().inputValue(), 'Sent, and then changed.')
  await page.getByLabel('Why was it wrong?').fill('I wrote it in haste.')
  await press('Record the correction')
  await recorded(page)
  assert.match(await page.locator(`li[id="${id}"]`).innerText(), /Sent, and sent again\.[\s\S]*Sent, and then changed\.[\s\S]*I wrote it in haste\./)
})

// Each of these relies on counting entries: two that were meant are two.
test('two contacts with the same words, written twice on purpose, are two', async () => {
  for (let i = 0; i < 2; i++) {
    await began()
    await fillContact(page, 'The same words twice, and meant.')
    await press('Record this contact')
    await recorded(page)
  }
  assert.equal(await entriesWith('The same words twice, and meant.'), 2)
})
