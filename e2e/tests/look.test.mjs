// The measures of a page: its width, its targets, what is printed, what it weighs, its
// style, and what the browser complains of.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onPaper, tooSmall, tooWide, unstyled, weight } from '../lib/measure.mjs'
import { visit } from '../lib/visit.mjs'
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

// What every page is measured by finds nothing (every-page.test.mjs). That it can find something:
test('what is planted is found', async () => {
  const { context, page, complaints } = await visit(browser, waymark, { width: 320 })
  await page.goto('/sign-in')
  const plant = (build) => page.evaluate(build)

  await plant(() => {
    const wide = document.createElement('p')
    wide.textContent = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch'.repeat(2)
    wide.style.overflowWrap = 'normal'
    document.querySelector('main').append(wide)
  })
  assert.match((await tooWide(page)).join('\n'), /wide in a window of 320/)

  await plant(() => {
    const small = document.createElement('button')
    small.textContent = 'x'
    Object.assign(small.style, { padding: 0, border: 0, minHeight: 0, fontSize: '8px', display: 'inline-block' })
    document.querySelector('main').append(small)
  })
  assert.match((await tooSmall(page)).join('\n'), /button "x"/)

  await plant(() => {
    const printed = document.createElement('button')
    printed.textContent = 'Print me'
    printed.style.setProperty('display', 'block', 'important')
    document.querySelector('main').append(printed)
  })
  assert.match((await onPaper(page)).join('\n'), /Print me/)

  const before = await weight(page)
  assert.ok(before > 1024, `${before} bytes were counted`)
  await plant(async () => (await fetch('/sign-in?again')).text())
  assert.ok((await weight(page)) > before, 'more was sent, and nothing more was counted')

  await plant(() => (document.body.style.fontFamily = 'serif'))
  assert.match((await unstyled(page)).join('\n'), /not served/)

  assert.deepEqual(complaints, [])
  await plant(() => {
    const script = document.createElement('script')
    script.textContent = 'window.planted = true'
    document.head.append(script)
  })
  await page.waitForFunction(() => true)
  await plant(() => fetch('http://127.0.0.1:9/elsewhere').catch(() => {}))
  const erred = page.waitForEvent('pageerror')
  await plant(() => setTimeout(() => { throw new Error('planted') }))
  await erred
  const said = complaints.join('\n')
  assert.match(said, /Content Security Policy/i, said)
  assert.match(said, /planted/, said)
  await context.close()
})
