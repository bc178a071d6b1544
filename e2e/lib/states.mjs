// States that one comes to only by doing something: what was recorded meanwhile, what was
// recorded already, a form that outlived its session, a record that few may know of. Each
// is done as at a browser, without one.
import { asItStands, filled, Reader } from './reader.mjs'

/** What there is to be reached; a walk that came to fewer was not whole. */
export const states = {
  'at the door: not let in': { status: 422, title: /^Error: Sign in/ },
  'at the door: too many tries': { status: 429, title: /Sign in/ },
  'recorded already': { status: 409, title: /Recorded already/i },
  'stale: how to reach them': { status: 409, title: /./ },
  'stale: an entry put right twice': { status: 409, title: /./ },
  'taken back': { status: 200, title: /Chronology/ },
  'signed out in the middle of a form': { status: 401, title: /Sign in again/ },
  'signed in again': { status: 200, title: /Record a contact/ },
  'sent by somebody else': { status: 403, title: /./ },
  'sharing: what they would see': { status: 200, title: /Share|see/i },
  'sharing: who can see this': { status: 200, title: /Who can see this/i },
  'sharing: about to end': { status: 200, title: /End/i },
  'begun and kept': { status: 200, title: /./ },
  'begun, gone on with': { status: 200, title: /contact/i },
  'known to few': { status: 200, title: /Who may know/i },
  'known to few, to others': { status: 404, title: /./ },
  'kept away': { status: 200, title: /./ },
  'opened in an emergency': { status: 200, title: /./ },
  'not found': { status: 404, title: /./ },
  'no such page': { status: 404, title: /./ },
  'not for this role': { status: 403, title: /./ },
  'an id that is none': { status: 404, title: /./ },
  'somebody is found': { status: 200, title: /Find somebody/ },
  'nobody is found': { status: 200, title: /Find somebody/ },
  'as it was known then': { status: 200, title: /./ },
  'as it was known, on no day': { status: 422, title: /./ },
  'only one kind of entry': { status: 200, title: /Chronology/ },
  'a page past the last': { status: 200, title: /Today/ },
  'what one wrote oneself and may not read any more': { status: 200, title: /./ },
  'a house with a fault': { status: 200, title: /./ },
  'a house that is closed': { status: 200, title: /./ },
}

/** Comes to every state, and says which one turned out otherwise. */
export async function comeToEvery(crawl, signedIn) {
  const reached = new Set()
  const at = async (state, reader, answer) => {
    const { status, title } = states[state]
    const stands = await crawl.take(reader, state, answer)
    if (answer.status !== status || !title.test(stands.title)) crawl.wrong.push(`${state}: answered ${answer.status}, "${stands.title}" at ${answer.path}`)
    reached.add(state)
    return stands
  }
  const open = async (reader, path) => {
    const answer = await reader.get(path)
    return { ...(await crawl.take(reader, path.replace(/[0-9a-z]{26}/g, '{id}'), answer)), path: answer.path }
  }
  // The form of a page that has a field of this name.
  const form = (stands, field) => {
    const found = stands.forms.find((f) => f.method === 'POST' && f.action !== '/search' && f.fields.some((x) => x.name === field))
    if (!found) throw new Error(`no form asks for ${field} at ${stands.path}: ${stands.forms.map((f) => f.fields.map((x) => x.name))}`)
    return { ...found, action: found.action || stands.path }
  }
  const nadia = signedIn('support worker')
  const tom = signedIn('manager')
  const ruth = signedIn('manager at a second organisation')
  const people = await open(nadia, '/people')
  const of = (name) => people.named[name] ?? (() => { throw new Error(`nobody is called ${name}`) })()
  const scene = { at, open, form, of, nadia, tom, ruth, signedIn, crawl }
  for (const play of [door, contact, meanwhile, mending, outlived, sharing, few, emergency, ownRecords, lost, finding, then, house]) await play(scene)
  return reached
}

async function door({ at, crawl }) {
  const stranger = new Reader(crawl.waymark.url)
  const tried = () => stranger.post('/sign-in', [['login', 'nobody@maple.example'], ['password', 'not the password']])
  await at('at the door: not let in', stranger, await tried())
  let last
  for (let n = 0; n < 8 && last?.status !== 429; n++) last = await tried()
  await at('at the door: too many tries', stranger, last)
}

const spoke = { how: 'phone', reached: 'yes', note: 'She rang after six.' }

async function contact({ at, open, form, of, nadia }) {
  const path = `${of('Linh')}/contacts/new`
  const asked = form(await open(nadia, path), 'note')
  await nadia.post(asked.action, filled(asked, spoke, {}))
  await at('recorded already', nadia, await nadia.post(asked.action, filled(asked, { ...spoke, note: 'She rang after seven.' }, {})))
  const begun = form(await open(nadia, path), 'note')
  const later = begun.buttons.find((b) => b.name === 'later')
  await at('begun and kept', nadia, await nadia.post(begun.action, filled(begun, { note: 'Half a sentence' }, later)))
  await at('begun, gone on with', nadia, await nadia.get(path))
}

async function meanwhile({ at, open, form, of, nadia }) {
  const path = `${of('Mirela')}/safe-way`
  const [one, two] = [form(await open(nadia, path), 'hours'), form(await open(nadia, path), 'hours')]
  await nadia.post(one.action, filled(one, { ways: ['text'], hours: 'after 20:00' }, {}))
  await at('stale: how to reach them', nadia, await nadia.post(two.action, filled(two, { ways: ['call'], hours: 'after 21:00' }, {})))
}

async function mending({ at, open, form, of, nadia }) {
  const line = await open(nadia, `${of('Tesfay')}/chronology`)
  const paths = line.links.filter((l) => /\/entries\/[^/]+\/correct$/.test(l))
  const [one, two] = [form(await open(nadia, paths[0]), 'happened'), form(await open(nadia, paths[0]), 'happened')]
  await nadia.post(one.action, filled(one, { happened: '1 October 2026', because: 'A slip.' }, {}))
  await at('stale: an entry put right twice', nadia, await nadia.post(two.action, filled(two, { happened: '2 October 2026', because: 'Another slip.' }, {})))
  const whole = form(await open(nadia, paths[2]), 'because-whole')
  await at('taken back', nadia, await nadia.post(whole.action, filled(whole, { 'because-whole': 'It is about somebody else.' })))
}

async function outlived({ at, open, form, of, nadia, ruth, crawl }) {
  const asked = form(await open(nadia, `${of('Osas')}/contacts/new`), 'note')
  const gone = new Reader(crawl.waymark.url, nadia.role)
  const stands = await at('signed out in the middle of a form', gone, await gone.post(asked.action, filled(asked, spoke, {})))
  const { login, password } = new Map(crawl.waymark.people()).get(nadia.role)
  const again = form({ ...stands, path: '/sign-in' }, 'password')
  await at('signed in again', gone, await gone.post(again.action, filled(again, { login, password })))
  await at('sent by somebody else', ruth, await ruth.post(asked.action, filled(asked, spoke, {})))
}

async function sharing({ at, open, form, of, nadia }) {
  const asked = form(await open(nadia, `${of('Osas')}/sharing/new`), 'labels')
  const to = asked.fields.find((f) => f.name === 'to').values.at(-1)
  const seen = await at('sharing: what they would see', nadia, await nadia.post(asked.action, filled(asked, { to, labels: ['general', 'identity'], basis: 'consent', why: 'They asked for it.' })))
  const sure = form({ ...seen, path: asked.action }, 'to')
  const who = await at('sharing: who can see this', nadia, await nadia.post(sure.action, asItStands(sure, {})))
  await at('sharing: about to end', nadia, await nadia.get(who.links.find((l) => l.endsWith('/end'))))
}

async function few({ at, open, form, nadia, tom }) {
  const met = form(await open(tom, '/people/new'), 'chosen_name')
  const somebody = (await tom.post(met.action, filled(met, { chosen_name: 'Zeynep' }))).path.split('/').slice(0, 3).join('/')
  const away = form(await open(tom, `${somebody}/conflicts`), 'worker')
  await at('kept away', tom, await tom.post(away.action, filled(away, { worker: away.fields.find((f) => f.name === 'worker').values.at(-1) })))
  const asked = form(await open(tom, `${somebody}/few`), 'why')
  await at('known to few', tom, await tom.post(asked.action, filled(asked, { why: 'Somebody asks for them at the office.', worker: asked.fields.find((f) => f.name === 'worker').values.find(Boolean) })))
  await at('known to few, to others', nadia, await nadia.get(somebody))
}

async function emergency({ at, open, form, nadia }) {
  const asked = form(await open(nadia, '/emergency'), 'why')
  await at('opened in an emergency', nadia, await nadia.post(asked.action, filled(asked, { name: 'Blessing', why: 'She said on the phone that she cannot go on.' })))
}

/** Another organisation lets Maple House read, a worker there writes, and the sharing ends. */
async function ownRecords({ at, open, form, nadia, tom, signedIn }) {
  const [esther, moira] = [signedIn('First Responder'), signedIn('records lead')]
  const path = (await open(esther, '/people')).named.U
  const asked = form(await open(esther, `${path}/sharing/new`), 'labels')
  const maple = (await open(esther, `${path}/sharing/new`)).choices['Maple House']
  await esther.post(asked.action, filled(asked, { to: maple, labels: ['general', 'identity', 'contact', 'account'], basis: 'consent', why: 'He needs a bed.' }, {}))
  const beside = await open(tom, `${path}/workers`)
  const put = form(beside, 'worker')
  await tom.post(put.action, filled(put, { worker: beside.choices['Nadia Rahman'] }))
  const way = form(await open(nadia, `${path}/safe-way`), 'hours')
  await nadia.post(way.action, filled(way, { ways: ['text'], hours: 'after 18:00' }, {}))
  const ending = (await open(esther, `${path}/who`)).links.find((l) => l.endsWith('/end'))
  const end = await open(esther, ending)
  await esther.post(ending, asItStands(end.forms.find((f) => f.action.endsWith('/end')), {}))
  const mine = (await open(moira, '/own-records')).links.find((l) => l.startsWith('/own-records/'))
  await at('what one wrote oneself and may not read any more', moira, await moira.get(mine ?? '/own-records/nowhere'))
}

async function lost({ at, nadia, of }) {
  await at('not found', nadia, await nadia.get('/cases/nowhere'))
  await at('an id that is none', nadia, await nadia.get(`${of('Linh')}0`))
  await at('no such page', nadia, await nadia.get('/a-page-that-was-never-there'))
  await at('not for this role', nadia, await nadia.get('/team'))
}

async function finding({ at, nadia }) {
  await at('somebody is found', nadia, await nadia.post('/search', [['name', 'Lin']]))
  await at('nobody is found', nadia, await nadia.post('/search', [['name', 'Wilhelmina']]))
}

async function then({ at, nadia, of }) {
  await at('as it was known then', nadia, await nadia.get(`${of('The man from the park')}?known=20+March+2020`))
  await at('as it was known, on no day', nadia, await nadia.get(`${of('The man from the park')}?known=whenever`))
  await at('only one kind of entry', nadia, await nadia.get(`${of('The man from the park')}/chronology?kind=contact.made`))
  await at('a page past the last', nadia, await nadia.get('/today?page=900'))
}

async function house({ at, open, form, tom }) {
  const asked = form(await open(tom, '/team/houses/new'), 'name')
  const path = (await tom.post(asked.action, filled(asked, { name: 'Hazel' }))).path.replace(/[?#].*/, '')
  const check = form(await open(tom, `${path}/check`), 'what')
  await at('a house with a fault', tom, await tom.post(check.action, filled(check, { what: 'fire-alarm', result: 'to-put-right', faults: 'The alarm on the landing', by: '22 November 2026' })))
  const close = await open(tom, `${path}/close`)
  const closing = close.forms.find((f) => (f.action || close.path).endsWith('/close'))
  await at('a house that is closed', tom, await tom.post(closing.action || close.path, asItStands(closing)))
}
