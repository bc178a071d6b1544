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

test('a rare colour among many stays itself', async (t) => {
  const browser = await launch()
  t.after(() => browser.close())
  const page = await (await browser.newContext({ viewport: { width: 600, height: 100 } })).newPage()
  await page.setContent('<body style="margin:0;background:linear-gradient(90deg,#000,#16343a 50%,#f5f4f1)"><i style="position:absolute;left:9px;top:9px;width:4px;height:4px;background:#b4551d"></i>')
  const taken = unpack(await page.screenshot())
  assert.ok(new Set(taken.pixels).size > 256, 'more colours than a palette holds')
  await page.setContent(`<body style="margin:0"><img src="data:image/png;base64,${smaller(await page.screenshot()).toString('base64')}">`)
  await page.locator('img').evaluate((image) => image.decode())
  const shown = unpack(await page.screenshot())
  const at = taken.pixels.indexOf(0xb4551d)
  assert.ok(at >= 0, 'the mark is there')
  for (const shift of [16, 8, 0]) {
    assert.ok(Math.abs(((shown.pixels[at] >> shift) & 255) - ((0xb4551d >> shift) & 255)) <= 12, shown.pixels[at].toString(16))
  }
})

test('what is no picture is not taken for one', () => {
  assert.throws(() => smaller(Buffer.from('not a picture')), /a PNG/)
})
