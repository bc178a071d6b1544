// Everybody of the demo goes everywhere they may, and sends every form that they meet,
// empty and with what nobody can take. What comes back is kept once for each page that
// reads otherwise than any before.
import { routeOf } from './routes.mjs'
import { asItStands, Reader, sentEmpty, sentWrong } from './reader.mjs'

// How many pages of one route each of them opens: the first few people of a list are
// there for their states, the others for what others may see of them.
const [many, few] = [4, 2]

/**
 * @param {{url: string, people: () => [string, {login: string, password: string}][]}} waymark
 * @param {import('./routes.mjs').Route[]} all
 * @param {Awaited<ReturnType<import('./reader.mjs').reading>>} read
 */
export class Crawl {
  pages = [] // each that is built otherwise than those before: {name, path, status, html, headers, title}
  #looks = new Set()
  came = new Map() // by pattern: the roles who were let in
  first = new Map() // by pattern: who was let in first, and where
  sent = new Map() // by pattern of a form: the statuses that were answered
  wrong = [] // dead links and broken answers
  #forms = new Map() // by what the form is: {reader, path, form}
  #seenBy = new Map()

  constructor(waymark, all, read) {
    Object.assign(this, { waymark, all, read })
  }

  /** Takes an answer in, and gives what stands on it. */
  async take(reader, name, answer) {
    const route = routeOf(this.all, 'GET', answer.asked.replace(/\?.*/, ''))
    const end = routeOf(this.all, 'GET', answer.path.replace(/\?.*/, ''))
    const shut = end?.path === '/sign-in' // whoever is led to the door was not let in
    for (const r of [answer.method === 'GET' && !shut ? route : undefined, end]) {
      if (r && answer.status === 200 && !this.first.has(r.pattern)) this.first.set(r.pattern, { role: reader.role, path: answer.path })
      if (r && answer.status < 400) this.came.set(r.pattern, (this.came.get(r.pattern) ?? new Set()).add(reader.role))
    }
    const form = answer.method !== 'POST' ? undefined : routeOf(this.all, 'POST', answer.asked.replace(/\?.*/, ''))
    if (form) this.sent.set(form.pattern, (this.sent.get(form.pattern) ?? new Set()).add(answer.status))
    if (answer.status >= 500) this.wrong.push(`${name}: answered ${answer.status}`)
    if (!answer.isPage) return { links: [], named: {}, choices: {}, forms: [], title: '' }
    const stands = await this.read(answer.html)
    const [main, around] = stands.built
    const which = [403, 404].includes(answer.status) ? '' : end?.pattern ?? form?.pattern // what is refused is refused alike
    const looks = [`${which} ${answer.status} ${main}`, around].filter((look) => !this.#looks.has(look))
    if (looks.length > 0) {
      looks.forEach((look) => this.#looks.add(look))
      this.pages.push({ name: `${name} as ${reader.role}`, path: answer.path, status: answer.status, html: answer.html, headers: answer.headers, title: stands.title })
      this.wrong.push(...stands.broken.map((line) => `${name} as ${reader.role}: ${line}`))
    }
    for (const sent of stands.forms.filter((f) => f.method === 'POST')) {
      const key = JSON.stringify([sent.action.replace(/[0-9a-hjkmnp-tv-z]{26}/g, 'id') || end?.pattern, sent.fields.map((f) => [f.name, f.type]), sent.buttons])
      if (!this.#forms.has(key)) this.#forms.set(key, { reader, path: answer.path, form: sent })
    }
    return stands
  }

  /** Lets somebody go wherever a link leads and wherever the table says that there is something. */
  async goEverywhere(reader, most) {
    const opened = this.#seenBy.get(reader) ?? new Map()
    this.#seenBy.set(reader, opened)
    const values = {}
    const queue = this.all.filter((r) => r.method === 'GET' && r.names.length === 0).map((r) => ({ path: r.fill({}), linked: false }))
    const asked = new Set()
    for (let next; (next = queue.shift());) {
      const route = routeOf(this.all, 'GET', next.path.replace(/\?.*/, ''))
      if (!route || asked.has(next.path) || (opened.get(route.pattern) ?? 0) >= most) {
        if (!route && next.linked && !next.path.startsWith('/assets/')) this.wrong.push(`${next.from} leads to ${next.path}, which is no route`)
        continue
      }
      asked.add(next.path)
      const answer = await reader.get(next.path)
      // What somebody began may be closed to them by now; their words stay theirs, on the list.
      const closedSince = next.from === '/drafts' && answer.status === 403
      if (next.linked && answer.status >= 400 && !closedSince) this.wrong.push(`${next.from} as ${reader.role} leads to ${next.path}: ${answer.status}`)
      if (answer.status === 200) {
        opened.set(route.pattern, (opened.get(route.pattern) ?? 0) + 1)
        if (route.names.includes('case')) values.case ??= next.path.split('/')[2]
      }
      const { links } = await this.take(reader, route.pattern, answer)
      queue.push(...links.map((path) => ({ path, linked: true, from: next.path })))
    }
    // What no link led to is refused, or is a page that nobody is led to.
    for (const r of this.all) {
      if (r.method === 'GET' && !opened.has(r.pattern) && r.names.length > 0) {
        await this.take(reader, r.pattern, await reader.get(r.fill(values)))
      }
    }
  }

  /** Sends every form that stood anywhere: with what nobody can take, empty, and as it stands with each of its buttons. */
  async sendEverything(unless) {
    for (const { reader, path, form } of [...this.#forms.values()]) {
      const to = form.action || path
      const route = routeOf(this.all, 'POST', to.replace(/\?.*/, ''))
      if (!route) this.wrong.push(`a form on ${path} is sent to ${to}, which takes none`)
      if (!route || unless(route.pattern)) continue
      const ways = { 'sent wrong': sentWrong(form), 'sent empty': sentEmpty(form) }
      for (const button of form.buttons.filter((b) => b.name || b.to)) ways[`sent with ${button.name} ${button.value}`] = asItStands(form, button)
      for (const [how, fields] of Object.entries(ways)) {
        const answer = await reader.post(to, fields)
        await this.take(reader, `${route.pattern} ${how}`, answer)
      }
    }
  }

  /** Everybody who may sign in, signed in. */
  async everybody() {
    const readers = [new Reader(this.waymark.url)]
    for (const [role, who] of this.waymark.people()) {
      const reader = new Reader(this.waymark.url, role)
      await this.take(reader, 'POST /sign-in', await reader.signIn(who))
      readers.push(reader)
    }
    return readers
  }

  /** How many pages of a route somebody opens. */
  static most(at) { return at > 0 && at < 4 ? many : few }
}
