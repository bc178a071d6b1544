// Somebody who reads and sends without a window: for the many pages of which only those
// are looked at in a browser that look otherwise than any before.
import { createHash } from 'node:crypto'

/** What was answered: the page at the end of the way, and where it led. */
export class Answer {
  constructor({ method, asked, path, status, headers, html }) {
    Object.assign(this, { method, asked, path, status, headers, html })
  }
  get isPage() { return (this.headers.get('content-type') ?? '').startsWith('text/html') && this.html !== '' }
}

export class Reader {
  #cookies = new Map()
  constructor(url, role = 'nobody') {
    this.url = url
    this.role = role
  }

  async signIn({ login, password }) {
    const got = await this.post('/sign-in', [['login', login], ['password', password]])
    if (got.path === '/sign-in') throw new Error(`${login} was not let in: ${got.status}`)
    return got
  }

  get(path) { return this.#ask('GET', path) }
  post(path, fields) { return this.#ask('POST', path, new URLSearchParams(fields).toString()) }

  async #ask(method, asked, body) {
    let [verb, path] = [method, asked]
    for (let step = 0; step < 6; step++) {
      const response = await fetch(this.url + path, {
        method: verb, redirect: 'manual', body: verb === 'POST' ? body : undefined,
        headers: {
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '), 'sec-fetch-site': 'same-origin', accept: 'text/html',
          ...(verb === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      })
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = line.match(/^([^=]+)=([^;]*)/)
        if (value) this.#cookies.set(name, value)
        else this.#cookies.delete(name)
      }
      const html = await response.text()
      const to = response.headers.get('location')
      if (!to) return new Answer({ method, asked, path, status: response.status, headers: response.headers, html })
      ;[verb, path] = ['GET', new URL(to, this.url + path)]
      path = path.pathname + path.search
    }
    throw new Error(`${method} ${asked} leads round in a ring`)
  }
}

/**
 * Gives a way to read pages: where they lead, which forms stand on them, what on them
 * points at nothing, and how they are built. A browser reads them, in an empty page, so
 * that nothing here guesses at HTML.
 *
 * `built` is what a page is, its main part and what stands around that, whoever it is about, whoever reads it and whenever: which
 * elements it has within which, in which states, its headings in their order, and how
 * long its words are. Two pages of one route that are built the same differ in
 * words, days and how often something is repeated, and are looked at once.
 *
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<(html: string) => Promise<{title: string, links: string[], named: Record<string, string>, choices: Record<string, string>,
 *   forms: Form[], broken: string[], built: string[]}>>}
 * @typedef {{action: string, method: string, buttons: {name: string, value: string, to: string}[],
 *   fields: {name: string, type: string, value: string, on: boolean, values: string[]}[]}} Form
 */
export async function reading(browser) {
  const page = await (await browser.newContext()).newPage()
  return async (html) => {
    const { built, ...stands } = await page.evaluate(readPage, html)
    return { ...stands, built: built.map((part) => createHash('sha256').update(part).digest('hex')) }
  }
}

/** Runs in the browser. */
function readPage(html) {
  const doc = new DOMParser().parseFromString(html, 'text/html')
  const all = [...doc.body.querySelectorAll('*')]

  const button = (element) => ({ name: element.getAttribute('name') ?? '', value: element.getAttribute('value') ?? '', to: element.getAttribute('formaction') ?? '' })
  const field = (f) => ({
    name: f.name,
    type: f.tagName === 'INPUT' ? f.type : f.tagName.toLowerCase(),
    value: f.value,
    on: f.type === 'radio' || f.type === 'checkbox' ? f.checked : true,
    values: f.tagName === 'SELECT' ? [...f.options].map((o) => o.value) : [],
  })
  const forms = [...doc.forms].map((form) => ({
    action: form.getAttribute('action') ?? '',
    method: (form.getAttribute('method') ?? 'get').toUpperCase(),
    buttons: [...form.querySelectorAll('button:not([type=button]), input[type=submit]')].map(button),
    fields: [...form.querySelectorAll('input[name]:not([type=submit]), select[name], textarea[name]')].filter((f) => !f.disabled).map(field),
  }))

  const ids = all.map((e) => e.id).filter(Boolean)
  const broken = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `two things have the id ${id}`)
  for (const e of all) {
    const points = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'aria-errormessage', 'headers', 'list'].flatMap((name) => (e.getAttribute(name) ?? '').split(/\s+/))
    if (/^#./.test(e.getAttribute('href') ?? '')) points.push(decodeURIComponent(e.getAttribute('href').slice(1)))
    broken.push(...points.filter((id) => id && !ids.includes(id)).map((id) => `${e.tagName.toLowerCase()} points at ${id}, which is not there`))
    const asked = e.matches('input:not([type=hidden], [type=submit]), select, textarea')
    if (asked && !e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')) broken.push(`nothing says what is asked in ${e.name}`)
  }

  const own = (e) => (e ? `${e.tagName}.${[...e.classList].sort().join('.')}` : '')
  const changes = new Set(['class', 'id', 'href', 'for', 'value', 'name', 'action', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'aria-label', 'aria-current', 'datetime', 'data-draft-url', 'placeholder', 'title', 'data-now'])
  const states = (e) => [...e.attributes].filter((a) => !changes.has(a.name) && !(e.tagName === 'BDI' && /^(dir|lang)$/.test(a.name))).map((a) => `${a.name}=${a.value}`).sort().join(',')
  const said = (e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.textContent.trim()).filter(Boolean)
  const builtOf = (some) => {
    const parts = new Set(some.map((e) => [own(e.parentElement?.parentElement), own(e.parentElement), own(e), states(e), said(e).length > 0].join('|')))
    const heads = some.filter((e) => /^H[1-6]$/.test(e.tagName)).map((e) => e.tagName).join('').replace(/(H\d)\1+/g, '$1')
    const longest = Math.max(0, ...some.flatMap(said).flatMap((text) => text.split(/\s+/)).map((word) => word.length))
    return `${[...parts].sort().join('\n')}\n${heads}\n${longest > 20}`
  }

  const links = all.filter((e) => e.matches('a[href^="/"]'))
  return {
    title: doc.title, forms, broken,
    links: [...new Set(links.map((a) => a.getAttribute('href').replace(/#.*$/, '')))],
    named: Object.fromEntries(links.filter((a) => a.closest('main')).map((a) => [a.textContent.trim(), a.getAttribute('href')])),
    choices: Object.fromEntries([...doc.querySelectorAll('option')].map((o) => [o.textContent.trim(), o.value])),
    built: [builtOf(all.filter((e) => e.closest('main'))), builtOf(all.filter((e) => !e.closest('main')))],
  }
}

const kept = (form) => form.fields.filter((f) => f.type === 'hidden').map((f) => [f.name, f.value])
const pressed = (form, button = form.buttons[0]) => (button?.name ? [[button.name, button.value]] : [])

/** The form as it stands on the page, sent with one of its buttons. */
export const asItStands = (form, button) => [...form.fields.filter((f) => f.on).map((f) => [f.name, f.value]), ...pressed(form, button)]

/** The form with every answer taken out. */
export const sentEmpty = (form) => [
  ...kept(form), ...form.fields.filter((f) => ['text', 'textarea', 'email', 'tel', 'search', 'password', 'number', 'date', 'select'].includes(f.type)).map((f) => [f.name, '']), ...pressed(form),
]

/** The form with an answer to every question that nobody can take. */
export const sentWrong = (form) => [
  ...kept(form), ...[...new Set(form.fields.filter((f) => f.type !== 'hidden').map((f) => f.name))].map((name) => [name, `the day that never was, ${name}`]), ...pressed(form),
]

/** The form as it stands but for some answers, given by name. */
export function filled(form, answers, button) {
  const names = Object.keys(answers)
  return [
    ...form.fields.filter((f) => f.on && !names.includes(f.name)).map((f) => [f.name, f.value]),
    ...names.flatMap((name) => [answers[name]].flat().map((value) => [name, value])), ...pressed(form, button),
  ]
}
