// Whether a page can be used by everybody, as far as a machine can tell: axe
// with the rules of WCAG 2.2 AA and the best practices beside them.
import { AxeBuilder } from '@axe-core/playwright'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds wrong with the page as it stands, one readable line for each
 * element; an empty list is the wish. The page must come from a context of its
 * own (`browser.newContext()`).
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function audit(page) {
  const { violations } = await new AxeBuilder({ page })
    // Axe's newer way is for frames within frames. No page here has any, and it
    // takes twice as long.
    .setLegacyMode(true)
    .options({
      resultTypes: ['violations'],
      runOnly: { type: 'tag', values: tags },
      // Off unless asked for, and what a finger on a phone needs most.
      rules: { 'target-size': { enabled: true } },
    })
    .analyze()
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${help}: ${node.target.join(' ')}: ${node.html}`),
  )
}
