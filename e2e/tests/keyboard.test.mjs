// The same day by keyboard alone. Wherever the focus comes, one can see it,
// and nothing lies over it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { focus } from '../lib/measure.mjs'
import { heading, recorded, signIn, visit } from '../lib/visit.mjs'
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

const mostSteps = 120

/** Presses Tab (or `key`) until `target` has the focus, and looks at every stop on the way. */
async function tabTo(page, target, key = 'Tab') {
  const stops = []
  for (let step = 0; step < mostSteps; step++) {
    await page.keyboard.press(key)
    const { on, wrong } = await focus(page)
    if (on === 'nothing' && !stops.includes('nothing')) {
      stops.push(on) // once round: the focus left the page at its end, and comes back at the top
      continue
    }
    assert.deepEqual(wrong, [], `after ${stops.slice(-2).join(', ')}`)
    stops.push(on)
    if (await target.evaluate((element) => element === document.activeElement)) {
      return stops
    }
  }
  throw new Error(`${mostSteps} times ${key} did not lead there; on the way: ${stops.join(', ')}`)
}

const focused = (locator) => locator.evaluate((element) => element === document.activeElement)

/** Goes to a link or button and presses it. */
async function pressOn(page, target, key = 'Enter') {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

test("a support worker's day by keyboard alone", async () => {
  const { context, page, complaints } = await visit(browser, waymark)
  const { keyboard } = page
  const link = (name) => page.getByRole('link', { name, exact: true }).first()
  const button = (name) => page.getByRole('button', { name, exact: true })
  const { login, password } = waymark.person('support worker')

  // The first stop is the way past the top, and it leads to the main part.
  await page.goto('/sign-in')
  await tabTo(page, link('Skip to main content'))
  assert.ok(await link('Skip to main content').isVisible())
  await keyboard.press('Enter')
  assert.ok(await focused(page.locator('main')), 'the main part has the focus')
  await tabTo(page, page.getByLabel('Email address or name'))
  await keyboard.type(login)
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await keyboard.type(password)
  await tabTo(page, page.getByLabel('Email address or name'), 'Shift+Tab')
  await keyboard.press('Enter') // the form is sent from any of its fields
  await page.waitForURL('**/today')

  await pressOn(page, link('The man from the park'))
  await heading(page, 'The man from the park')
  await pressOn(page, link('Chronology'))
  await page.waitForURL('**/chronology')
  const show = page.getByLabel('Show', { exact: true }).first()
  await tabTo(page, show)
  await keyboard.press('ArrowDown')
  await pressOn(page, button('Show'), ' ')
  await page.waitForURL('**kind=**')
  await pressOn(page, link('Today'))
  await page.waitForURL('**/today')

  await pressOn(page, link('Linh'))
  await heading(page, 'Linh')
  await pressOn(page, button('Record a contact'), ' ')
  await heading(page, 'Record a contact')

  // Sent too early: the focus goes to what is wrong, and from there to the field.
  await pressOn(page, button('Record this contact'))
  const summary = page.getByRole('alert')
  await summary.waitFor()
  assert.ok(await focused(page.locator('.govuk-error-summary')), 'the summary of what is wrong has the focus')
  const first = summary.getByRole('link').first()
  await pressOn(page, first)
  const phone = page.getByLabel('Phone call')
  const face = page.getByLabel('Face to face')
  assert.ok(await focused(face), 'the first choice of the first wrong question has the focus')
  assert.deepEqual((await focus(page)).wrong, [])
  await keyboard.press('ArrowDown')
  assert.ok(await phone.isChecked())
  await tabTo(page, page.getByRole('group', { name: 'Did you reach them?' }).getByLabel('Yes'))
  await keyboard.press(' ')
  const note = page.getByRole('textbox', { name: /^What was said and done/ })
  await tabTo(page, note)
  await keyboard.type('She rang after six.')
  const closer = page.locator('summary').first()
  await pressOn(page, closer)
  await tabTo(page, page.getByLabel('Police and courts').first())
  await keyboard.press(' ')
  assert.ok(await page.getByLabel('Police and courts').first().isChecked())
  await pressOn(page, button('Record this contact'))
  const id = await recorded(page)

  const entry = page.locator(`li[id="${id}"]`)
  await pressOn(page, entry.getByRole('link', { name: /^Put this right/ }))
  await heading(page, 'Put an entry right')
  await tabTo(page, note)
  await keyboard.press('Control+End')
  await keyboard.type(' She sounded calm.')
  await tabTo(page, page.getByLabel('Why was it wrong?'))
  await keyboard.type('Something was missing.')
  await pressOn(page, button('Record the correction'), ' ')
  await recorded(page)
  assert.equal(await entry.locator('ins bdi').innerText(), 'She rang after six. She sounded calm.')

  await pressOn(page, button('Sign out'))
  await heading(page, 'Sign in')
  assert.deepEqual(complaints, [])
  await context.close()
})

test('sharing, ending it and taking an entry back by keyboard alone', async () => {
  const { context, page } = await visit(browser, waymark, { width: 390 })
  const { keyboard } = page
  const button = (name) => page.getByRole('button', { name })
  await signIn(page, waymark.person('support worker'))
  await pressOn(page, page.getByRole('link', { name: 'Osas', exact: true }).first())
  await heading(page, 'Osas')
  await pressOn(page, page.getByRole('link', { name: 'Who can see this', exact: true }).first())
  await page.waitForURL('**/who')
  await pressOn(page, button('Share with another organisation'))
  await heading(page, 'Share with another organisation')
  await tabTo(page, page.getByLabel('With which organisation?'))
  await keyboard.type('Lantern')
  await tabTo(page, page.getByLabel('The course of the case'))
  await keyboard.press(' ')
  await tabTo(page, page.getByLabel('The person agreed'))
  await keyboard.press(' ')
  await pressOn(page, button('Go on: see what they would see'))
  await page.getByRole('heading', { name: 'What Lantern Trust would see' }).waitFor()
  await pressOn(page, button('Share this'))
  await page.waitForURL('**/who')
  await pressOn(page, button(/^End this.*Lantern Trust/))
  await heading(page, 'End the sharing with Lantern Trust')
  await pressOn(page, button('End it now'))
  await page.waitForURL('**/who')
  assert.equal(await button(/^End this/).count(), 0)

  await pressOn(page, page.getByRole('link', { name: 'Chronology', exact: true }))
  await page.waitForURL('**/chronology')
  await pressOn(page, page.getByRole('link', { name: /^Put this right ?: How to reach them safely/ }))
  await heading(page, 'Put an entry right')
  await pressOn(page, page.locator('summary', { hasText: 'It should not be here at all' }), ' ')
  await tabTo(page, page.getByLabel('Why should it not be here?'))
  await keyboard.type('It is about somebody else.')
  await pressOn(page, button('Take it back'))
  await recorded(page)
  await page.getByText('Taken back').first().waitFor()
  await context.close()
})

// The look at the focus finds nothing above. That it can find something:
test('a focus that nobody can see, or that lies under something, is found', async () => {
  const { context, page } = await visit(browser, waymark)
  await page.goto('/sign-in')
  await page.evaluate(() => {
    const bare = document.createElement('a')
    bare.href = '#'
    bare.textContent = 'Bare'
    for (const name of ['outline', 'box-shadow', 'background-color', 'color']) bare.style.setProperty(name, name === 'color' ? 'black' : 'initial', 'important')
    bare.style.setProperty('outline', '0 none black', 'important')
    document.body.prepend(bare)
  })
  await page.keyboard.press('Tab')
  assert.match((await focus(page)).wrong.join('\n'), /cannot be seen on a "Bare"/)

  await page.getByLabel('Password', { exact: true }).focus()
  assert.deepEqual((await focus(page)).wrong, [])
  await page.evaluate(() => {
    const lid = document.createElement('div')
    Object.assign(lid.style, { position: 'fixed', inset: 0, background: 'white' })
    document.body.append(lid)
  })
  assert.match((await focus(page)).wrong.join('\n'), /something lies over input/)
  await context.close()
})
