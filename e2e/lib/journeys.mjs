// What people come to Waymark for, told once and walked in every way.
import assert from 'node:assert/strict'
import { recorded } from './visit.mjs'

async function atTheDoor(hands, { login, password }) {
  await hands.page.goto('/sign-in')
  await hands.type(hands.field('Email address or name'), login)
  await hands.type(hands.page.getByLabel('Password', { exact: true }), password)
  await hands.press(hands.button('Sign in'))
  await hands.see('Today')
}

/** Opens somebody from the list of people. */
async function openCase(hands, name) {
  await hands.press(hands.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People', exact: true }))
  await hands.see('People')
  await hands.press(hands.link(name))
  await hands.see(name)
  return new URL(hands.page.url()).pathname
}

/** @type {Record<string, (hands: import('./hands.mjs').Hands, the: {waymark: object, browser: object, way: string, once: number}) => Promise<void>>} */
export const journeys = {
  /** A published history: who, how to reach him, where things stand, its clocks, what happened. */
  async 'a published history read'(hands, { waymark }) {
    const { page } = hands
    await atTheDoor(hands, waymark.person('support worker'))
    await openCase(hands, 'The man from the park')
    const card = (name) => page.getByRole('region', { name, exact: true })
    assert.match(await card('Reaching them safely').innerText(), /09:00 to 17:00[\s\S]*Do not leave a message with anybody[\s\S]*Any other way is unsafe/)
    assert.match(await card('Where things stand').innerText(), /Met[\s\S]*Referred[\s\S]*Reasonable grounds[\s\S]*Conclusive grounds[\s\S]*Leave to remain[\s\S]*Support ended/)
    const clock = card('Clocks').locator('.wm-clock', { hasText: 'Reasonable grounds decision' }).first()
    assert.match(await clock.innerText(), /7 working days late/)
    assert.match(await clock.innerText(), /by 13 March 2020; done on 24 March 2020, 11 days or 7 working days/i)
    await hands.press(hands.link('Chronology'))
    await page.waitForURL('**/chronology')
    await hands.look('the chronology')
    const heads = await page.locator('.wm-timeline > li > b').allInnerTexts()
    assert.equal(heads[0].trim(), 'Support ended', 'newest first')
    assert.equal(heads.at(-1).trim(), 'Met')
    const put = page.locator('.wm-timeline > li', { hasText: 'A slip of the finger: it was 45 minutes.' })
    assert.match(await put.locator('.wm-corrected').innerText(), /^Was:\s+450\s+Now:\s+45$/)
  },

  /** Sign in, see what is due, record a contact, see it in the chronology, put it right. */
  async 'a contact recorded and put right'(hands, { waymark }) {
    const { page } = hands
    await atTheDoor(hands, waymark.person('support worker'))
    const late = page.locator('.wm-due > li', { hasText: 'Linh' }).filter({ hasText: 'Reasonable grounds decision' }).first()
    assert.match(await late.innerText(), /\d working days late/)
    assert.match(await late.innerText(), /Reasonable grounds decision/)
    await hands.press(late.getByRole('link', { name: 'Linh', exact: true }).first())
    await hands.see('Linh')
    const linh = new URL(page.url()).pathname
    await hands.press(hands.button('Record a contact'))
    await hands.see('Record a contact')
    await hands.choose(hands.answer('How were you in touch?', 'Phone call'))
    await hands.choose(hands.answer('Did you reach them?', 'Yes'))
    const note = page.getByRole('textbox', { name: /^What was said and done/ })
    await hands.type(note, 'She rang. She asked whether she may stay.')
    await hands.press(hands.button('Record this contact'))
    const id = await recorded(page)
    await hands.look('the chronology')
    await hands.press(page.locator(`li[id="${id}"]`).getByRole('link', { name: /^Put this right/ }))
    await hands.see('Put an entry right')
    assert.equal(await note.inputValue(), 'She rang. She asked whether she may stay.', 'what was written once stands there')
    await hands.type(note, 'She rang twice. She asked whether she may stay.')
    await hands.type(hands.field('Why was it wrong?'), 'She rang a second time in the evening.')
    await hands.press(hands.button('Record the correction'))
    assert.equal(await recorded(page), id)
    const entry = page.locator(`li[id="${id}"]`)
    assert.equal(await entry.locator('del bdi').innerText(), 'She rang. She asked whether she may stay.')
    assert.equal(await entry.locator('ins bdi').innerText(), 'She rang twice. She asked whether she may stay.')
    assert.match(await entry.innerText(), /Nadia Rahman put this right on .*: She rang a second time in the evening\./)
    await hands.look('the chronology, put right')
    await hands.press(hands.button('Sign out'))
    await hands.see('Sign in')
    await page.goto(linh)
    await hands.see('Sign in') // nothing of it is left open
  },

  /** Somebody new, their referral, and the clock that it starts. */
  async 'somebody new, and their referral'(hands, { waymark, once }) {
    const { page } = hands
    await atTheDoor(hands, waymark.person('support worker'))
    await hands.press(hands.button('Somebody new'))
    await hands.see('Somebody new')
    const name = `Nguyễn Thị Hoa ${once}`
    await hands.type(hands.field('What do they want to be called?'), name)
    await hands.press(hands.button('Open their record'))
    await hands.see(name)
    const somebody = new URL(page.url()).pathname
    await hands.press(hands.link('Record something else'))
    await hands.see('What happened?')
    await hands.press(hands.link(/^Referral sent/))
    await hands.see('Referral sent')
    await hands.choose(hands.answer('By which way?', 'Adult'))
    await hands.choose(hands.answer('To which competent authority?', 'Single Competent Authority'))
    await hands.choose(hands.answer('Did they agree to be referred?', 'Yes'))
    await hands.press(hands.button('Record the referral'))
    await recorded(page)
    await page.goto(somebody)
    await hands.see(name)
    const clock = page.locator('main', { hasText: 'Reasonable grounds decision' })
    assert.match(await clock.innerText(), /Reasonable grounds decision[\s\S]*Counted from/, 'the clock runs')
  },

  /** Share with an organisation, look as they do, and end it. */
  async 'shared, seen by them, and ended'(hands, { waymark, browser, way }) {
    const { page } = hands
    await atTheDoor(hands, waymark.person('support worker'))
    const osas = await openCase(hands, 'Osas')
    await hands.press(hands.link('Who can see this'))
    await hands.see('Osas')
    await hands.press(hands.button('Share with another organisation'))
    await hands.see('Share with another organisation')
    await hands.select(hands.field('With which organisation?'), 'Lantern Trust')
    await hands.choose(hands.field('The course of the case'))
    await hands.choose(hands.field('Name and who they are'))
    await hands.choose(hands.field('The person agreed'))
    await hands.press(hands.button('Go on: see what they would see'))
    await page.getByRole('heading', { name: 'What Lantern Trust would see' }).waitFor()
    await hands.look('what they would see')
    await hands.press(hands.button('Share this'))
    await page.waitForURL('**/who')
    await hands.look('who can see this')

    const ruth = await hands.alongside(browser, waymark, way)
    await atTheDoor(ruth, waymark.person('manager at a second organisation'))
    await openCase(ruth, 'Osas')
    await ruth.press(ruth.link('Chronology'))
    await ruth.page.waitForURL('**/chronology')
    await ruth.look('the chronology, as they see it')
    assert.equal(await ruth.page.getByText('health visitor').count(), 0, 'what was not shared is not shown')

    await hands.press(hands.button(/^End this.*Lantern Trust/))
    await hands.see('End the sharing with Lantern Trust')
    await hands.press(hands.button('End it now'))
    await page.waitForURL('**/who')
    assert.equal(await page.getByRole('button', { name: /^End this.*Lantern Trust/ }).count(), 0)
    const gone = await ruth.page.goto(osas)
    assert.equal(gone.status(), 404, 'it ended at once')
    assert.deepEqual(ruth.complaints, [])
    await ruth.context.close()
  },
}
