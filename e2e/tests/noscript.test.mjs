// Everything works where scripts do not run: a locked-down browser, an old
// phone, a file that did not come through.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fillContact, heading, openCase, recorded, signIn, visit } from '../lib/visit.mjs'
import { walk } from '../lib/walk.mjs'
import { launch, start } from '../lib/waymark.mjs'

const options = { width: 390, javaScriptEnabled: false }

let waymark
let browser
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

test('every page and state is reached without script', async () => {
  const bare = []
  let reached = 0
  const complaints = await walk(browser, waymark, { ...options, forms: 1 }, async (name, page) => {
    reached++
    const enabled = await page.locator('body.js-enabled').count()
    const heads = await page.getByRole('heading', { level: 1 }).count()
    if (enabled > 0 || heads !== 1) {
      bare.push(`${name}: ${enabled} scripts ran, ${heads} headings`)
    }
  })
  assert.deepEqual(bare, [])
  assert.ok(reached > 30, `${reached} were reached`)
  assert.deepEqual(complaints, [])
})

test('kept for later, gone on with, and kept closed, without script', async () => {
  const { context, page } = await visit(browser, waymark, options)
  await signIn(page, waymark.person('support worker'))
  const path = await openCase(page, 'Mirela')
  await page.goto(`${path}/contacts/new`)
  await fillContact(page, 'She wrote that a solicitor was found.')
  await page.getByText('Should fewer people read this?').first().click()
  await page.getByLabel('Police and courts').first().check()
  await page.getByRole('button', { name: 'Keep for later' }).click()
  await heading(page, 'Mirela')
  await page.getByRole('link', { name: 'Go on with what you began' }).first().click()
  assert.equal(await page.getByRole('textbox', { name: /^What was said and done/ }).inputValue(), 'She wrote that a solicitor was found.')
  assert.ok(await page.getByLabel('Phone call').isChecked())
  assert.ok(await page.getByLabel('Police and courts').first().isVisible(), 'what was opened and ticked stands open')
  assert.ok(await page.getByLabel('Police and courts').first().isChecked())
  await page.getByRole('button', { name: 'Record this contact' }).click()
  await recorded(page)
  await page.goto(path)
  assert.equal(await page.getByRole('link', { name: 'Go on with what you began' }).count(), 0, 'what was recorded is no draft any more')
  await context.close()
})
