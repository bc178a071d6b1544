// Finding somebody by name from any page: spelt otherwise, in another script, by a name
// they used before; nobody whom one may not see; and no name in an address.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { heading, openCase, recorded, signIn, visit } from '../lib/visit.mjs'
import { audit, launch, start } from '../lib/waymark.mjs'

let waymark
let browser
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
  const { context, page } = await visit(browser, waymark)
  await signIn(page, waymark.person('support worker'))
  const linh = await openCase(page, 'Linh')
  await page.goto(`${linh}/record/about`)
  await page.getByLabel('Their name in its own script').fill('Nguyễn Thúy Linh')
  await page.getByLabel('Names they used before').fill('Hoa\nمريم')
  await page.getByRole('button', { name: 'Record this' }).click()
  await recorded(page)
  await context.close()
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

/** Asks in the box at the top of the page. */
async function ask(page, name) {
  await page.getByRole('searchbox', { name: 'Find somebody by name' }).fill(name)
  await page.getByRole('searchbox', { name: 'Find somebody by name' }).press('Enter')
  await heading(page, 'Find somebody')
}

const rows = (page) => page.getByRole('table').getByRole('rowheader').allInnerTexts()

for (const options of [{ width: 1280 }, { width: 390 }, { width: 320, javaScriptEnabled: false }]) {
  test(`somebody is found by name: ${JSON.stringify(options)}`, async () => {
    const { context, page, complaints } = await visit(browser, waymark, options)
    const addresses = []
    page.on('request', (request) => addresses.push(request.url()))
    await signIn(page, waymark.person('support worker'))
    await ask(page, 'thuy nguyen')
    assert.match((await rows(page)).join(), /^Linh\s*also written Nguyễn Thúy Linh/)
    if (options.javaScriptEnabled !== false) {
      assert.deepEqual(await audit(page), [])
    }
    await page.getByRole('link', { name: 'Linh', exact: true }).click()
    await heading(page, 'Linh')
    await page.goBack()
    await heading(page, 'Find somebody')
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'thuy nguyen')
    assert.match((await rows(page)).join(), /^Linh/)
    await page.getByLabel('Name', { exact: true }).fill('Maryam')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.getByText(/^\d+ people you can see have a name like this/).waitFor()
    assert.match((await rows(page)).join(), /مريم/)
    await page.getByLabel('Name', { exact: true }).fill('Bartholomew')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.getByText('Nobody you can see has a name like this.').waitFor()
    if (options.javaScriptEnabled !== false) {
      assert.deepEqual(await audit(page), [])
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.equal(wide, 0, 'nothing runs past the side')
    const told = addresses.filter((address) => /thuy|nguyen|maryam|bartholomew/i.test(decodeURIComponent(address)))
    assert.deepEqual(told, [])
    assert.deepEqual(complaints, [])
    await context.close()
  })
}

test('another organisation finds nobody', async () => {
  const { context, page } = await visit(browser, waymark)
  await signIn(page, waymark.person('manager at a second organisation'))
  await ask(page, 'Hoa')
  await page.getByText('Nobody you can see has a name like this.').waitFor()
  await context.close()
})

test('who keeps a record is told that another team met somebody', async () => {
  const there = await visit(browser, waymark)
  await signIn(there.page, waymark.person('support worker'))
  const linh = await openCase(there.page, 'Linh')
  await there.page.goto(`${linh}/record/about`)
  await there.page.getByLabel('Date of birth').fill('4 May 1994')
  await there.page.getByRole('button', { name: 'Record this' }).click()
  await recorded(there.page)

  const here = await visit(browser, waymark, { width: 390 })
  await signIn(here.page, waymark.person('manager at a second organisation'))
  await here.page.goto('/people/new')
  await here.page.getByLabel('What do they want to be called?').fill('Nguyễn Thúy Linh')
  await here.page.getByRole('button', { name: 'Open their record' }).click()
  await heading(here.page, 'Nguyễn Thúy Linh')
  await here.page.goto(`${new URL(here.page.url()).pathname}/record/elsewhere`)
  assert.equal(await here.page.getByLabel('Their whole name').inputValue(), 'Nguyễn Thúy Linh')
  assert.deepEqual(await audit(here.page), [])
  await here.page.getByLabel('Date of birth, or the year').fill('1994')
  await here.page.getByLabel('Whom can they ring here?').fill('Ruth, 020 7946 0000')
  await here.page.getByLabel('Yes').check()
  await here.page.getByRole('button', { name: 'Ask', exact: true }).click()
  await recorded(here.page)
  assert.equal(await here.page.getByText('Maple House').count(), 0, 'whoever asks is told of nobody')

  await there.page.goto(linh)
  for (const began = Date.now(); (await there.page.getByText('Met by another team: ring them').count()) === 0; ) {
    assert.ok(Date.now() - began < 20_000, 'the question is carried within seconds')
    await there.page.reload()
  }
  await there.page.goto(`${linh}/chronology`)
  await there.page.getByText('Ruth, 020 7946 0000').waitFor()
  await there.page.getByText('Lantern Trust').first().waitFor()
  assert.deepEqual(await audit(there.page), [])
  assert.deepEqual([...there.complaints, ...here.complaints], [])
  await there.context.close()
  await here.context.close()
})
