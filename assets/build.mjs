// Fills dist/ with what the browser gets: GOV.UK Frontend without what belongs
// to gov.uk alone (its typeface, crown and crest), the Atkinson Hyperlegible Next
// typeface, Noto Sans for what it has no letters for, and our own style and script. Each file's name carries a hash of its
// content, so that browsers may keep it for ever; manifest.json maps plain names
// to these. Text is also written gzipped.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const govuk = join(here, 'node_modules/govuk-frontend')
const atkinson = join(here, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next')
const noto = (script) => join(here, 'node_modules/@fontsource', script)
const notoFile = (script, subset, weight) => join(noto(script), `files/${script}-${subset}-${weight}-normal.woff2`)
const fontFile = (subset) => join(atkinson, `files/atkinson-hyperlegible-next-${subset}-wght-normal.woff2`)

// A file that names another comes after it.
const files = [
  { name: 'atkinson-latin.woff2', from: fontFile('latin') },
  { name: 'atkinson-latin-ext.woff2', from: fontFile('latin-ext') },
  { name: 'noto-arabic.woff2', from: notoFile('noto-sans-arabic', 'arabic', 400) },
  { name: 'noto-latin.woff2', from: notoFile('noto-sans', 'latin', 400) },
  { name: 'noto-latin-bold.woff2', from: notoFile('noto-sans', 'latin', 700) },
  { name: 'noto-vietnamese.woff2', from: notoFile('noto-sans', 'vietnamese', 400) },
  { name: 'noto-vietnamese-bold.woff2', from: notoFile('noto-sans', 'vietnamese', 700) },
  { name: 'noto-licence.txt', from: join(noto('noto-sans'), 'LICENSE') },
  { name: 'noto-arabic-licence.txt', from: join(noto('noto-sans-arabic'), 'LICENSE') },
  { name: 'atkinson-licence.txt', from: join(atkinson, 'LICENSE') },
  { name: 'govuk-frontend-licence.txt', from: join(here, 'src/govuk-frontend-licence.txt') },
  { name: 'govuk-frontend.css', from: join(govuk, 'dist/govuk/govuk-frontend.min.css'), change: (text) => mirroring(withoutGovUK(text)) },
  { name: 'govuk-frontend.js', from: join(govuk, 'dist/govuk/govuk-frontend.min.js'), change: withoutSourceMap },
  { name: 'waymark.svg', from: join(here, 'src/waymark.svg') },
  { name: 'waymark.css', from: join(here, 'src/waymark.css'), and: [join(here, 'src/rules.css'), join(here, 'src/parts.css'), join(here, 'src/lists.css')], change: withHashedNames },
  { name: 'together.css', from: join(here, 'src/together.css'), change: withHashedNames },
  { name: 'together.js', from: join(here, 'src/together.js') },
  { name: 'draft.js', from: join(here, 'src/draft.js') },
  { name: 'idle.js', from: join(here, 'src/idle.js') },
  { name: 'waymark.js', from: join(here, 'src/waymark.js'), change: withHashedNames }
]

const packed = new Set(['.css', '.js', '.svg', '.txt'])
const manifest = {}

function withoutSourceMap (text) {
  return text.replace(/\/\*# sourceMappingURL=.*?\*\/|\/\/# sourceMappingURL=.*$/gm, '').trimEnd() + '\n'
}

function withoutGovUK (text) {
  const out = withoutSourceMap(text)
    .replace(/\/\*! Copyright[^*]*\*\//g, '')
    .replace(/@font-face\{[^}]*\}/g, '')
    .replaceAll('GDS Transport,arial,sans-serif', 'var(--wm-font,sans-serif)')
    .replaceAll('url(/assets/images/govuk-crest.svg)', 'none')
  for (const forbidden of ['GDS Transport', 'crest', 'url(']) {
    if (out.includes(forbidden)) {
      throw new Error(`the style of GOV.UK Frontend still holds "${forbidden}"`)
    }
  }
  return out
}

// Left and right become start and end, so that the components mirror in languages
// written from right to left. From left to right nothing changes.
function mirroring (text) {
  const ends = { left: 'start', right: 'end' }
  return text
    .replace(/([{;])((?:margin|padding|border)-)(left|right)((?:-color|-width|-style)?:)/g, (_, before, name, side, rest) => `${before}${name}inline-${ends[side]}${rest}`)
    .replace(/([{;])(left|right):/g, (_, before, side) => `${before}inset-inline-${ends[side]}:`)
    .replace(/([{;])text-align:(left|right)/g, (_, before, side) => `${before}text-align:${ends[side]}`)
    .replace(/([{;])float:(left|right)/g, (_, before, side) => `${before}float:inline-${ends[side]}`)
}

function withHashedNames (text) {
  return Object.entries(manifest).reduce((out, [name, hashed]) => out.replaceAll(`./${name}`, `./${hashed}`), text)
}

function emptyDist () {
  mkdirSync(dist, { recursive: true })
  for (const name of readdirSync(dist)) {
    if (name !== '.gitkeep') {
      rmSync(join(dist, name), { recursive: true })
    }
  }
}

emptyDist()
for (const { name, from, and = [], change } of files) {
  const bytes = change ? Buffer.from(change([from, ...and].map((path) => readFileSync(path, 'utf8')).join('\n'))) : readFileSync(from)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  const ending = extname(name)
  manifest[name] = `${basename(name, ending)}.${hash}${ending}`
  writeFileSync(join(dist, manifest[name]), bytes)
  if (packed.has(ending)) {
    writeFileSync(join(dist, manifest[name] + '.gz'), gzipSync(bytes, { level: 9 }))
  }
}
writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
console.log(`dist/ holds ${Object.keys(manifest).length} files`)
