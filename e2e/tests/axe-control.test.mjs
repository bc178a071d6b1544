// A check that finds nothing proves something only if it can find something.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { audit } from '../lib/audit.mjs'
import { findBrowser, launch } from '../lib/browser.mjs'
import { parsePrinted } from '../lib/waymark.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const page = (body) =>
  `<!doctype html><html lang="en"><head><title>A sample</title></head><body><main>${body}</main></body></html>`

// One planted failure for each set of rules that the audit names.
const planted = [
  { rules: 'wcag2a', finds: 'label', body: '<h1>Sample</h1><input type="text" name="given">' },
  { rules: 'wcag2aa', finds: 'color-contrast', body: '<h1>Sample</h1><p style="color:#ccc;background:#fff">Pale</p>' },
  {
    rules: 'wcag21aa',
    finds: 'autocomplete-valid',
    body: '<h1>Sample</h1><label>Name <input type="text" autocomplete="nonsense"></label>',
  },
  {
    rules: 'wcag22aa',
    finds: 'target-size',
    body: '<h1>Sample</h1>' + '<button style="width:12px;height:12px;padding:0;border:0" aria-label="Close"></button>'.repeat(3),
  },
  { rules: 'best-practice', finds: 'heading-order', body: '<h1>Sample</h1><h4>Too deep</h4>' },
]

for (const { rules, finds, body } of planted) {
  test(`axe finds a planted failure of ${rules}`, async () => {
    const context = await browser.newContext()
    const sample = await context.newPage()
    await sample.setContent(page(body))
    const found = await audit(sample)
    assert.ok(
      found.some((line) => line.startsWith(`${finds} (`)),
      `want ${finds} among:\n${found.join('\n') || 'nothing'}`,
    )
    await context.close()
  })
}

test('axe finds nothing on a page that is well made', async () => {
  const context = await browser.newContext()
  const sample = await context.newPage()
  await sample.setContent(page('<h1>Sample</h1><label>Name <input type="text" autocomplete="name"></label>'))
  assert.deepEqual(await audit(sample), [])
  await context.close()
})

test('a machine without a browser is told what to do', () => {
  assert.throws(() => findBrowser(['/nowhere/chromium']), /make setup/)
})

test('the address and the sign-ins are read from what the demo prints', () => {
  const { url, people } = parsePrinted(
    'Made-up people only.\nhttp://localhost:40123\n' +
      'sign in as first responder: ana@example.test / long words here\n' + // three words are no password
      'sign in as caseworker: bea@example.test / kestrel-tide-lamp\n' +
      'sign in as reviewer: cam@example.test / half-a-li',
  )
  assert.equal(url, 'http://localhost:40123')
  assert.deepEqual([...people], [['caseworker', { login: 'bea@example.test', password: 'kestrel-tide-lamp' }]])
})
