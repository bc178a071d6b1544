// Warns before the session ends unused, and says when it has ended.

const WARN_BEFORE = 6 * 60000 // ms before one is signed out
const ENDS_SOON = 'You will be signed out at about %s, because nothing was sent for a while. Nothing you typed is lost.'
const STAYED = 'You stay signed in.'
const ENDED = 'You have been signed out. Nothing you typed is lost: it is kept, and you come back to it.'

/** Warns in every tab that is open, and lets one stay. */
export class Idle {
  constructor (seconds) {
    this.lasts = seconds * 1000
    this.tabs = new BroadcastChannel('waymark-seen') // a page that is opened in another tab counts
    this.tabs.addEventListener('message', () => this.seen())
    this.tabs.postMessage('seen')
    this.seen()
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.check())
    window.addEventListener('pageshow', (event) => event.persisted && this.check())
  }

  /** The server has heard from whoever is signed in: here, and so in every tab. */
  heard () {
    this.tabs.postMessage('seen')
    this.seen()
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
      document.querySelector('.govuk-skip-link')?.after(this.banner) // which stays the first there is to come to
    }
    const said = document.createElement('p')
    said.textContent = text.replace('%s', ends)
    this.banner.replaceChildren(said)
    if (text === ENDS_SOON) this.banner.append(this.stayButton())
    if (text === ENDED) this.banner.append(this.signInLink())
  }

  stayButton () {
    const stay = document.createElement('button')
    stay.type = 'button'
    stay.className = 'govuk-button govuk-button--secondary wm-small'
    stay.textContent = 'Stay signed in'
    stay.addEventListener('click', () => this.stay())
    return stay
  }

  /** Leads through the door back to this very page. */
  signInLink () {
    const link = document.createElement('a')
    link.className = 'govuk-link'
    link.href = '/sign-in'
    link.textContent = 'Sign in again'
    // Read when it is followed: the address of a form that goes on apart has changed.
    link.addEventListener('click', () => { link.href = `/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}` })
    return link
  }

  async stay () {
    const answer = await fetch('/stay', { method: 'POST', mode: 'same-origin', credentials: 'same-origin', redirect: 'manual' }).catch(() => null)
    if (!answer) return
    if (answer.type === 'opaqueredirect') return this.say(ENDED)
    this.heard()
    this.say(STAYED)
    setTimeout(() => this.quiet(), 4000)
  }
}
