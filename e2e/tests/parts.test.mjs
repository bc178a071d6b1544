// Our own parts, as internal/govuk/testdata/parts shows them, and the pictures of
// internal/web/picture/testdata: what axe says of each, and
// whether it fits a narrow window, from left to right and from right to left. No route
// of the product serves them; this page is made here.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { audit } from '../lib/audit.mjs'
import { launch } from '../lib/browser.mjs'
import { tooSmall, tooWide } from '../lib/measure.mjs'

const folders = ['../../internal/govuk/testdata/parts/', '../../internal/web/picture/testdata/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
const dist = fileURLToPath(new URL('../../assets/dist/', import.meta.url))
const manifest = JSON.parse(readFileSync(dist + 'manifest.json', 'utf8'))
const style = ['govuk-frontend.css', 'waymark.css'].map((name) => readFileSync(dist + manifest[name], 'utf8')).join('\n')

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const page = (name, body, dir) =>
  `<!doctype html><html lang="en" dir="${dir}"><head><title>${name}</title><meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>` +
  `<body class="wm"><main class="wm-main wm-wrap"><h1>${name}</h1>${body}</main></body></html>`

/** What is wrong with a part in a narrow window. */
async function wrong(name, body, dir = 'ltr') {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } })
  try {
    const sample = await context.newPage()
    await sample.setContent(page(name, body.replaceAll('<details ', '<details open '), dir)) // what is folded away is looked at, too
    return [...(await audit(sample)), ...(await tooWide(sample)), ...(await tooSmall(sample))]
  } finally {
    await context.close()
  }
}

const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.html')).map((name) => folder + name))

for (const file of files) {
  test(`${basename(file)} is usable by everybody in a narrow window`, async () => {
    const body = readFileSync(file, 'utf8')
    assert.deepEqual(await wrong(basename(file), body), [])
    assert.deepEqual(await wrong(basename(file), body, 'rtl'), [])
  })
}

test('there are parts, and what is planted in one is found', async () => {
  assert.ok(files.length > 1, `${files.length} parts`)
  const body = readFileSync(folders[0] + 'filter.html', 'utf8')
  assert.match((await wrong('unlabelled', body.replace(/<label[\s\S]*?<\/label>/, ''))).join('\n'), /select-name/)
  assert.match((await wrong('wide', `<p class="wm-nowrap"><svg width="500" height="9" aria-hidden="true"></svg></p>`)).join('\n'), /320/)
})
