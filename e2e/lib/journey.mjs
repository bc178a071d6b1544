// What a support worker meets on a working day, and what must be there to be
// read. Used with script and without.
import assert from 'node:assert/strict'
import { fillContact, heading, openCase, recorded, signIn } from './visit.mjs'

const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

/** Sign in, read, record, put right, sign out: the words that must be there are. */
export async function journey(page, waymark) {
  await signIn(page, waymark.person('support worker'))
  await today(page)
  await park(page)
  const linh = await openCase(page, 'Linh')
  await page.getByRole('button', { name: 'Record a contact' }).click()
  await heading(page, 'Record a contact')
  await fillContact(page, 'She rang. She asked whether she may stay.')
  await press(page, 'Record this contact')
  await putRight(page, linh, await recorded(page))
  await press(page, 'Sign out')
  await heading(page, 'Sign in')
  await page.goto(linh)
  await heading(page, 'Sign in') // nothing of it is left open
}

/** What must happen next, for whom, by when, under which rule. */
async function today(page) {
  const late = page.locator('.wm-due--late > li', { hasText: 'Linh' })
  assert.match(await late.innerText(), /\d working days late/)
  assert.match(await late.innerText(), /Reasonable grounds decision: still waited for/)
  assert.match(await late.innerText(), /In the hands of: The competent authority/)
  assert.match(await late.locator('.wm-rule').innerText(), /Five working days · Hope for the future \(British Red Cross, July 2019\), section 2\.3/)
  assert.equal(await page.locator('.wm-due').first().evaluate((list) => list.classList.contains('wm-due--late')), true, 'what is late comes first')
}

/** A published history: who, how to reach him, where things stand, clocks, what happened. */
async function park(page) {
  await openCase(page, 'The man from the park')
  const card = (name) => page.getByRole('region', { name, exact: true })
  assert.match(await card('Reaching them safely').innerText(), /09:00 to 17:00[\s\S]*Do not leave a message with anybody[\s\S]*Any other way is unsafe/)
  assert.match(await card('Where things stand').innerText(), /Met[\s\S]*Referred[\s\S]*Reasonable grounds[\s\S]*Conclusive grounds[\s\S]*Leave to remain[\s\S]*Support ended/)
  const clock = card('Clocks').locator('.wm-clock', { hasText: 'Reasonable grounds decision' }).first()
  assert.match(await clock.innerText(), /7 working days late/)
  assert.match(await clock.innerText(), /by 13 March 2020; done on 24 March 2020, 11 days or 7 working days/i)

  await page.getByRole('link', { name: 'Chronology', exact: true }).click()
  await page.waitForURL('**/chronology')
  const heads = await page.locator('.wm-timeline > li > b').allInnerTexts()
  assert.equal(heads[0].trim(), 'Support ended', 'newest first')
  assert.equal(heads.at(-1).trim(), 'Met')
  const put = page.locator('.wm-timeline > li', { hasText: 'A slip of the finger: it was 45 minutes.' })
  assert.match(await put.locator('.wm-corrected').innerText(), /^Was:\s+450\s+Now:\s+45$/)
}

/** The correction stands beside what it corrects. */
async function putRight(page, linh, id) {
  await page.locator(`li[id="${id}"]`).getByRole('link', { name: /^Put this right/ }).click()
  await heading(page, 'Put an entry right')
  await page.getByRole('textbox', { name: /^What was said and done/ }).fill('She rang twice. She asked whether she may stay.')
  await page.getByLabel('Why was it wrong?').fill('She rang a second time in the evening.')
  await press(page, 'Record the correction')
  assert.equal(await recorded(page), id)
  const entry = page.locator(`li[id="${id}"]`)
  assert.equal(await entry.locator('del bdi').innerText(), 'She rang. She asked whether she may stay.')
  assert.equal(await entry.locator('ins bdi').innerText(), 'She rang twice. She asked whether she may stay.')
  assert.match(await entry.innerText(), /Put right[\s\S]*Nadia Rahman put this right on .*: She rang a second time in the evening\./)
  assert.equal(await page.locator('.wm-timeline > li').first().getAttribute('id'), id, 'newest first')
  assert.ok(new URL(page.url()).pathname.startsWith(linh))
}
