// The walk through every page finds nothing wrong. That it can: each thing that it looks
// for, planted, is found; a route that nobody comes to and a dead link are told.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { lookAt, weigh } from '../lib/check.mjs'
import { Crawl } from '../lib/crawl.mjs'
import { reading, Reader } from '../lib/reader.mjs'
import { missed, routeOf, routes } from '../lib/routes.mjs'
import { launch, start } from '../lib/waymark.mjs'

let waymark
let browser
let door
before(async () => {
  ;[waymark, browser] = await Promise.all([start(), launch()])
  door = await new Reader(waymark.url).get('/sign-in')
})
after(async () => {
  await browser?.close()
  await waymark?.stop()
})

/** The door of the product with something planted at the end of its main part, or elsewhere; no policy hinders it. */
const planted = ({ main = '', change = (html) => html }) => {
  const headers = new Headers(door.headers)
  headers.delete('content-security-policy')
  return { name: 'planted', path: '/sign-in', status: 200, headers, html: change(door.html.replace('</main>', () => `${main}</main>`)) }
}
const found = async (what) => (await lookAt(browser, waymark.url, [planted(what)], { hands: 1 })).wrong.join('\n')

test('a page that is well made has nothing wrong with it', async () => {
  assert.equal(await found({}), '')
})

for (const [name, what, line] of [
  ['axe: a picture that says nothing', { main: '<img src="/assets/none.png">' }, /axe: image-alt/],
  ['axe: targets that are too close', { main: '<div>' + '<button style="width:12px;height:12px;min-height:0;padding:0;border:0" aria-label="Close"></button>'.repeat(3) + '</div>' }, /axe: target-size/],
  ['2.4.11: a bar that stays over what has the focus', { main: '<div style="position:fixed;inset:0 0 8rem 0;background:#fff;z-index:9"></div><a href="/help">Under the bar</a>' }, /focus at 1280: nothing is seen of .*when it has the focus/],
  ['2.4.11: on a small window only', { main: '<style>@media (max-width: 400px) { .lid { position: fixed; inset: 0; background: #fff; z-index: 9 } }</style><div class="lid"></div>' }, /focus at 320: nothing is seen of/],
  ['2.5.7: something that is dragged', { main: '<div draggable="true">Drag me</div>' }, /dragging: dragged: div "Drag me"/],
  ['2.5.7: something that follows the pointer', { main: '<script>document.addEventListener("pointermove", () => {})</script>' }, /dragging: something listens for pointermove/],
  ['2.5.8: a target that is too small at 320', { main: '<p><button style="width:9px;height:9px;min-height:0;padding:0;border:0">x</button></p>' }, /by finger: \d+ by \d+: button/],
  ['3.2.6: help that is gone', { change: (html) => html.replace('href="/help"', 'href="/welcome"').replace('href="/accessibility"', 'href="/welcome"') }, /help: there is no way to get help/],
  ['3.2.6: help that moved to the top', { change: (html) => html.replace('<main', '<a href="/help">Help with this page</a><main') }, /help: help stands elsewhere than at the foot/],
  ['3.2.6: a foot that does not say whom to call', { change: (html) => html.replace('call 999', 'call somebody') }, /help: the foot does not begin with whom to call/],
  ['3.3.8: a password that nothing can fill in', { change: (html) => html.replace('autocomplete="current-password"', 'autocomplete="off"') }, /entering: a password is not told as one/],
  ['3.3.8: a name that nothing can fill in', { change: (html) => html.replace('autocomplete="username"', '') }, /entering: whose password it is cannot be filled in/],
  ['3.3.8: pasting that is hindered', { main: '<script>document.addEventListener("paste", (e) => e.preventDefault())</script>' }, /entering: something listens for paste/],
  ['1.4.12: words that are cut off when they take more room', { main: '<p style="height:1.3em;line-height:1.3;overflow:hidden;font-size:16px">One line that just fits</p>' }, /spaced: cut off: p "One line/],
  ['1.4.10: a line that is wider than the window', { main: `<p style="overflow-wrap:normal">${'Llanfair'.repeat(20)}</p>` }, /at 320: the page is \d+ wide/],
  ['something that is printed', { main: '<button class="wm-printed" style="display:block!important">Print me</button>' }, /on paper: on paper: button/],
  ['a page that asks elsewhere', { main: '<img alt="" src="http://127.0.0.1:9/elsewhere.png">' }, /asked elsewhere: http:\/\/127\.0\.0\.1:9/],
  ['a script that errs', { main: '<script>throw new Error("planted")</script>' }, /script: planted/],
  ['a page that is too heavy', { main: `<p hidden>${Array.from({ length: 90_000 }, (_, i) => ((i * 2654435761) >>> 0).toString(36)).join(' ')}</p>` }, /it weighs \d+ bytes/],
]) {
  test(`${name} is found`, async () => {
    assert.match(await found(what), line)
  })
}

test('help that is otherwise on one page is told apart', async () => {
  const { helps } = await lookAt(browser, waymark.url, [planted({}), planted({ change: (html) => html.replace(/(<a[^>]*href="\/help"[^>]*>[^<]*<\/a>)([\s\S]*?)(<a[^>]*href="\/accessibility"[^>]*>[^<]*<\/a>)/, '$3$2$1') })], { hands: 1 })
  assert.equal(helps.size, 2)
})

test('a page weighs what it is made of', () => {
  const body = Buffer.from('a typeface is packed already')
  assert.equal(weigh('', [{ path: '/a.woff2', body }]) - weigh('', []), body.length)
  assert.ok(weigh('', [{ path: '/a.css', body: Buffer.from('a'.repeat(9000)) }]) < 200)
})

test('pages of one build are known by it; those that are built otherwise, or point at nothing, too', async () => {
  const read = await reading(browser)
  const page = (name, id, more = '') => `<header><p>Top</p></header><main><h1><bdi>${name}</bdi></h1><a href="/cases/${id}">${name}</a> since 3 May 2026${more}</main><footer></footer>`
  const one = await read(page('Linh', '06g80fq2g0jtxxd6kgrw827e9r'))
  assert.deepEqual(one.built, (await read(page('丽华', '06dnyg1d039mfzxzxyp28hbqb0'))).built)
  for (const more of ['<p class="govuk-error-message">Say when</p>', '<h3>Deeper</h3>', '<a aria-disabled="true" href="/">No</a>', 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch']) {
    assert.notDeepEqual(one.built, (await read(page('Linh', '06g80fq2g0jtxxd6kgrw827e9r', more))).built, more)
  }
  assert.deepEqual(one.broken, [])
  const broken = '<label for="gone">A</label><p id="twice">B</p><p id="twice" aria-describedby="hint">C</p><a href="#away">D</a><input name="nothing">'
  assert.deepEqual((await read(page('Linh', 'x', broken))).broken, [
    'two things have the id twice', 'label points at gone, which is not there', 'p points at hint, which is not there', 'a points at away, which is not there', 'nothing says what is asked in nothing',
  ])
})

// A product of five routes, of which one is led to by nothing, one is dead and one errs.
const table = 'GET /sign-in   public\nPOST /sign-in   public\nGET /today   today.see\nGET /cases/{case}   case.see\nGET /cases/{case}/who   case.see\nGET /never/{thing}   case.see\nPOST /cases/{case}   contact.record\n'

test('a route that nobody comes to, a dead link and a form that is taken anyhow are told', async () => {
  const answers = {
    'GET /sign-in': [200, '<title>In</title><form method="post"><input name="login"><button>In</button></form>'],
    'POST /sign-in': [200, ''],
    'GET /today': [200, '<title>T</title><main><a href="/cases/one">One</a> <a href="/cases/two">Two</a> <a href="/elsewhere">No route</a></main>'],
    'GET /cases/one': [200, '<title>C</title><main><form method="post" action="/cases/one"><input name="note"><button>Send</button></form><a href="/cases/one/who">Who</a></main>'],
    'GET /cases/one/who': [500, '<title>E</title><main>Broken</main>'],
    'POST /cases/one': [200, '<title>Taken</title><main>Taken</main>'],
  }
  const server = createServer((request, response) => {
    request.resume()
    const [status, html] = answers[`${request.method} ${request.url}`] ?? [404, '<title>N</title><main>Not here</main>']
    response.writeHead(status, { 'content-type': 'text/html' }).end(html)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const all = routes(table)
  const crawl = new Crawl({ url: `http://127.0.0.1:${server.address().port}` }, all, await reading(browser))
  await crawl.goEverywhere(new Reader(crawl.waymark.url, 'somebody'), 9)
  await crawl.sendEverything((pattern) => pattern === 'POST /sign-in')
  server.close()
  assert.match(crawl.wrong.join('\n'), /\/today as somebody leads to \/cases\/two: 404/)
  assert.match(crawl.wrong.join('\n'), /\/today leads to \/elsewhere, which is no route/)
  assert.match(crawl.wrong.join('\n'), /answered 500/)
  assert.deepEqual([...crawl.sent.get('POST /cases/{case}')], [200], 'it took what nobody can take')
  const gets = all.filter((r) => r.method === 'GET').map((r) => r.pattern)
  assert.deepEqual(missed(gets, new Set(crawl.came.keys()), {}), ['nobody came to GET /cases/{case}/who', 'nobody came to GET /never/{thing}'])
  assert.deepEqual(missed(gets, new Set(gets), { 'GET /never/{thing}': 'nobody is led there', 'GET /gone': 'it was here once' }), [
    'GET /gone has a reason, and there is no such route', 'GET /never/{thing} has a reason why nobody comes to it, and somebody came',
  ])
})

test('of two routes that take a path the one that names more of it is meant', () => {
  const all = routes('GET /cases/{case}   case.see\nGET /cases/new   person.meet\nGET /{$}   public\n')
  assert.equal(routeOf(all, 'GET', '/cases/new').path, '/cases/new')
  assert.equal(routeOf(all, 'GET', '/cases/06g').path, '/cases/{case}')
  assert.equal(routeOf(all, 'GET', '/').path, '/{$}')
  assert.equal(routeOf(all, 'POST', '/cases/new'), undefined)
})
