// What people come for, walked in every way in which somebody may have to walk.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { askedAgain, Hands, ways } from '../lib/hands.mjs'
import { journeys } from '../lib/journeys.mjs'
import { visit } from '../lib/visit.mjs'
import { launch, start } from '../lib/waymark.mjs'

let waymark
let browser
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

let once = 0
for (const [journey, walk] of Object.entries(journeys)) {
  for (const way of Object.keys(ways)) {
    test(`${journey}, ${way}`, async () => {
      const hands = await Hands.open(browser, waymark, way)
      await walk(hands, { waymark, browser, way, once: ++once })
      assert.deepEqual(hands.wrong, [])
      assert.deepEqual(hands.complaints, [])
      await hands.context.close()
    })
  }
}

// That the ways are what they say they are, and that what they look for can be found.
test('each way is walked as it says', async () => {
  const large = await Hands.open(browser, waymark, 'at 200% text, spaced')
  await large.page.goto('/sign-in')
  assert.equal(await large.page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '32px')
  assert.match(await large.page.evaluate(() => getComputedStyle(document.querySelector('h1')).letterSpacing), /^[5-9]\.|^1\d\./)
  await large.page.evaluate(() => { document.querySelector('main').style.width = '3000px' })
  await large.look('the door')
  assert.match(large.wrong.join('\n'), /the door: the page is \d+ wide/)
  const turned = await Hands.open(browser, waymark, 'from right to left')
  await turned.page.goto('/sign-in')
  await turned.look('the door')
  assert.deepEqual(turned.wrong, [])
  await turned.page.evaluate(() => { document.documentElement.dir = 'ltr' })
  await turned.look('the door')
  assert.match(turned.wrong.join('\n'), /does not run from right to left/)
  const bare = await Hands.open(browser, waymark, 'without JavaScript')
  await bare.page.goto('/sign-in')
  assert.equal(await bare.page.locator('body.js-enabled').count(), 0)
  const keys = await Hands.open(browser, waymark, 'by keyboard alone')
  await keys.page.goto('/sign-in')
  await keys.page.evaluate(() => { document.querySelector('main a').tabIndex = -1 })
  await assert.rejects(keys.press(keys.page.locator('main a').first()), /did not lead there/)
})

test('3.3.7: what was asked before, and stands empty, is found', async () => {
  const { context, page } = await visit(browser, waymark)
  await page.goto('/sign-in')
  const typed = new Map([['Email address or name', 'nadia']])
  assert.deepEqual(await askedAgain(page, typed), [], 'the browser fills it in')
  await page.getByLabel('Email address or name').evaluate((field) => field.removeAttribute('autocomplete'))
  assert.deepEqual(await askedAgain(page, typed), ['asked again, and empty: Email address or name'])
  await page.getByLabel('Email address or name').fill('nadia')
  assert.deepEqual(await askedAgain(page, typed), [])
  await context.close()
})

test('3.3.8: the door takes what is pasted', async () => {
  const { context, page } = await visit(browser, waymark, { permissions: ['clipboard-read', 'clipboard-write'] })
  const { login, password } = waymark.person('support worker')
  await page.goto('/sign-in')
  for (const [label, text] of [['Email address or name', login], ['Password', password]]) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text)
    await page.getByLabel(label, { exact: true }).focus()
    await page.keyboard.press('Control+V')
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), text)
  }
  await page.keyboard.press('Enter')
  await page.waitForURL('**/today')
  await context.close()
})
