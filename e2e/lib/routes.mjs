// The routes that the product has, as the golden table of internal/server states them: a
// Go test holds that table to the routes that are served. Nothing here names a page by
// hand, so a new page is walked to, looked at and pictured by itself.
import { readFileSync } from 'node:fs'

const table = new URL('../../internal/server/testdata/routes.golden', import.meta.url)

/**
 * @typedef {{method: string, pattern: string, path: string, action: string, names: string[],
 *   takes: (path: string) => boolean, fill: (values: Record<string, string>) => string}} Route
 *
 * @param {string} [text] the table, if not the product's
 * @returns {Route[]}
 */
export function routes(text = readFileSync(table, 'utf8')) {
  // What answers programs is no page: the tests of the server hold it.
  return text.split('\n').filter((line) => line && !/^\S+ \/api\//.test(line)).map((line) => {
    const [, method, path, action] = line.match(/^(GET|POST) (\S+)\s+(.+)$/)
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const shape = new RegExp(`^${path.replace('{$}', '').replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)
    return {
      method, path, action, names,
      pattern: `${method} ${path}`,
      takes: (asked) => shape.test(asked),
      fill: (values) => path.replace('{$}', '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? 'nowhere'),
    }
  })
}

/** The route that takes a path: where two do, the one with fewer names, as the server chooses. */
export function routeOf(all, method, path) {
  return all.filter((r) => r.method === method && r.takes(path)).sort((a, b) => a.names.length - b.names.length)[0]
}

/**
 * What of the table nobody came to, and which reason no longer stands: the walk is whole
 * when this is empty.
 *
 * @param {string[]} patterns what there is
 * @param {Set<string>} came what was come to
 * @param {Record<string, string>} reasons why one need not come to some
 */
export function missed(patterns, came, reasons) {
  return [
    ...patterns.filter((p) => !came.has(p) && !reasons[p]).map((p) => `nobody came to ${p}`),
    ...Object.keys(reasons).filter((p) => !patterns.includes(p)).map((p) => `${p} has a reason, and there is no such route`),
    ...Object.keys(reasons).filter((p) => came.has(p)).map((p) => `${p} has a reason why nobody comes to it, and somebody came`),
  ]
}
