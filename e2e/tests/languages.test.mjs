// The page that a worker and the person read together: in English and in Arabic, on a narrow
// screen, by keyboard alone, without scripts, on paper; and leaving it so that nobody sees it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { focus, onPaper, tooSmall, tooWide, weight } from '../lib/measure.mjs'
import { openCase, signIn, visit } from '../lib/visit.mjs'
import { audit, launch, start } from '../lib/waymark.mjs'

const heaviest = 120 * 1024
const narrow = 320

let waymark
let browser
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

/** A window of a support worker's, and where they read with Alima. */
async function reading(options = {}) {
  const window = await visit(browser, waymark, { width: narrow, ...options })
  await signIn(window.page, waymark.person('support worker'))
  return { ...window, path: `${await openCase(window.page, 'Alima')}/together` }
}

/** The same page in a window that has been nowhere, so that all it needs is fetched. */
async function anew({ context, path }, lang, options = {}) {
  const window = await visit(browser, waymark, { width: narrow, storageState: await context.storageState(), ...options })
  await window.page.goto(`${path}?lang=${lang}`)
  await window.page.evaluate(() => document.fonts.ready)
  return window
}

for (const [lang, { dir, title, face }] of Object.entries({
  en: { dir: 'ltr', title: 'What we keep about you', face: 'Atkinson Hyperlegible Next' },
  ar: { dir: 'rtl', title: 'ما نحتفظ به عنكم', face: 'Waymark Arabic' },
  vi: { dir: 'ltr', title: 'Những gì chúng tôi lưu giữ về bạn', face: 'Waymark Noto' },
})) {
  test(`in ${lang} it is light, reads ${dir} at 320 pixels and at twice the size, and axe finds nothing`, async () => {
    const worker = await reading()
    const { context, page, complaints } = await anew(worker, lang)
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).direction]), [lang, dir])
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), title)
    const faces = await page.evaluate(() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family.replaceAll('"', '')))
    assert.deepEqual([...new Set(faces)], [face], 'the typefaces that were fetched')
    const bytes = await weight(page)
    assert.ok(bytes > 1024 && bytes < heaviest, `${bytes} bytes`)
    assert.deepEqual(await tooWide(page), [])
    assert.deepEqual(await tooSmall(page), [])
    assert.deepEqual(await onPaper(page), [])
    assert.deepEqual(await audit(page), [])
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    assert.deepEqual(await tooWide(page), [], 'at twice the size')
    assert.deepEqual(complaints, [])
    await context.close()
    await worker.context.close()
  })
}

test('by keyboard alone, in Arabic, every control is reached and seen, and a part is put off', async () => {
  const { context, page, path, complaints } = await reading()
  await page.goto(`${path}?lang=ar`)
  const wrong = []
  const controls = await page.locator('a[href]:visible, button:visible').count()
  for (let step = 0; step < controls; step++) {
    await page.keyboard.press('Tab')
    const at = await focus(page)
    wrong.push(...at.wrong.map((what) => `${at.on}: ${what}`))
  }
  assert.ok(controls > 20, `${controls} controls`)
  assert.deepEqual(wrong, [])
  const later = page.locator('#seen').getByRole('link', { name: 'اسألوني لاحقًا' })
  await later.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/together?*later=seen*')
  assert.match(await page.locator('#later').innerText(), /من يستطيع رؤيته/)
  assert.equal(await page.locator('#seen li').count(), 0)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('without scripts it chooses the language, skips a part, and leaves nothing behind', async () => {
  const { context, page, path } = await reading({ javaScriptEnabled: false })
  await page.goto(path)
  assert.equal(await page.locator('html').getAttribute('lang'), 'sq')
  await page.getByRole('link', { name: 'English', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'What we keep about you' }).waitFor()
  await page.locator('#kept').getByRole('link', { name: 'Skip this part' }).click()
  assert.equal(new URL(page.url()).hash, '#seen')
  assert.equal(await page.getByRole('button', { name: 'Print this page' }).isVisible(), false, 'a button that would do nothing is not shown')

  await page.getByRole('button', { name: 'Leave this page now' }).click()
  await page.waitForURL('**/leave')
  assert.equal(await page.title(), 'Useful links')
  assert.doesNotMatch(await page.content(), /waymark[^.]|record|slavery|Alima/i)
  await page.goBack()
  await page.waitForURL('**/sign-in?*')
  assert.doesNotMatch(await page.locator('body').innerText(), /Alima/)
  await context.close()
})

test('leaving is one press away wherever one has read to', async () => {
  const { context, page, path } = await reading()
  await page.goto(`${path}?lang=ar`)
  await page.locator('#rights').scrollIntoViewIfNeeded()
  const leave = page.getByRole('button', { name: 'مغادرة هذه الصفحة الآن' })
  const { y, height } = await leave.boundingBox()
  assert.ok(y >= 0 && y + height <= 800, `it stands at ${y}`)
  await leave.click()
  await page.waitForURL('**/leave')
  assert.deepEqual(await audit(page), [])
  await context.close()
})
