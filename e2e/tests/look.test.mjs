// How pages stand up to larger text, to writing from right to left, to paper,
// to fingers and to a thin line; and that none gives a name away.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onPaper, tooSmall, tooWide, unstyled, weight } from '../lib/measure.mjs'
import { visit } from '../lib/visit.mjs'
import { walk } from '../lib/walk.mjs'
import { launch, start } from '../lib/waymark.mjs'

const heaviest = 120 * 1024 // bytes as they come over the wire, nothing kept before
const people = /Linh|Alima|Tesfay|Mirela|Osas|The man from the park/

let waymark
let browser
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

/** Sets the page for a moment otherwise than it is; the policy of the page allows no style of ours, the object model does. */
async function otherwise(page, { textSize = '', dir = 'ltr' }, look) {
  const set = ([size, direction]) => {
    document.documentElement.style.fontSize = size
    document.documentElement.dir = direction
  }
  await page.evaluate(set, [textSize, dir])
  const found = await look(page)
  await page.evaluate(set, ['', 'ltr'])
  return found
}

test('every page and state is light, names nobody, and reads at twice the size, from right to left, on paper and by finger', async () => {
  const found = []
  const complaints = await walk(browser, waymark, { width: 320 }, async (name, page) => {
    const title = await page.title()
    const bytes = await weight(page)
    const wrong = {
      weight: bytes < 1024 || bytes > heaviest ? [`${bytes} bytes`] : [],
      title: people.test(title) || !/^(Error: )?\S.* – Waymark$/.test(title) ? [title] : [],
      'by finger': await tooSmall(page),
      'at twice the size': await otherwise(page, { textSize: '200%' }, tooWide),
      'from right to left': await otherwise(page, { dir: 'rtl' }, tooWide),
      'on paper': await onPaper(page),
    }
    for (const [how, lines] of Object.entries(wrong)) {
      found.push(...lines.map((line) => `${name} ${how}: ${line}`))
    }
  })
  assert.deepEqual(found, [])
  assert.deepEqual(complaints, [])
})

// The checks above find nothing. That they can find something:
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
