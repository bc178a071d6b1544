// Everybody can use every page: each route, as each role of the demo, in each state; found
// and looked at without a list of pages. What is looked at is in lib/check.mjs; that it
// can find something is proved in every-page-control.test.mjs.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { lookAt } from '../lib/check.mjs'
import { Crawl } from '../lib/crawl.mjs'
import { reading } from '../lib/reader.mjs'
import { missed, routes } from '../lib/routes.mjs'
import { comeToEvery, states } from '../lib/states.mjs'
import { launch, start } from '../lib/waymark.mjs'

// What nobody comes to, and why.
const unvisited = {}
// Which form is never answered with what is wrong with it, and why.
const nothingToRefuse = {
  'POST /sign-out': 'it asks nothing',
  'POST /leave': 'it asks nothing',
  'POST /stay': 'a script sends it, and no page answers',
  'POST /drafts/{draft}': 'a script sends it, and no page answers',
  'POST /drafts/{draft}/throw-away': 'it asks nothing',
  'POST /search': 'any words may be looked for',
  'POST /cases/{case}/sharing/{entry}/end': 'it asks nothing but whether one is sure',
}
// What is not sent on the way round: it would end the walk.
const notSent = ['POST /sign-out', 'POST /leave', 'POST /stay', 'POST /drafts/{draft}', 'POST /sign-in']
// What stands apart from the product, and why: no title says that it is Waymark, and its help is not ours.
const apart = { '/leave': 'whoever comes here leaves quickly, and nothing tells where they were' }
const people = /Linh|Alima|Tesfay|Mirela|Osas|Kayleigh|Thiri|Bakhtiyor|The man from the park/

const all = routes()
let waymark
let browser
let crawl
let reached
before(async () => {
  ;[waymark, browser] = await Promise.all([start({ args: ['--as-of', '2026-11-22'] }), launch()])
  crawl = new Crawl(waymark, all, await reading(browser))
  const readers = await crawl.everybody()
  for (const [i, reader] of readers.entries()) await crawl.goEverywhere(reader, Crawl.most(i))
  reached = await comeToEvery(crawl, (role) => readers.find((r) => r.role === role))
  // Last, for some of it takes away what the states need.
  await crawl.sendEverything((pattern) => notSent.includes(pattern))
  // Once more for those who did something: what they began and what they did is on their pages now.
  for (const reader of readers.slice(1, 3)) await crawl.goEverywhere(reader, 2 * Crawl.most(1))
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

test('every route is come to, every form sent, every state reached, and no link is dead', () => {
  assert.equal(waymark.people().length, 23, 'everybody of the demo went round')
  assert.deepEqual(crawl.wrong, [])
  assert.deepEqual(missed(all.filter((r) => r.method === 'GET').map((r) => r.pattern), new Set(crawl.came.keys()), unvisited), [])
  const refused = new Set([...crawl.sent].filter(([, answers]) => answers.has(422)).map(([pattern]) => pattern))
  assert.deepEqual(missed(all.filter((r) => r.method === 'POST').map((r) => r.pattern), refused, nothingToRefuse), [])
  assert.deepEqual(Object.keys(states).filter((state) => !reached.has(state)), [])
})

test('no title names anybody, and each says where one is', () => {
  assert.deepEqual(crawl.pages.filter((p) => people.test(p.title) || (!apart[p.path] && !/^(Error: )?\S.* – Waymark$/.test(p.title))).map((p) => `${p.name}: ${p.title}`), [])
  assert.deepEqual(crawl.pages.filter((p) => (p.status === 422) !== p.title.startsWith('Error: ')).map((p) => `${p.name}: ${p.status} ${p.title}`), [])
})

test('axe finds nothing, and no page is too heavy, too wide, too small, covered, cut off, dragged or without help', async (t) => {
  const { wrong, helps, heaviest } = await lookAt(browser, waymark.url, crawl.pages, { apart })
  t.diagnostic(`${crawl.pages.length} pages that look otherwise than any other; the heaviest weighs ${heaviest} bytes`)
  assert.ok(crawl.pages.length > 300, `${crawl.pages.length} pages were looked at`)
  assert.deepEqual(wrong, [])
  assert.equal(helps.size, 1, `help is not the same everywhere: ${[...helps].map(([order, pages]) => `${order}: ${pages.slice(0, 3)}`).join('\n')}`)
})
