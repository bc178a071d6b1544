#!/usr/bin/env node
// Stands in for `waymark demo` in the test of the helper that starts it.
// With `--refuse` it ends at once, as a program does that finds no port.
import { createServer } from 'node:http'

if (process.argv.includes('--refuse')) {
  console.error('the address is taken')
  process.exit(3)
}
const server = createServer((request, response) => response.end(process.argv.slice(2).join(' ')))
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`)
  // The sign-ins come later than the address, as they well may.
  setTimeout(() => console.log('sign in as caseworker: bea@example.test / kestrel-tide-lamp'), 200)
})
process.on('SIGTERM', () => process.exit(0))
