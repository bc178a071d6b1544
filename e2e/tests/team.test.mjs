// A manager sees to the team and its houses, on a desk and on a phone: what is
// late, what is recorded, a house from its opening to its end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tooWide, unstyled } from '../lib/measure.mjs'
import { heading, signIn, visit } from '../lib/visit.mjs'
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

const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

/** Waits for the page of a worker or a house that shows an entry just recorded. */
async function recorded(page) {
  await page.waitForURL(/\/team\/[^/]+#/)
  const id = new URL(page.url()).hash.slice(1)
  assert.equal(await page.locator(`li[id="${id}"]`).count(), 1, `the chronology shows entry ${id}`)
}

for (const width of [1280, 320]) {
  test(`a manager sees to the team at ${width} wide`, async () => {
    const found = []
    const { context, page, complaints } = await visit(browser, waymark, { width })
    const at = async (name) => {
      const wrong = [...(await unstyled(page)), ...(await audit(page)), ...(await tooWide(page))]
      found.push(...wrong.map((line) => `${name}: ${line}`))
    }
    await signIn(page, waymark.person('manager'))
    await at('today')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Team' }).click()
    await heading(page, 'Team')
    await at('team')

    await page.getByRole('link', { name: 'Nadia Rahman', exact: true }).first().click()
    await heading(page, 'Nadia Rahman')
    await at('worker')
    await page.getByRole('link', { name: 'Supervision held' }).click()
    await heading(page, 'Supervision')
    await at('supervision')
    await press(page, 'Record it')
    await page.getByRole('alert').waitFor()
    await at('supervision-errors')
    await page.getByRole('group', { name: 'What was it?' }).getByLabel('In a group').check()
    await page.getByLabel('With whom?').fill('The whole team')
    await press(page, 'Record it')
    await recorded(page)
    await page.getByText('28 days left').waitFor()

    await page.getByRole('link', { name: 'Team', exact: true }).first().click()
    await page.getByRole('button', { name: 'Open a house' }).click()
    await heading(page, 'Open a house')
    await at('opening')
    await press(page, 'Open the house')
    await page.getByRole('alert').waitFor()
    await at('opening-errors')
    await page.getByLabel('What do staff call it?').fill(`Hazel at ${width}`)
    await press(page, 'Open the house')
    await heading(page, `Hazel at ${width}`)
    await at('house')

    await page.getByRole('link', { name: 'House checked' }).click()
    const day = await page.getByLabel('When was it?').inputValue()
    await page.getByRole('group', { name: 'What was checked?' }).getByLabel('Fire alarm test').check()
    await page.getByRole('group', { name: 'How was it?' }).getByLabel('Something must be put right').check()
    await press(page, 'Record it')
    await page.getByRole('alert').waitFor()
    await at('check-errors')
    await page.getByLabel(/^What must be put right/).fill('The alarm on the landing')
    await page.getByLabel(/^By which day must it be put right/).fill(day)
    await press(page, 'Record it')
    await recorded(page)
    await page.getByText('What a check found, put right: Fire alarm test').first().waitFor()
    await at('house-with-a-fault')
    await page.getByRole('link', { name: 'What a check found was put right' }).click()
    await at('put-right')
    await press(page, 'Record it')
    await recorded(page)

    await page.getByRole('link', { name: /^Put this right.*Put right/ }).click()
    await heading(page, 'Put an entry right')
    await at('correct')
    await page.goBack()
    await page.getByRole('link', { name: 'The house is closed' }).click()
    await press(page, 'Close the house')
    await recorded(page)
    await page.getByText('Nothing more is written here.').waitFor()
    await at('house-closed')
    assert.deepEqual(found, [])
    assert.deepEqual(complaints, [])
    await context.close()
  })
}

test('nobody else is led to the team', async () => {
  const { context, page } = await visit(browser, waymark)
  await signIn(page, waymark.person('support worker'))
  assert.equal(await page.getByRole('link', { name: 'Team', exact: true }).count(), 0)
  const answer = await page.goto('/team')
  assert.equal(answer.status(), 403)
  await context.close()
})
