// Before one is signed out one is warned, and can stay; whoever does not is told.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { heading, openCase, signIn, visit } from '../lib/visit.mjs'
import { audit, launch, start } from '../lib/waymark.mjs'

let waymark
let browser
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

for (const width of [1280, 320]) {
  test(`the end of a session is said before, and one can stay, at ${width} wide`, async () => {
    const { context, page, complaints } = await visit(browser, waymark, { width })
    await signIn(page, waymark.person('support worker'))
    const linh = await openCase(page, 'Linh')
    await page.clock.install()
    await page.goto(`${linh}/contacts/new`)
    await heading(page, 'Record a contact')
    const alert = page.locator('.wm-idle')
    await page.clock.runFor('50:00')
    assert.equal(await alert.count(), 0)
    await page.clock.runFor('05:00')
    await alert.getByText(/^You will be signed out at about \d\d:\d\d/).waitFor()
    assert.deepEqual(await audit(page), [])
    const asked = page.waitForResponse((response) => response.url().endsWith('/stay'))
    await alert.getByRole('button', { name: 'Stay signed in' }).press('Enter')
    assert.equal((await asked).status(), 204)
    await alert.getByText('You stay signed in.').waitFor()
    await page.clock.runFor('00:05')
    assert.equal(await alert.count(), 0)
    await page.clock.runFor('59:00')
    await alert.getByText(/^You will be signed out/).waitFor()
    await page.clock.runFor('02:00')
    await alert.getByText(/^You have been signed out/).waitFor()
    assert.equal(await alert.getByRole('button').count(), 0)
    assert.deepEqual(complaints, [])
    await context.close()
  })
}
