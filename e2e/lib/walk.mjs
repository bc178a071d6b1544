// Every page and every state of a page that one can come to, reached as one
// comes to it. What is looked at there is the caller's.
import { fillContact, heading, openCase, recordContact, recorded, signIn, visit } from './visit.mjs'

const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

/**
 * Goes to every page and state, and calls `at(name, page)` on each. The walk
 * can be done again on the same demo.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {Awaited<ReturnType<import('./waymark.mjs').start>>} waymark
 * @param {Parameters<typeof visit>[2] & {forms?: number}} options how the window is, and
 *   how many of the forms of what happens on the way are opened; all, if not said
 * @param {(name: string, page: import('playwright-core').Page) => Promise<void>} at
 * @returns {Promise<string[]>} what the browser complained of on the way
 */
export async function walk(browser, waymark, { forms = Infinity, ...options }, at) {
  const nadia = await visit(browser, waymark, options)
  await atTheDoor(nadia.page, waymark, at)
  await aboutSomebody(nadia.page, at)
  const linh = await openCase(nadia.page, 'Linh')
  await writing(nadia.page, linh, at)
  await puttingRight(nadia.page, linh, at)
  await reaching(nadia, linh, at)
  await sharing(nadia.page, linh, at)
  await nadia.page.goto('/cases/nowhere')
  await at('not-found', nadia.page)
  await signedOut(nadia, linh, waymark, at)
  await nadia.context.close()

  const tom = await visit(browser, waymark, options)
  await managing(tom.page, waymark, forms, at)
  await tom.context.close()

  const ruth = await visit(browser, waymark, options)
  await elsewhere(ruth.page, waymark, at)
  await ruth.context.close()
  return [...nadia.complaints, ...tom.complaints, ...ruth.complaints]
}

async function atTheDoor(page, waymark, at) {
  const { login, password } = waymark.person('support worker')
  await page.goto('/sign-in')
  await at('sign-in', page)
  await page.getByLabel('Email address or name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await press(page, 'Sign in')
  await page.getByRole('alert').waitFor()
  await at('sign-in-error', page)
  await signIn(page, { login, password })
  await at('today', page)
}

async function aboutSomebody(page, at) {
  const park = await openCase(page, 'The man from the park')
  await at('case-now', page)
  await page.goto(`${park}?known=20+March+2020`)
  await at('case-now-then', page)
  await page.goto(`${park}?known=whenever`)
  await at('case-now-error', page)
  await page.goto(`${park}/chronology`)
  await at('chronology', page)
  await page.goto(`${park}/chronology?kind=contact.made`)
  await at('chronology-contacts', page)
  await page.goto(`${park}/who`)
  await at('who', page)
  await page.goto(`${park}/together`)
  await at('together', page)
  for (const lang of ['ar', 'vi']) {
    await page.goto(`${park}/together?lang=${lang}`)
    await at(`together-${lang}`, page)
  }
  await page.goto('/rules')
  await at('rules', page)
  await page.goto('/people')
  await at('people', page)
  await page.goto('/people?setting=safehouse&sort=name')
  await at('people-narrowed', page)
  await page.goto('/today?list=others')
  await at('today-others', page)
  await page.goto(`${park}/chronology?from=2020&until=whenever`)
  await at('chronology-error', page)
}

async function writing(page, linh, at) {
  await page.goto(linh)
  await at('case-waiting', page)
  await page.goto(`${linh}/contacts/new`)
  await at('contact', page)
  const day = await page.getByLabel('When was it?').inputValue()
  await page.getByLabel('When was it?').fill('the day before')
  await page.getByRole('textbox', { name: /^What was said and done/ }).fill('She asked again whether she may stay.')
  await press(page, 'Record this contact')
  await page.getByRole('alert').waitFor()
  await at('contact-errors', page)
  await page.goto(linh)
  await at('case-with-draft', page)
  await page.getByRole('link', { name: 'Go on with what you began' }).first().click()
  await page.getByLabel('When was it?').fill(day)
  await page.getByText('Should fewer people read this?').first().click()
  await at('contact-opened', page)
  await fillContact(page, 'She asked again whether she may stay. We do not know yet.')
  await press(page, 'Record this contact')
  await recorded(page)
  await page.goBack()
  await at('contact-again', page)
  await page.getByRole('textbox', { name: /^What was said and done/ }).fill('She asked again, and slept badly.')
  await press(page, 'Record this contact')
  await heading(page, 'This was recorded already')
  await at('recorded-already', page)
}

async function puttingRight(page, linh, at) {
  const wrong = await recordContact(page, linh, 'A slip: this was about Osas.')
  const entry = `${linh}/entries/${wrong}/correct`
  await page.goto(entry)
  await at('correct', page)
  await press(page, 'Record the correction')
  await page.getByRole('alert').waitFor()
  await at('correct-errors', page)
  await page.getByText('Add what was left open').click()
  await page.getByLabel('Minutes (optional)').fill('25')
  await page.getByLabel('Why was it wrong?').fill('It took longer.')
  await press(page, 'Record the correction')
  await recorded(page)
  await at('chronology-corrected', page)

  await page.goto(entry)
  await page.getByText('It should not be here at all').click()
  await at('correct-take-back', page)
  await press(page, 'Take it back')
  await page.getByRole('alert').waitFor()
  await at('correct-take-back-errors', page)
  await page.getByLabel('Why should it not be here?').fill('It is about somebody else.')
  await press(page, 'Take it back')
  await recorded(page)
  await page.getByText('What it said').first().click()
  await at('chronology-taken-back', page)
}

/** Two windows of one worker stand for two workers: whoever sends second is told. */
async function reaching({ context, page }, linh, at) {
  await page.goto(`${linh}/safe-way`)
  await at('safe-way', page)
  const other = await context.newPage()
  await other.goto(`${linh}/safe-way`)
  await other.getByLabel(/^At which hours/).fill(`after ${17 + Math.floor(Math.random() * 6)}:00`)
  await press(other, 'Record the safe way')
  await recorded(other)
  await other.close()
  await page.getByLabel(/^What must never be done/).fill('Never call in working hours, and never twice')
  await press(page, 'Record the safe way')
  await page.getByText('Nothing you typed is lost.').waitFor()
  await at('stale', page)
}

async function sharing(page, linh, at) {
  await page.goto(`${linh}/sharing/new`)
  await at('share', page)
  await press(page, 'Go on: see what they would see')
  await page.getByRole('alert').waitFor()
  await at('share-errors', page)
  await page.getByLabel('With which organisation?').selectOption({ label: 'Lantern Trust' })
  await page.getByLabel('The course of the case').check()
  await page.getByLabel('Name and who they are').check()
  await page.getByLabel('The person agreed').check()
  await press(page, 'Go on: see what they would see')
  await page.getByRole('heading', { name: 'What Lantern Trust would see' }).waitFor()
  await at('share-preview', page)
  await press(page, 'Share this')
  await page.waitForURL('**/who')
  await at('who-shared', page)
  await page.getByRole('button', { name: /^End this.*Lantern Trust/ }).click()
  await at('end-sharing', page)
  await press(page, 'End it now')
  await page.waitForURL('**/who')
}

/** The session ends in one tab while a form stands open in another. */
async function signedOut({ context, page }, linh, waymark, at) {
  await page.goto(`${linh}/sharing/new`)
  const other = await context.newPage()
  await other.goto('/today')
  await press(other, 'Sign out')
  await heading(other, 'Sign in')
  await other.close()
  await page.getByLabel('What for, and how they agreed').fill('Explained by the interpreter.')
  await press(page, 'Go on: see what they would see')
  await heading(page, 'Sign in again')
  await at('sign-in-again', page)
  const { login, password } = waymark.person('support worker')
  await page.getByLabel('Email address or name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page, 'Sign in')
  await heading(page, 'Share with another organisation')
  await at('signed-in-again', page)
  await page.goto('/drafts')
  await at('begun', page)
}

/** A manager opens a record for somebody new, says who walks beside them, and may write all that happens on the way. */
async function managing(page, waymark, most, at) {
  await signIn(page, waymark.person('manager'))
  await at('today-manager', page)
  for (const [room, name] of [['/decisions', 'decisions'], ['/decisions?stage=ask-again', 'decisions-ask-again'], ['/beds', 'beds'], ['/team', 'team']]) {
    await page.goto(room)
    await at(name, page)
  }
  await page.getByRole('link', { name: 'Rowan', exact: true }).first().click()
  await heading(page, 'Rowan')
  await at('team-house', page)
  await page.goto('/today')
  await page.getByRole('button', { name: 'Somebody new' }).click()
  await heading(page, 'Somebody new')
  await at('somebody-new', page)
  const day = await page.getByLabel(/^When did you meet them/).inputValue()
  await page.getByLabel(/^When did you meet them/).fill('whenever')
  await press(page, 'Open their record')
  await page.getByRole('alert').waitFor()
  await at('somebody-new-errors', page)
  await page.getByLabel(/^When did you meet them/).fill(day)
  await press(page, 'Open their record')
  await page.waitForURL(/\/cases\/[^/]+$/)
  await at('case-new', page)
  const somebody = new URL(page.url()).pathname
  await page.goto(`${somebody}/workers`)
  await at('workers', page)
  await page.goto(`${somebody}/conflicts`)
  await at('conflicts', page)
  await page.getByLabel('Keep a colleague away').selectOption({ index: 1 })
  await press(page, 'Keep them away')
  await at('conflicts-kept', page)
  await page.goto(`${somebody}/few`)
  await at('few', page)
  await press(page, 'Let only few know')
  await page.getByRole('alert').waitFor()
  await at('few-errors', page)
  await page.getByLabel('Why may only few know of it?').fill('Somebody asks for them at the office.')
  await page.getByLabel(/^Who else may know/).selectOption({ index: 1 })
  await press(page, 'Let only few know')
  await heading(page, 'Who may know of this')
  await at('few-know', page)
  await page.goto(`${somebody}/who`)
  await at('who-few', page)
  await page.goto(`${somebody}/record`)
  await at('record', page)
  const forms = await page.locator('main a').evaluateAll((links) => links.map((link) => link.pathname))
  for (const form of forms.filter((path) => path.includes('/record/')).slice(0, most)) {
    await page.goto(form)
    await at(`form-${form.split('/').slice(4).join('-')}`, page)
  }
}

/** A second organisation: it sees what was shared with it, and may not share it on. */
async function elsewhere(page, waymark, at) {
  await signIn(page, waymark.person('manager at a second organisation'))
  await at('today-nothing-due', page)
  const alima = await openCase(page, 'Alima')
  await at('case-in-part', page)
  await page.goto(`${alima}/chronology`)
  await at('chronology-in-part', page)
  await page.goto(`${alima}/sharing/new`)
  await at('not-yours', page)
}
