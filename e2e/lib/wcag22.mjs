// What WCAG 2.2 asks beyond what axe can tell, measured of a page as it stands. Each
// gives a list of what is wrong, one readable line each; an empty list is the wish.

const readable = (element) => `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}"`
const inPage = (page, measure) => page.evaluate(`(${measure})(${readable})`)

/**
 * 2.4.11: wherever the focus comes, something of it can be seen: nothing that stays in
 * its place while the page scrolls covers all of it. Forwards and then backwards, as with
 * Tab and Shift and Tab.
 */
export function covered(page) {
  return inPage(page, (readable) => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(
      (element) => !element.disabled && element.checkVisibility({ visibilityProperty: true, opacityProperty: false }),
    )
    const hit = (element, { left, top, right, bottom }) => {
      const [l, t, r, b] = [Math.max(left, 0), Math.max(top, 0), Math.min(right, innerWidth), Math.min(bottom, innerHeight)]
      if (r - l < 1 || b - t < 1) return false
      return [0.02, 0.25, 0.5, 0.75, 0.98].some((x) => [0.05, 0.5, 0.95].some((y) => {
        const on = document.elementFromPoint(l + (r - l) * x, t + (b - t) * y)
        return on && (element.contains(on) || on.contains(element))
      }))
    }
    const wrong = new Set()
    for (const element of [...all, ...all.toReversed()]) {
      element.focus({ focusVisible: true })
      if (document.activeElement !== element) continue
      // A choice is drawn by its label; a thin line of text lies in several boxes.
      const parts = [element, ...(element.labels ?? [])]
      if (!parts.some((part) => [...part.getClientRects()].some((box) => hit(part, box)))) wrong.add(`nothing is seen of ${readable(element)} when it has the focus`)
    }
    document.activeElement?.blur()
    scrollTo(0, 0)
    return [...wrong]
  })
}

/** Put into a window before its first page: what listens for a pointer that moves. */
export const listensForDragging = () => {
  globalThis.heardOf = []
  const add = EventTarget.prototype.addEventListener
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (/^(drag|drop|pointermove|mousemove|touchmove|paste|copy)/.test(type)) globalThis.heardOf.push(type)
    return add.call(this, type, ...rest)
  }
}

/** 2.5.7: nothing is done by dragging. */
export function dragged(page) {
  return inPage(page, (readable) => [
    ...(globalThis.heardOf ?? []).filter((type) => !/paste|copy/.test(type)).map((type) => `something listens for ${type}`),
    ...[...document.querySelectorAll('[draggable=true], input[type=range], [ondragstart], [ondrop], [onpointermove], [onmousemove], [ontouchmove]')].map((e) => `dragged: ${readable(e)}`),
    ...[...document.querySelectorAll('main *')].filter((e) => getComputedStyle(e).touchAction === 'none').map((e) => `no finger scrolls on ${readable(e)}`),
  ])
}

/**
 * 3.2.6: the ways to get help stand in one place, after all else, in one order. Gives what
 * is wrong with this page; the order is compared from page to page by whoever asks.
 *
 * @returns {Promise<{order: string, wrong: string[]}>}
 */
export function help(page) {
  return inPage(page, (readable) => {
    const ways = [...document.querySelectorAll('a[href="/help"], a[href="/accessibility"], a[href^="/help#"]')].filter((a) => !a.closest('main'))
    const wrong = []
    if (ways.length === 0) wrong.push('there is no way to get help')
    const main = document.querySelector('main')
    for (const a of ways) {
      if (!a.closest('footer')) wrong.push(`help stands elsewhere than at the foot: ${readable(a)}`)
      else if (main && !(main.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING)) wrong.push(`help comes before the page: ${readable(a)}`)
    }
    const said = document.querySelector('footer p')?.textContent.trim().replace(/\s+/g, ' ') ?? ''
    if (!/\b999\b/.test(said)) wrong.push(`the foot does not begin with whom to call in danger: ${said}`)
    return { order: ways.map((a) => `${a.getAttribute('href').replace(/#.*/, '')} ${a.textContent.trim()}`).join(' | '), wrong }
  })
}

/** 3.3.8: what keeps passwords can fill in the door, and nothing hinders pasting. */
export function hardToEnter(page) {
  return inPage(page, (readable) => {
    const wrong = (globalThis.heardOf ?? []).filter((type) => /paste|copy/.test(type)).map((type) => `something listens for ${type}`)
    wrong.push(...[...document.querySelectorAll('[onpaste], [oncopy]')].map((e) => `pasting is watched: ${readable(e)}`))
    for (const secret of document.querySelectorAll('input[type=password]')) {
      if (!/^(current|new)-password$/.test(secret.autocomplete)) wrong.push(`a password is not told as one: ${secret.name}, autocomplete "${secret.autocomplete}"`)
      if (secret.readOnly || secret.maxLength > 0) wrong.push(`a password cannot be filled in: ${secret.name}`)
      if (/^current/.test(secret.autocomplete) && !secret.form?.querySelector('input[autocomplete=username]')) wrong.push(`whose password it is cannot be filled in: ${secret.name}`)
    }
    return wrong
  })
}

/** 1.4.12: with more space between letters, words and lines nothing is cut off. */
export async function cutOff(page) {
  return inPage(page, (readable) => {
    const spaced = new CSSStyleSheet()
    spaced.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, spaced]
    const wrong = []
    for (const element of document.body.querySelectorAll('*')) {
      const style = getComputedStyle(element)
      if (!element.checkVisibility() || element.matches('textarea, input, select, svg *') || element.clientWidth < 2 || element.clientHeight < 2) continue
      const [x, y] = [/hidden|clip/.test(style.overflowX), /hidden|clip/.test(style.overflowY)]
      if ((x && element.scrollWidth > element.clientWidth + 1) || (y && element.scrollHeight > element.clientHeight + 1)) {
        if (element.textContent.trim()) wrong.push(`cut off: ${readable(element)}`)
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) wrong.push(`with more space the page is ${scrollWidth} wide in a window of ${clientWidth}`)
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== spaced)
    return wrong
  })
}
