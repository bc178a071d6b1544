// What pages do beyond HTML: GOV.UK Frontend's behaviour, drafts that save
// themselves, and a guard against the second click. Every page works without it.

import { CharacterCount, initAll } from './govuk-frontend.js'
import { Draft } from './draft.js'
import { Idle } from './idle.js'

const RESUBMIT_AFTER = 3000 // ms in which a second submit is one click too many

/** Characters as the server counts them: one for each, also where a browser keeps two. */
CharacterCount.prototype.updateCount = function () {
  this.count = [...this.$textarea.value].length
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
const idle = document.body.dataset.idle ? new Idle(Number(document.body.dataset.idle)) : null
document.querySelectorAll('form[data-draft-url]').forEach((form) => new Draft(form, () => idle?.heard()))
