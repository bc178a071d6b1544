// Keeps what is typed in a form on the server while it is typed. Nothing of it is
// ever written into the browser's own stores: a shared machine keeps no words.

const SAVE_AFTER = 1500 // ms from the last keystroke
const SAVE_WITHIN = 4000 // ms that words wait at most while somebody types on
const RETRY_AFTER = [5000, 10000, 30000, 60000] // ms; the last is repeated
const GIVE_UP_AFTER = 10000 // ms without any answer: a phone in a lift
const KEEPALIVE_LIMIT = 60000 // bytes; browsers drop longer bodies of a page that is going away

const KEPT = 'Kept at %s.'
const NOT_KEPT = 'Not kept: no connection. It stays here, and is sent when the connection is back.'
const NOT_SENT = 'Not sent: no connection. It stays here. Press the button again when the connection is back.'
const SIGNED_OUT = 'Kept at %s. You have been signed out: press the button, sign in again, and you come back to this.'
const RECORDED = 'This form was recorded already. Press the button to see what was recorded beside what you typed.'
const REFUSED = 'Not kept for later. Record it before you leave this page.'

/** A form whose words are kept on the server while they are written. */
export class Draft {
  constructor (form, seen) {
    this.form = form
    this.seen = seen // called when the server has heard from whoever is signed in
    this.status = form.querySelector('[data-draft-status]')
    this.since = 0 // when the first of the words that are not kept was typed; 0 if all are
    this.saving = null
    this.failures = 0
    this.saved = this.words()
    form.addEventListener('input', () => this.onChange())
    form.addEventListener('change', () => this.onChange())
    form.addEventListener('focusout', () => this.onLeave())
    form.addEventListener('submit', (event) => this.onSubmit(event))
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.flush())
    window.addEventListener('pagehide', () => this.flush())
    window.addEventListener('online', () => this.flush())
    window.addEventListener('focus', () => this.failures > 0 && this.flush())
    window.addEventListener('beforeunload', (event) => this.onUnload(event))
    this.returnTo(form.dataset.draftAt)
  }

  field (name) {
    return this.form.querySelector(`input[type="hidden"][name="${name}"]`)
  }

  onChange () {
    const now = performance.now()
    this.since ||= now
    this.form.dataset.draftState = 'typed'
    if (this.failures === 0) this.wait(Math.min(SAVE_AFTER, Math.max(this.since + SAVE_WITHIN - now, 0)))
  }

  /** Whoever leaves a field has written what they wanted there. */
  onLeave () {
    if (this.since && this.failures === 0) this.wait(0)
  }

  /** What a page that goes away cannot send, the browser asks about before it goes. */
  onUnload (event) {
    if (this.leaving || this.isSaved()) return
    if (this.failures > 0 || !navigator.onLine || this.words().length >= KEEPALIVE_LIMIT) event.preventDefault()
  }

  /**
   * A form leaves this page only when its words are on the server already: a page
   * that does not come back, or a session that has ended, must not take them along.
   */
  async onSubmit (event) {
    if (event.defaultPrevented || this.leaving) return
    if (!navigator.onLine) {
      event.preventDefault()
      this.tell(NOT_SENT)
      return
    }
    if (this.isSaved()) return
    event.preventDefault()
    if (this.sending) return
    this.sending = true
    this.leaving = await this.save(NOT_SENT)
    if (this.leaving) this.form.requestSubmit(event.submitter)
    this.leaving = this.sending = false
  }

  /** Nothing was typed since all of it was kept, or only what was typed already. */
  isSaved () {
    if (this.since && this.words() === this.saved) this.since = 0
    if (!this.since && !this.saving) this.form.dataset.draftState = 'kept'
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
  async save (otherwise = NOT_KEPT) {
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
      const said = await this.send(saving.signal)
      this.saved = words
      this.failures = 0
      if (this.since) this.wait(SAVE_AFTER) // typed meanwhile
      else this.form.dataset.draftState = 'kept'
      this.tell(said)
      return true
    } catch {
      if (this.saving !== saving) return false // another took these words along
      this.since = since
      this.form.dataset.draftState = 'waits'
      this.tell(otherwise)
      this.wait(RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)])
      this.failures++
      return false
    } finally {
      clearTimeout(tooLong)
      if (this.saving === saving) this.saving = null
    }
  }

  /** What is typed, without what only steers the form. */
  words () {
    return this.body((name) => !name.startsWith('draft'))
  }

  body (takes = () => true) {
    return new URLSearchParams([...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && takes(name))).toString()
  }

  /** What to say of the answer; an error if trying again may help. */
  async send (signal) {
    this.field('draft-count').value = Number(this.field('draft-count').value) + 1
    this.field('draft-at').value = this.place() || this.field('draft-at').value
    const body = this.body()
    const answer = await fetch(this.form.dataset.draftUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
      signal,
      mode: 'same-origin',
      credentials: 'same-origin',
      redirect: 'error',
      keepalive: body.length < KEEPALIVE_LIMIT
    })
    if (answer.status >= 500) throw new Error(`the draft was answered with ${answer.status}`)
    if (!answer.ok) return REFUSED
    const kept = await answer.json()
    if (kept.beside) this.goOnApart(kept)
    if (kept.signed) this.seen()
    if (kept.recorded) return RECORDED
    return kept.signed ? KEPT : SIGNED_OUT
  }

  /** The form stands open elsewhere with other words. From now on this one is a form of its own. */
  goOnApart (kept) {
    this.form.dataset.draftUrl = `/drafts/${kept.draft}`
    this.field('draft').value = kept.draft
    this.field('draft-by').value = kept.by
    this.field('draft-page').value = kept.page
    const address = new URL(location.href)
    if (address.searchParams.has('draft') || !address.searchParams.has('whole')) address.searchParams.set('draft', kept.draft)
    address.searchParams.set('beside', kept.beside)
    history.replaceState(history.state, '', address)
    this.form.before(this.told(kept))
  }

  /** Says that the form is open twice, and shows what the other one holds. */
  told (kept) {
    const place = this.field('place').value
    const banner = document.createElement('div')
    banner.className = 'govuk-notification-banner wm-twice'
    banner.setAttribute('role', 'region')
    banner.setAttribute('aria-labelledby', `twice-${kept.draft}`)
    banner.innerHTML = '<div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title"></h2></div><div class="govuk-notification-banner__content"><p class="govuk-notification-banner__heading" role="status"></p><dl class="wm-fields"></dl><p><a class="govuk-notification-banner__link"></a></p></div>'
    const [title, heading, texts, link] = ['h2', '.govuk-notification-banner__heading', 'dl', 'a'].map((part) => banner.querySelector(part))
    title.id = `twice-${kept.draft}`
    title.textContent = 'You have this form open twice'
    for (const [name, values] of Object.entries(kept.other ?? {})) {
      const row = document.createElement('div')
      const [term, words] = [document.createElement('dt'), document.createElement('dd')]
      term.textContent = this.labelOf(name)
      const typed = document.createElement('bdi')
      typed.textContent = values.map((value) => this.wordsOf(name, value)).join(', ')
      words.append(typed)
      row.append(term, words)
      texts.append(row)
    }
    link.href = `${place}?${new URLSearchParams({ draft: kept.beside })}`
    link.textContent = 'Go to the other one'
    // A screen reader says what comes into a status, not what is there when it comes.
    setTimeout(() => { heading.textContent = 'Nothing you typed is lost: both are kept. This is what stands in the other one. Below, this one goes on.' })
    return banner
  }

  /** What a field is called on the page. */
  labelOf (name) {
    const control = this.form.elements[name]
    const one = control instanceof RadioNodeList ? control[0] : control
    const asked = (one?.type === 'radio' || one?.type === 'checkbox') ? one.closest('fieldset')?.querySelector('legend') : one?.labels?.[0]
    return asked?.textContent.trim() ?? ''
  }

  /** What a value is called on the page: the words beside its box, or in its list. */
  wordsOf (name, value) {
    const control = this.form.elements[name]
    const all = control instanceof RadioNodeList ? [...control] : control ? [control] : []
    for (const one of all) {
      if (one.type === 'radio' || one.type === 'checkbox') {
        if (one.value === value) return one.labels[0]?.textContent.trim() ?? value
      } else if (one.options) {
        return [...one.options].find((option) => option.value === value)?.text ?? value
      }
    }
    return value
  }

  /** Where the cursor stands: the field, which of its boxes, and how far in. */
  place () {
    const on = document.activeElement
    if (!on?.name || on.form !== this.form || on.type === 'hidden' || on.tagName === 'BUTTON') return ''
    const all = [...this.form.elements].filter((one) => one.name === on.name)
    let caret = ''
    try {
      caret = on.selectionStart ?? ''
    } catch {
      // A box or a list has no place within.
    }
    return [on.name, all.indexOf(on), caret].join(':')
  }

  /** Puts the cursor where it stood, unless something on the page is to be read first. */
  returnTo (place) {
    if (!place || document.querySelector('.govuk-error-summary') || location.hash) return
    const [name, index, caret] = place.split(':')
    const control = [...this.form.elements].filter((one) => one.name === name)[index]
    if (!control || control.type === 'hidden') return
    control.closest('details')?.setAttribute('open', '')
    control.focus()
    if (caret !== '' && control.setSelectionRange) {
      try {
        control.setSelectionRange(Number(caret), Number(caret))
      } catch {
        // Not a field of text any more.
      }
    }
  }

  /** Said only when it differs, so that a screen reader is not told twice. */
  tell (text) {
    const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    const said = text.replace('%s', time)
    if (this.status && this.status.textContent !== said) this.status.textContent = said
  }
}
