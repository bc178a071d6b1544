// What can be measured of a page as it stands. Each gives a list of what is
// wrong, one readable line each; an empty list is the wish.

/** Runs a measurement in the page, which names an element by the first argument. */
const inPage = (page, measure) => page.evaluate(`(${measure})(${readable})`)

const readable = (element) => `${element.tagName.toLowerCase()}${element.className ? `.${String(element.className).split(/\s+/).join('.')}` : ''} "${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}"`

/** What is wider than the window, so that one would have to scroll sideways to read. */
export function tooWide(page) {
  return inPage(page, (readable) => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (right > clientWidth + 0.5 || left < -0.5)
    })
    return [`the page is ${scrollWidth} wide in a window of ${clientWidth}`, ...wide.slice(-3).map(readable)]
  })
}

/** What is harder to hit than 24 by 24, words within a sentence aside. */
export function tooSmall(page) {
  return inPage(page, (readable) => {
    const inSentence = (link) =>
      getComputedStyle(link).display === 'inline' && link.parentElement.textContent.trim().length > link.textContent.trim().length
    const controls = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')
    return [...controls].flatMap((control) => {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: false }) || inSentence(control)) return []
      if (control.matches('.govuk-skip-link:not(:focus)')) return [] // only there when focused
      const boxes = [control, ...(control.labels ?? [])].map((element) => element.getBoundingClientRect())
      const width = Math.max(...boxes.map((box) => box.width))
      const height = Math.max(...boxes.map((box) => box.height))
      return width < 23.9 || height < 23.9 ? [`${Math.round(width)} by ${Math.round(height)}: ${readable(control)}`] : []
    })
  })
}

/** What should not be on paper: ways to go and things to press. */
export async function onPaper(page) {
  await page.emulateMedia({ media: 'print' })
  const found = await inPage(page, (readable) => {
    return [...document.querySelectorAll('nav a, button, .govuk-button, .govuk-skip-link, .govuk-back-link')]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => `on paper: ${readable(element)}`)
  })
  await page.emulateMedia({ media: null })
  return found
}

/** How much of the style reaches the page: nothing, when it is served well. */
export function unstyled(page) {
  return page.evaluate(async () => {
    await document.fonts.ready
    const { fontFamily, backgroundColor } = getComputedStyle(document.body)
    const served = /Atkinson|Waymark/.test(fontFamily) && backgroundColor !== 'rgba(0, 0, 0, 0)' && [...document.fonts].some((font) => font.status === 'loaded')
    return served ? [] : [`the style was not served: ${fontFamily} on ${backgroundColor}`]
  })
}

/** Bytes that a page costs when nothing of it is kept yet, as they come over the wire. */
export function weight(page) {
  return page.evaluate(() =>
    ['navigation', 'resource']
      .flatMap((kind) => performance.getEntriesByType(kind))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  )
}

/**
 * Where the focus is, and what is wrong with it: that nobody could see it, or
 * that something lies over it.
 *
 * @returns {Promise<{on: string, wrong: string[]}>}
 */
export function focus(page) {
  return inPage(page, (readable) => {
    const on = document.activeElement
    if (!on || on === document.body) return { on: 'nothing', wrong: ['nothing has the focus'] }
    const look = () =>
      [on, ...(on.labels ?? [])].flatMap((element) =>
        [null, '::before', '::after'].map((part) => {
          const s = getComputedStyle(element, part)
          return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth, s.color].join(' ')
        }),
      )
    const focused = look().join('\n')
    on.blur()
    const blurred = look().join('\n')
    on.focus({ focusVisible: true, preventScroll: true })
    const wrong = focused === blurred ? [`the focus cannot be seen on ${readable(on)}`] : []
    const boxes = [on, ...(on.labels ?? [])].map((element) => element.getBoundingClientRect())
    const seen = boxes.some(({ left, top, width, height }) =>
      [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].some(([x, y]) => {
        const hit = document.elementFromPoint(left + width * x, top + height * y)
        return hit && [on, ...(on.labels ?? [])].some((element) => element.contains(hit) || hit.contains(element))
      }),
    )
    if (!seen) wrong.push(`something lies over ${readable(on)}`)
    return { on: readable(on), wrong }
  })
}
