// What the keyboard alone meets beside the journeys (journeys.test.mjs): the way past the
// top, a form sent too early, what is folded away.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Hands } from '../lib/hands.mjs'
import { focus } from '../lib/measure.mjs'
import { heading, recorded, visit } from '../lib/visit.mjs'
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

/** Presses Tab (or `key`) until `target` has the focus, and looks at every stop on the way. */
async function tabTo(page, target, key) {
  const hands = new Hands(page)
  await hands.tabTo(target, { key })
  assert.deepEqual(hands.wrong, [])
}

const focused = (locator) => locator.evaluate((element) => element === document.activeElement)

/** Goes to a link or button and presses it. */
async function pressOn(page, target, key = 'Enter') {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

test('the way past the top, and a form sent too early, by keyboard alone', async () => {
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
  await recorded(page)

  await pressOn(page, button('Sign out'))
  await heading(page, 'Sign in')
  assert.deepEqual(complaints, [])
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

  await page.getByLabel('Email address or name').focus()
  assert.deepEqual((await focus(page)).wrong, [])
  await page.evaluate(() => {
    const lid = document.createElement('div')
    Object.assign(lid.style, { position: 'fixed', inset: 0, background: 'white', zIndex: 9 })
    document.body.append(lid)
  })
  assert.match((await focus(page)).wrong.join('\n'), /something lies over input/)
  await context.close()
})
