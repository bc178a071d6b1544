// A Waymark of its own for each test file: the demo world in a folder that is
// gone afterwards, on a port the system picks.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export { audit } from './audit.mjs'
export { launch } from './browser.mjs'

const built = fileURLToPath(new URL('../../bin/waymark', import.meta.url))

/**
 * What `waymark demo` prints: a line with the address, and a line for each
 * made-up person one may sign in as. This is the only place that knows the form.
 *
 *     http://localhost:40123
 *     sign in as ROLE: LOGIN / PASSWORD
 *
 * @param {string} text everything printed so far; a last line without its end
 *   may be half a line, and is left for later
 * @returns {{url: string, people: Map<string, {login: string, password: string}>}}
 */
export function parsePrinted(text) {
  let url = ''
  const people = new Map()
  for (const line of text.split('\n').slice(0, -1)) {
    const address = line.match(/\bhttp:\/\/(?:localhost|127\.0\.0\.1):\d+/)
    if (address && !url) {
      url = address[0]
    }
    const person = line.match(/^\s*sign in as (.+?): (\S+) \/ (\S+)\s*$/)
    if (person) {
      people.set(person[1], { login: person[2], password: person[3] })
    }
  }
  return { url, people }
}

/**
 * Starts the demo and waits until it answers. Stop it when done, also when a
 * test has not passed: `t.after(() => waymark.stop())`.
 *
 * @param {{args?: string[], seconds?: number, program?: string}} [options] more
 *   arguments for `waymark demo`, how long it may take to answer, and another
 *   program than the one `make build` makes
 * @returns {Promise<{url: string, person: (role: string) => {login: string, password: string},
 *   people: () => [string, {login: string, password: string}][], printed: () => string, stop: () => Promise<void>}>}
 */
export async function start({ args = [], seconds = 90, program = built } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'waymark-e2e-'))
  const child = spawn(program, ['demo', '--data', data, '--listen', '127.0.0.1:0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let complaints = ''
  let ended = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text))
  child.on('error', (error) => (ended = `${error.message}; run \`make build\``))
  child.on('exit', (code, signal) => (ended ||= `it ended with ${signal ?? `code ${code}`}`))

  const stop = async () => {
    if (!ended) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(patience)
    }
    await rm(data, { recursive: true, force: true })
  }

  const deadline = Date.now() + seconds * 1000
  while (!(await answers(parsePrinted(out)))) {
    if (ended || Date.now() > deadline) {
      await stop()
      throw new Error(
        `waymark demo did not answer: ${ended || `${seconds} seconds went by`}\n${out}\n${complaints}`,
      )
    }
    await pause(50)
  }

  return {
    url: parsePrinted(out).url,
    person(role) {
      const { people } = parsePrinted(out)
      const person = people.get(role)
      if (!person) {
        throw new Error(`waymark demo prints no sign-in as ${role}; it prints: ${[...people.keys()].join(', ')}`)
      }
      return person
    },
    /** Everybody who may sign in, by role. */
    people: () => [...parsePrinted(out).people],
    printed: () => out + complaints,
    stop,
  }
}

/** Whether the address was printed, with somebody to sign in as, and a page comes back from it. */
async function answers({ url, people }) {
  if (!url || people.size === 0) {
    return false
  }
  try {
    const response = await fetch(url, { redirect: 'manual' })
    await response.arrayBuffer()
    return response.status < 500
  } catch {
    return false
  }
}
