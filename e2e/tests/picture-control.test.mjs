// Pictures are made smaller, and still show the page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smaller, unpack } from '../lib/picture.mjs'
import { launch } from '../lib/browser.mjs'

test('a smaller picture shows the same, by its palette', async (t) => {
  const browser = await launch()
  t.after(() => browser.close())
  const page = await (await browser.newContext({ viewport: { width: 300, height: 200 } })).newPage()
  await page.setContent('<body style="margin:0;background:#f5f4f1"><h1 style="color:#16343a">Waymark</h1><p style="color:#a3162a">Late</p>')
  const taken = await page.screenshot()
  const small = smaller(taken)
  assert.ok(small.length < taken.length, `${small.length} of ${taken.length} bytes`)

  // The browser reads it, and reads the same pixels.
  await page.setContent(`<body style="margin:0"><img src="data:image/png;base64,${small.toString('base64')}">`)
  await page.locator('img').evaluate((image) => image.decode())
  const [before, after] = [unpack(taken), unpack(await page.screenshot())]
  const off = before.pixels.filter((colour, i) => [16, 8, 0].some((shift) => Math.abs(((colour >> shift) & 255) - ((after.pixels[i] >> shift) & 255)) > 16))
  assert.equal(off.length, 0, `${off.length} pixels look otherwise`)
  assert.ok(new Set(before.pixels).size > 5, 'there was something to see')
})

test('what is no picture is not taken for one', () => {
  assert.throws(() => smaller(Buffer.from('not a picture')), /a PNG/)
})
