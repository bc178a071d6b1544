// The helper that starts the demo: it waits, it reads, it cleans up, and it
// says what went wrong.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { start } from '../lib/waymark.mjs'

const program = fileURLToPath(new URL('sample/demo.mjs', import.meta.url))

test('a demo that answers is started, read and cleaned up after', async (t) => {
  const waymark = await start({ program })
  t.after(() => waymark.stop())

  const given = (await (await fetch(waymark.url)).text()).split(' ')
  assert.deepEqual([given[0], ...given.slice(3)], ['demo', '--listen', '127.0.0.1:0'])
  const data = given[2]
  assert.ok(existsSync(data), 'the data folder is there while it runs')
  assert.deepEqual(waymark.person('caseworker'), { login: 'bea@example.test', password: 'kestrel-tide-lamp' })
  assert.throws(() => waymark.person('reviewer'), /prints no sign-in as reviewer; it prints: caseworker/)

  await waymark.stop()
  assert.ok(!existsSync(data), 'the data folder is gone')
  await assert.rejects(fetch(waymark.url), 'nobody answers any more')
})

test('a demo that ends at once is told with what it said', async () => {
  await assert.rejects(start({ program, args: ['--refuse'] }), /code 3[\s\S]*the address is taken/)
})

test('a demo that was not built is told with what to do', async () => {
  await assert.rejects(start({ program: '/nowhere/waymark' }), /make build/)
})
