// Not a word is lost: the network is cut, the form stands open twice, one goes
// back, the session ends, the text is long. In every form there is.
import assert from 'node:assert/strict'
import { after, before, beforeEach, afterEach, test } from 'node:test'
import { fillContact, heading, openCase, recorded, signIn, visit } from '../lib/visit.mjs'
import { audit, launch, start } from '../lib/waymark.mjs'

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

const note = (on = page) => on.getByRole('textbox', { name: /^What was said and done/ })
const status = (on = page) => on.locator('form[data-draft-url] [data-draft-status]').first()
const press = (name, on = page) => on.getByRole('button', { name, exact: true }).click()

/** Waits until every word of a form is on the server, and its page says so. */
async function kept(on = page) {
  await on.locator('form[data-draft-state="kept"]').first().waitFor()
  await status(on).filter({ hasText: /^Kept at \d\d:\d\d\./ }).waitFor()
}

/** Waits until the page of a form says something. */
const says = (words, on = page) => status(on).filter({ hasText: words }).waitFor()

async function began(on = page) {
  await on.goto(`${path}/contacts/new`)
  await heading(on, 'Record a contact')
}

/** How many entries of the chronology hold these words. */
async function entriesWith(text) {
  const other = await window.context.newPage()
  await other.goto(`${path}/chronology`)
  const n = await other.locator('.wm-timeline > li', { hasText: text }).count()
  await other.close()
  return n
}

test('while the network is cut for a minute one types on, and all of it is saved when it is back', async () => {
  await page.clock.install()
  await began()
  await window.context.setOffline(true)
  let typed = ''
  for (let second = 0; second < 60; second += 10) {
    typed += `At second ${second} she said so. `
    await note().pressSequentially(`At second ${second} she said so. `)
    await page.clock.runFor('00:10')
  }
  await says('Not kept: no connection. It stays here, and is sent when the connection is back.')
  assert.equal(await note().inputValue(), typed)
  await press('Record this contact')
  await says('Not sent: no connection. It stays here.')
  await heading(page, 'Record a contact')
  assert.equal(await note().inputValue(), typed)
  await window.context.setOffline(false) // the browser says so to the page by itself
  await kept()
  const address = page.url()
  const other = await window.context.newPage()
  await other.goto(address)
  assert.equal(await note(other).inputValue(), typed)
  await other.close()
})

test('a page that closes with words that cannot be sent asks first', async () => {
  await began()
  await note().fill('Kept.')
  await kept()
  let asked = 0
  page.on('dialog', (dialog) => { asked++; dialog.dismiss() })
  await window.context.setOffline(true)
  await note().pressSequentially(' And not.')
  await says('Not kept: no connection.')
  await page.close({ runBeforeUnload: true })
  await page.waitForEvent('dialog', { timeout: 5000 }).catch(() => {})
  assert.equal(asked, 1)
  assert.equal(await note().inputValue(), 'Kept. And not.')
  await window.context.setOffline(false)
  await kept()
  await page.close({ runBeforeUnload: true }) // the control: what is kept lets one go
  if (!page.isClosed()) await page.waitForEvent('close')
  assert.equal(asked, 1)
})

test('a form open in two tabs: neither overwrites the other, and both say so', async () => {
  await began()
  await note().fill('Typed before it was opened twice.')
  await kept()
  const twin = await window.context.newPage()
  await twin.goto(page.url())
  assert.equal(await twin.locator('.wm-twice').count(), 0, 'the same words are no two')
  await note().fill('Typed in the first tab.')
  await kept()
  await note(twin).fill('Typed in the second tab.')
  await kept(twin)
  const told = twin.locator('.wm-twice')
  await told.getByRole('status').filter({ hasText: 'Nothing you typed is lost: both are kept.' }).waitFor()
  assert.match(await told.innerText(), /What was said and done[\s\S]*Typed in the first tab\./)
  assert.deepEqual(await audit(twin), [])
  assert.equal(await twin.evaluate(() => document.activeElement?.name), 'note', 'what is said takes no focus')

  // Loaded again the page says it too, and the first tab goes on undisturbed.
  await twin.reload()
  await twin.getByText('You have this form open twice').waitFor()
  assert.equal(await note(twin).inputValue(), 'Typed in the second tab.')
  assert.match(await twin.getByRole('region', { name: 'What stands in the other one' }).innerText(), /Typed in the first tab\./)
  assert.deepEqual(await audit(twin), [])
  await note().fill('Typed on in the first tab.')
  await kept()
  assert.equal(await page.locator('.wm-twice').count(), 0)

  await twin.goto('/drafts')
  await heading(twin, 'What you began')
  assert.deepEqual(await audit(twin), [])
  for (const words of ['Typed in the second tab.', 'Typed on in the first tab.']) {
    const links = await twin.getByRole('main').getByRole('link', { name: 'A contact' }).evaluateAll((all) => all.map((a) => a.href))
    const there = []
    for (const link of links) {
      await twin.goto(link)
      there.push(await note(twin).inputValue())
    }
    assert.ok(there.includes(words), `${words} is not among ${there.join(', ')}`)
    await twin.goto('/drafts')
  }
  await twin.close()
})

test('back, by the browser and from another page: the typed text is there', async () => {
  await began()
  await note().fill('Typed, and then went to look something up.')
  await page.getByRole('link', { name: 'Today', exact: true }).first().click()
  await heading(page, 'Today')
  await page.goBack()
  await heading(page, 'Record a contact')
  assert.equal(await note().inputValue(), 'Typed, and then went to look something up.')
  await note().fill('Typed, and refused.')
  await press('Record this contact')
  await page.getByRole('alert').waitFor()
  assert.equal(await note().inputValue(), 'Typed, and refused.')
  await page.goBack()
  await heading(page, 'Record a contact')
  assert.equal(await note().inputValue(), 'Typed, and refused.')
})

test('the answer is lost on the way: sent again it is one entry', async () => {
  await began()
  await fillContact(page, 'Recorded, and nobody heard of it.')
  await kept()
  const address = page.url()
  const sends = (request) => request.method() === 'POST' && request.url().endsWith('/contacts/new')
  await page.route((url) => url.pathname.endsWith('/contacts/new'), async (route) => {
    if (!sends(route.request())) return route.continue()
    const headers = { ...(await route.request().allHeaders()), 'sec-fetch-site': 'same-origin' }
    const answer = await route.fetch({ headers, maxRedirects: 0 }) // it is recorded ...
    assert.equal(answer.status(), 303)
    await route.abort('connectionreset') // ... and the answer does not come
  })
  const lost = page.waitForEvent('requestfailed', sends)
  await press('Record this contact')
  await lost
  await page.unrouteAll({ behavior: 'wait' })
  assert.equal(await entriesWith('Recorded, and nobody heard of it.'), 1)
  await page.goto(address) // as by going back
  await page.getByText('You have recorded this.').waitFor()
  assert.equal(await note().inputValue(), 'Recorded, and nobody heard of it.')
  await press('Record this contact')
  await recorded(page)
  assert.equal(await entriesWith('Recorded, and nobody heard of it.'), 1)
})

/** Where the cursor stands: the field and how far in. */
const cursor = () => page.evaluate(() => ({ field: document.activeElement?.name ?? '', at: document.activeElement?.selectionStart ?? null }))

test('signed out while typing: sign in, and the same form has the same text and the cursor where it was', async () => {
  await page.clock.install()
  await began()
  await note().fill('She came late and left early.')
  await kept()
  await page.clock.runFor('54:30')
  await page.locator('.wm-idle').getByText(/^You will be signed out at about/).waitFor()
  const other = await window.context.newPage() // time does not pass on the server: the session is ended there
  await other.goto('/people')
  await other.getByRole('button', { name: 'Sign out' }).click()
  await heading(other, 'Sign in')
  await other.close()
  await page.clock.runFor('01:10:00')
  const ended = page.locator('.wm-idle')
  await ended.getByText(/^You have been signed out\. Nothing you typed is lost/).waitFor()
  assert.deepEqual(await audit(page), [])
  await note().focus()
  await note().evaluate((field) => field.setSelectionRange(14, 14))
  await page.keyboard.type('again ')
  assert.deepEqual(await cursor(), { field: 'note', at: 20 })
  await page.clock.runFor('00:02')
  await says(/^Kept at .* You have been signed out/)
  await ended.getByRole('link', { name: 'Sign in again' }).click()
  await heading(page, 'Sign in')
  assert.doesNotMatch(await page.content(), /She came late/)
  const { login, password } = waymark.person('support worker')
  await page.getByLabel('Email address or name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press('Sign in')
  await heading(page, 'Record a contact')
  assert.equal(await note().inputValue(), 'She came late again and left early.')
  assert.deepEqual(await cursor(), { field: 'note', at: 20 })
})

test('somebody else signs in at the same browser: they see nothing of it, and the first finds it', async () => {
  await began()
  await note().fill('Said in confidence on the stairs.')
  await kept()
  await window.context.clearCookies({ name: 'waymark-plain' })
  await note().fill('Said in confidence on the stairs, and more.')
  await press('Record this contact')
  await heading(page, 'Sign in again')
  assert.doesNotMatch(await page.content(), /confidence/)
  const as = async (role, to) => {
    const { login, password } = waymark.person(role)
    await page.getByLabel('Email address or name').fill(login)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await press('Sign in')
    await page.waitForURL(to)
  }
  await as('manager', '**/today')
  await page.goto('/drafts')
  await heading(page, 'What you began')
  assert.doesNotMatch(await page.content(), /confidence/)
  await page.goto(`${path}/contacts/new`)
  await heading(page, 'Record a contact')
  assert.doesNotMatch(await note().inputValue(), /confidence/)
  await page.goto('/people')
  await press('Sign out')
  await heading(page, 'Sign in')
  await as('support worker', '**/today')
  await page.getByRole('link', { name: 'What you began' }).click()
  await page.getByRole('main').getByRole('link', { name: 'A contact' }).first().click()
  assert.equal(await note().inputValue(), 'Said in confidence on the stairs, and more.')
})

// 15,000 characters as the server counts them: an emoji is one, and so is a line's end.
const scripts = { Arabic: 'وصلت ليلاً ولم تتكلم.\n', Tigrinya: 'ኣብ ለይቲ ኣትያ፣ ኣይተዛረበትን።\n', emoji: '🙂🇪🇷 and words\n' }
for (const [name, piece] of Object.entries(scripts)) {
  test(`15,000 characters of ${name} are counted as the server does, kept and recorded`, async () => {
    const all = [...piece.repeat(2000)].slice(0, 14_999).join('') + '.'
    await began()
    await fillContact(page, all + '…')
    const count = page.locator('.govuk-character-count__status').filter({ hasText: /too many/ })
    await count.first().waitFor()
    assert.match(await count.first().innerText(), /1 character too many/)
    await press('Record this contact')
    await page.getByRole('alert').waitFor()
    assert.equal(await note().inputValue(), all + '…', 'refused, it has every character')
    await note().fill(all)
    await page.locator('.govuk-character-count__status').filter({ hasText: /0 characters remaining/ }).first().waitFor()
    await kept()
    const other = await window.context.newPage()
    const id = await page.locator('form[data-draft-url] input[name="draft"]').inputValue()
    await other.goto(`${path}/contacts/new?draft=${id}`)
    assert.equal(await note(other).inputValue(), all)
    await other.close()
    await press('Record this contact')
    await recorded(page)
  })
}

test('the forms that kept nothing before: sharing, workers, putting right, conflicts, somebody new', async () => {
  const tom = await visit(browser, waymark)
  await signIn(tom.page, waymark.person('manager'))
  const linh = await openCase(tom.page, 'Linh')
  const on = tom.page
  await on.goto(`${linh}/chronology`)
  const right = await on.getByRole('link', { name: /^Put this right/ }).first().getAttribute('href')
  for (const [at, field] of [
    [`${linh}/sharing/new`, /^What for/], [`${linh}/workers`, /^Until when/], [right, /^Why was it wrong/],
    [`${linh}/conflicts`, /^What the conflict is/], [`${linh}/few`, /^Why may only few/], ['/people/new', /^How did you meet/], ['/team/houses/new', /^What do staff call it/], ['/emergency', /^What is happening/],
  ]) {
    await on.goto(at)
    const words = `Half a sentence for ${new URL(on.url()).pathname.split('/').pop()}`
    const box = on.getByRole('textbox', { name: field }).first()
    if (!(await box.isVisible())) await on.getByText('Add what was left open').click()
    await box.fill(words)
    await kept(on)
    await on.goto('/today')
    await on.goBack()
    assert.equal(await on.getByRole('textbox', { name: field }).first().inputValue(), words, at)
  }
  await on.getByRole('link', { name: 'What you began' }).click()
  await heading(on, 'What you began')
  const listed = on.getByRole('main').getByRole('listitem')
  assert.equal(await listed.count(), 8)
  await listed.first().getByText('Throw it away').first().click()
  await listed.first().getByRole('button', { name: /^Throw it away/ }).click()
  await on.waitForURL('**/drafts')
  await assert.doesNotReject(on.waitForFunction(() => document.querySelectorAll('main li').length === 7))
  assert.deepEqual(await audit(on), [])
  assert.deepEqual(tom.complaints, [])
  await tom.context.close()
})

test('nothing of what is typed is written into the stores of the browser', async () => {
  await began()
  await note().fill('A canary that must not be left behind.')
  await kept()
  const stored = () => page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(), history.state, document.cookie]))
  assert.doesNotMatch(await stored(), /canary/)
  await page.evaluate(() => sessionStorage.setItem('control', 'A canary that is found'))
  assert.match(await stored(), /canary/)
})
