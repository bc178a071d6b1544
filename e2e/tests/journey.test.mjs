// The journey that Waymark is for, on a desk and on a phone, and every page
// and state on the way, so that everybody can use it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { journey } from '../lib/journey.mjs'
import { tooWide, unstyled } from '../lib/measure.mjs'
import { visit } from '../lib/visit.mjs'
import { walk } from '../lib/walk.mjs'
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

// What a page must have been reached for the walk to have been whole.
const states = [
  'sign-in', 'sign-in-error', 'today', 'case-now', 'case-now-then', 'case-now-error', 'chronology', 'who', 'contact', 'contact-errors',
  'contact-again', 'recorded-already', 'correct', 'correct-errors', 'chronology-corrected', 'correct-take-back-errors', 'chronology-taken-back',
  'safe-way', 'stale', 'share', 'share-errors', 'share-preview', 'end-sharing', 'conflicts', 'conflicts-kept', 'few', 'few-errors', 'few-know', 'who-few', 'not-found', 'not-yours', 'sign-in-again', 'signed-in-again', 'begun', 'today-nothing-due', 'somebody-new', 'somebody-new-errors', 'case-new', 'workers', 'record', 'rules', 'people', 'team', 'team-house',
]

for (const width of [1280, 320]) {
  test(`a support worker's day at ${width} wide`, async () => {
    const { context, page, complaints } = await visit(browser, waymark, { width })
    await journey(page, waymark)
    assert.deepEqual(complaints, [])
    await context.close()
  })
}

test('everybody can use every page and state, at 1280 wide and at 320', async () => {
  const found = []
  const reached = new Set()
  const complaints = await walk(browser, waymark, { width: 1280 }, async (name, page) => {
    reached.add(name)
    const size = page.viewportSize()
    // The forms of what happens on the way are made of the same parts: once is enough.
    for (const width of name.startsWith('form-') ? [320] : [1280, 320]) {
      await page.setViewportSize({ ...size, width })
      const wrong = [...(await unstyled(page)), ...(await audit(page)), ...(await tooWide(page))]
      found.push(...wrong.map((line) => `${name} at ${width}: ${line}`))
    }
    await page.setViewportSize(size)
  })
  assert.deepEqual(found, [])
  assert.deepEqual(complaints, [])
  assert.deepEqual(states.filter((name) => !reached.has(name)), [], 'states that were not reached')
})
