// What pages do beyond HTML: GOV.UK Frontend's behaviour, drafts that save
// themselves, and a guard against the second click. Every page works without it.

import { initAll } from './govuk-frontend.js'

const SAVE_AFTER = 2000 // ms from the last keystroke
const SAVE_WITHIN = 5000 // ms that words wait at most while somebody types on
const RETRY_AFTER = [5000, 10000, 30000, 60000] // ms; the last is repeated
const GIVE_UP_AFTER = 10000 // ms without any answer: a phone in a lift
const RESUBMIT_AFTER = 3000 // ms in which a second submit is one click too many
const KEEPALIVE_LIMIT = 60000 // bytes; browsers drop longer bodies of a page that is going away

const SAVED = 'Saved at %s'
const NOT_SAVED = 'Not saved. We keep trying.'
const SIGNED_OUT = 'Not saved: you have been signed out. Keep this page open and sign in again in another tab. Then what you typed is saved.'
const NOT_KEPT = 'Not saved for later. Record it before you leave this page.'
const NOT_SENT = 'Not sent: there is no connection. What you typed is still here. Keep this page open and press the button again.'

/** A form whose words are kept on the server while they are written. */
class Draft {
  constructor (form) {
    this.form = form
    this.url = form.dataset.draftUrl
    this.status = form.querySelector('[data-draft-status]') ?? document.querySelector('[data-draft-status]') ?? this.newStatus()
    this.since = 0 // when the first of the words that are not saved was typed; 0 if all are saved
    this.saving = null
    this.failures = 0
    form.addEventListener('input', () => this.onChange())
    form.addEventListener('change', () => this.onChange())
    form.addEventListener('submit', (event) => this.onSubmit(event))
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.flush())
    window.addEventListener('pagehide', () => this.flush())
    window.addEventListener('online', () => this.failures > 0 && this.flush())
    window.addEventListener('focus', () => this.failures > 0 && this.flush())
  }

  newStatus () {
    const status = document.createElement('p')
    status.className = 'wm-draft-status'
    status.dataset.draftStatus = ''
    status.setAttribute('role', 'status')
    this.form.append(status)
    return status
  }

  onChange () {
    const now = performance.now()
    this.since ||= now
    if (this.failures === 0) this.wait(Math.min(SAVE_AFTER, Math.max(this.since + SAVE_WITHIN - now, 0)))
  }

  /**
   * A form leaves this page only when its words are on the server already: a page
   * that does not come back, or a session that has ended, must not take them along.
   */
  async onSubmit (event) {
    if (event.defaultPrevented || this.kept || this.isSaved()) return
    event.preventDefault()
    if (this.sending) return
    this.sending = true
    this.kept = await this.save(NOT_SENT)
    if (this.kept) this.form.requestSubmit(event.submitter)
    this.kept = this.sending = false
  }

  /** Nothing was typed since all of it was saved, or only what was typed already. */
  isSaved () {
    if (this.since && this.words() === this.saved) this.since = 0
    return !this.since && !this.saving
  }

  wait (milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.saving ? this.wait(SAVE_AFTER) : this.save(), milliseconds)
  }

  flush () {
    if (!this.isSaved()) this.save()
  }

  /** Sends all there is, in place of what is on its way. Gives whether the server took it, or will take no draft of this. */
  async save (otherwise = NOT_SAVED) {
    clearTimeout(this.timer)
    if (this.isSaved()) return true
    const words = this.words()
    const saving = new AbortController()
    this.saving?.abort()
    this.saving = saving
    const since = this.since || performance.now()
    this.since = 0
    const tooLong = setTimeout(() => saving.abort(), GIVE_UP_AFTER)
    try {
      const said = await this.send(words, saving.signal)
      this.saved = words
      this.failures = 0
      if (this.since) this.wait(SAVE_AFTER) // typed meanwhile
      this.tell(said)
      return true
    } catch (error) {
      if (this.saving !== saving) return false // another took these words along
      this.since = since
      this.tell(error instanceof SignedOut ? SIGNED_OUT : otherwise)
      this.wait(RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)])
      this.failures++
      return false
    } finally {
      clearTimeout(tooLong)
      if (this.saving === saving) this.saving = null
    }
  }

  words () {
    return new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === 'string')).toString()
  }

  /** What to say of the answer; an error if trying again may help. */
  async send (words, signal) {
    const answer = await fetch(this.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: words,
      signal,
      mode: 'same-origin',
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: words.length < KEEPALIVE_LIMIT
    })
    if (answer.type === 'opaqueredirect') throw new SignedOut() // the way to sign in
    if (answer.status >= 500) throw new Error(`the draft was answered with ${answer.status}`)
    return answer.ok ? SAVED : NOT_KEPT
  }

  /** Said only when it differs, so that a screen reader is not told twice. */
  tell (text) {
    const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    const said = text.replace('%s', time)
    if (this.status.textContent !== said) this.status.textContent = said
  }
}

class SignedOut extends Error {}

const WARN_BEFORE = 6 * 60000 // ms before one is signed out
const ENDS_SOON = 'You will be signed out at about %s, because nothing was sent for a while. Nothing you typed is lost.'
const STAYED = 'You stay signed in.'
const ENDED = 'You have been signed out. Keep this page open and sign in again in another tab. Then what you typed is saved.'

/** Warns before the session ends unused, in every tab that is open, and lets one stay. */
class Idle {
  constructor (seconds) {
    this.lasts = seconds * 1000
    this.tabs = new BroadcastChannel('waymark-seen') // a page that is opened in another tab counts
    this.tabs.addEventListener('message', () => this.seen())
    this.tabs.postMessage('seen')
    this.seen()
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.check())
  }

  seen () {
    this.since = Date.now()
    this.quiet()
    this.wait(this.lasts - WARN_BEFORE)
  }

  quiet () {
    this.banner?.remove()
    this.banner = null
  }

  wait (milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.check(), milliseconds)
  }

  /** A machine that slept runs no timers: what counts is the clock. */
  check () {
    const left = this.since + this.lasts - Date.now()
    if (left <= 0) this.say(ENDED)
    else if (left <= WARN_BEFORE) this.say(ENDS_SOON, left)
    this.wait(left <= 0 ? this.lasts : left <= WARN_BEFORE ? left : left - WARN_BEFORE)
  }

  say (text, left = 0) {
    const ends = new Date(Date.now() + left).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    if (!this.banner) {
      this.banner = document.createElement('div')
      this.banner.className = 'wm-idle'
      this.banner.setAttribute('role', 'alert')
      document.body.prepend(this.banner)
    }
    const said = document.createElement('p')
    said.textContent = text.replace('%s', ends)
    this.banner.replaceChildren(said)
    if (text !== ENDS_SOON) return
    const stay = document.createElement('button')
    stay.type = 'button'
    stay.className = 'govuk-button govuk-button--secondary wm-small'
    stay.textContent = 'Stay signed in'
    stay.addEventListener('click', () => this.stay())
    this.banner.append(stay)
  }

  async stay () {
    const answer = await fetch('/stay', { method: 'POST', mode: 'same-origin', credentials: 'same-origin', redirect: 'manual' }).catch(() => null)
    if (!answer) return
    if (answer.type === 'opaqueredirect') return this.say(ENDED)
    this.tabs.postMessage('seen')
    this.seen()
    this.say(STAYED)
    setTimeout(() => this.quiet(), 4000)
  }
}

/** Stops the second click of a double click; a real second try always goes through. */
function guardDoubleSubmit () {
  const sent = new WeakMap()
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented || event.target.method !== 'post') return
    const now = performance.now()
    if (now - (sent.get(event.target) ?? -Infinity) < RESUBMIT_AFTER) {
      event.preventDefault()
      return
    }
    sent.set(event.target, now)
  })
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
guardDoubleSubmit()
if (document.body.dataset.idle) new Idle(Number(document.body.dataset.idle))
document.querySelectorAll('form[data-draft-url]').forEach((form) => new Draft(form))
