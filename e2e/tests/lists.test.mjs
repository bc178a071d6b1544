// Today, People and the chronology as lists: what they are narrowed to survives Back, the
// count is of the rows, they are worked by keyboard and without a script, and on a phone
// what is most urgent comes first.
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

const rows = (page) => page.getByRole('table').getByRole('rowheader')
const show = (page) => page.getByRole('button', { name: 'Show', exact: true }).click()

/** How many people the page says that there are. */
async function said(page) {
  return Number((await page.locator('.wm-lead').innerText()).match(/^\d+/)[0])
}

/** Fails if a page is wider than its window. */
async function fitting(page) {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'nothing runs past the side')
}

for (const options of [{ width: 1366 }, { width: 390 }, { width: 320, javaScriptEnabled: false }]) {
  test(`People is narrowed, and Back gives it again: ${JSON.stringify(options)}`, async () => {
    const { context, page, complaints } = await visit(browser, waymark, options)
    await signIn(page, waymark.person('manager'))
    await page.goto('/people')
    const everybody = await said(page)
    assert.equal(await rows(page).count(), Math.min(everybody, 25), 'the count is of the rows')
    await page.getByLabel('Where they are supported').selectOption('Safehouse')
    await show(page)
    await page.waitForURL('**/people?*setting=safehouse*')
    const some = await said(page)
    assert.ok(some > 0 && some < everybody, `${some} of ${everybody} are in a safehouse`)
    assert.equal(await rows(page).count(), some)
    if (options.javaScriptEnabled !== false) assert.deepEqual(await audit(page), [])
    await fitting(page)
    await rows(page).first().getByRole('link').click()
    await page.waitForURL('**/cases/*')
    await page.goBack()
    assert.equal(await said(page), some)
    assert.equal(await page.getByLabel('Where they are supported').inputValue(), 'safehouse')
    await page.getByRole('link', { name: 'Take away: Safehouse' }).click()
    assert.equal(await said(page), everybody)
    await page.getByLabel('Who walks beside them').selectOption('Nobody yet')
    await page.getByLabel('Order').selectOption('By name')
    await show(page)
    await rows(page).first().waitFor()
    const names = await rows(page).allInnerTexts()
    assert.equal(await said(page), names.length, 'nobody without a worker is hidden')
    await page.getByLabel('Where they are supported').selectOption('Outreach, in asylum accommodation')
    await page.getByLabel('Late', { exact: true }).selectOption('Late in our hands')
    await show(page)
    if ((await rows(page).count()) === 0) {
      await page.getByText('Nobody you can see is like this.').waitFor()
      await page.getByRole('link', { name: 'Show everybody' }).first().click()
      assert.equal(await said(page), everybody)
    }
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test(`the chronology is narrowed and turned round: ${JSON.stringify(options)}`, async () => {
    const { context, page, complaints } = await visit(browser, waymark, options)
    await signIn(page, waymark.person('support worker'))
    const park = await openCase(page, 'The man from the park')
    await page.goto(`${park}/chronology`)
    const items = page.locator('.wm-timeline > li')
    const all = await items.count()
    await page.getByLabel('Show').selectOption({ index: 1 })
    await page.getByLabel('From').fill('2021')
    await page.getByLabel('Until').fill('whenever')
    await show(page)
    await page.getByRole('alert').waitFor()
    assert.match(await page.title(), /^Error: /)
    assert.equal(await page.getByLabel('Until').inputValue(), 'whenever', 'what was typed stands')
    if (options.javaScriptEnabled !== false) assert.deepEqual(await audit(page), [])
    await page.goto(`${park}/chronology`)
    const newest = await items.first().getAttribute('id')
    await page.getByLabel('From').fill('March 2020')
    await page.getByLabel('Until').fill('31 December 2020')
    await page.getByLabel('Order').selectOption('Oldest first')
    await show(page)
    const some = await items.count()
    assert.ok(some > 0 && some < all, `${some} of ${all} entries are of 2020`)
    await page.getByRole('heading', { name: `Chronology: ${some} entries` }).waitFor()
    const address = page.url()
    await items.first().getByRole('link', { name: /^Link to this entry/ }).click()
    await page.waitForURL('**/chronology?entry=*#*')
    await page.goBack()
    assert.equal(page.url(), address, 'Back gives the same list')
    await page.goto(`${park}/chronology?order=oldest`)
    assert.equal(await items.last().getAttribute('id'), newest, 'the same entries the other way round')
    await fitting(page)
    if (options.javaScriptEnabled !== false) assert.deepEqual(await audit(page), [])
    assert.deepEqual(complaints, [])
    await context.close()
  })
}

test('the chronology prints whole, with who printed it and when, and nothing to press', async () => {
  const { context, page } = await visit(browser, waymark)
  await signIn(page, waymark.person('support worker'))
  const park = await openCase(page, 'The man from the park')
  await page.goto(`${park}/chronology`)
  await page.getByRole('link', { name: 'All of it on one page, to print' }).click()
  await page.waitForURL('**/chronology?whole=yes')
  assert.equal(await page.locator('.wm-printed').isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  assert.match(await page.locator('.wm-printed').innerText(), /^Printed for Nadia Rahman, Maple House, as it stood on \d/)
  for (const gone of ['.wm-filtered', '.wm-top__nav', '.wm-foot', '.wm-line__act', '.wm-top__find']) {
    assert.equal(await page.locator(gone).first().isVisible(), false, `${gone} is not printed`)
  }
  await context.close()
})

test('ten things due fit a laptop, and on a phone the most urgent comes first', async () => {
  const desk = await visit(browser, waymark, { width: 1366 })
  await signIn(desk.page, waymark.person('support worker'))
  const tenth = await desk.page.locator('.wm-due > li').nth(9).evaluate((li) => li.getBoundingClientRect().bottom)
  const banner = await desk.page.locator('.wm-demo').evaluate((p) => p.getBoundingClientRect().height) // real work has none
  assert.ok(tenth - banner <= 768, `the tenth thing ends ${Math.round(tenth - banner)} pixels down`)
  assert.deepEqual(await audit(desk.page), [])
  await desk.context.close()

  const phone = await visit(browser, waymark, { width: 390 })
  await signIn(phone.page, waymark.person('case owner'))
  const bands = await phone.page.locator('.wm-band').allInnerTexts()
  assert.match(bands[0], /^Late/)
  for (const button of await phone.page.locator('.wm-due__act a').all()) {
    if (await button.isVisible()) {
      const { x, width, height } = await button.boundingBox()
      assert.ok(height >= 44 && x + width > 300, 'a button lies under the thumb')
    }
  }
  await phone.page.locator('.wm-fold summary').click()
  assert.deepEqual(await audit(phone.page), [])
  await fitting(phone.page)
  await phone.context.close()
})

test('by keyboard: a choice, Show, and to somebody', async () => {
  const { context, page } = await visit(browser, waymark)
  await signIn(page, waymark.person('support worker'))
  await page.goto('/people')
  await page.getByLabel('Order').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Show')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/people?*sort=name*')
  const names = await rows(page).allInnerTexts()
  await rows(page).first().getByRole('link').focus()
  await page.keyboard.press('Enter')
  await heading(page, names[0])
  await context.close()
})
