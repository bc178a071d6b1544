// What pages do beyond HTML: GOV.UK Frontend's behaviour, drafts that save
// themselves, and a guard against the second click. Every page works without it.

import { initAll } from './govuk-frontend.js'

const SAVE_AFTER = 2000 // ms from the last keystroke
const RETRY_AFTER = [5000, 10000, 30000, 60000] // ms; the last is repeated
const RESUBMIT_AFTER = 3000 // ms in which a second submit is one click too many
const KEEPALIVE_LIMIT = 60000 // bytes; browsers drop longer bodies of a page that is going away

/** A form whose words are kept on the server while they are written. */
class Draft {
  constructor (form) {
    this.form = form
    this.url = form.dataset.draftUrl
    this.status = form.querySelector('[data-draft-status]') ?? document.querySelector('[data-draft-status]') ?? this.newStatus()
    this.changed = false
    this.saving = null
    this.failures = 0
    form.addEventListener('input', () => this.onChange())
    form.addEventListener('change', () => this.onChange())
    form.addEventListener('submit', (event) => this.onSubmit(event))
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.flush())
    window.addEventListener('pagehide', () => this.flush())
    window.addEventListener('online', () => this.failures > 0 && this.flush())
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
    this.changed = true
    this.wait(SAVE_AFTER)
  }

  /** The form itself goes to the server now: a draft on its way would come after it. */
  onSubmit (event) {
    if (event.defaultPrevented) return
    clearTimeout(this.timer)
    this.saving?.abort()
    this.changed = false
  }

  wait (milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), milliseconds)
  }

  flush () {
    if (this.changed) {
      clearTimeout(this.timer)
      this.saving?.abort()
      this.save()
    }
  }

  async save () {
    if (!this.changed) return
    if (this.saving) return this.wait(SAVE_AFTER)
    const saving = new AbortController()
    this.saving = saving
    this.changed = false
    try {
      await this.send(saving.signal)
      this.failures = 0
      this.tell(this.status.dataset.saved ?? 'Saved at %s')
    } catch {
      if (saving.signal.aborted) return
      this.changed = true
      this.tell(this.status.dataset.notSaved ?? 'Not saved. We keep trying.')
      this.wait(RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)])
      this.failures++
    } finally {
      if (this.saving === saving) this.saving = null
    }
  }

  /** A redirect is the way to sign in, not a draft saved: it counts as not saved. */
  async send (signal) {
    const words = [...new FormData(this.form)].filter(([, value]) => typeof value === 'string')
    const body = new URLSearchParams(words)
    const answer = await fetch(this.url, {
      method: 'POST',
      body,
      signal,
      mode: 'same-origin',
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: body.toString().length < KEEPALIVE_LIMIT
    })
    if (!answer.ok) throw new Error(`the draft was answered with ${answer.status}`)
  }

  /** Said only when it differs, so that a screen reader is not told twice. */
  tell (text) {
    const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    const said = text.replace('%s', time)
    if (this.status.textContent !== said) this.status.textContent = said
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
document.querySelectorAll('form[data-draft-url]').forEach((form) => new Draft(form))
