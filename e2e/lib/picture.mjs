// Makes a picture that the browser took small enough to keep in a repository:
// at most 256 colours, every other pixel in the nearest of them. On pages of text
// nobody sees the difference.
import assert from 'node:assert/strict'
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** @param {Buffer} png 8 bits a channel, as browsers write it @returns {Buffer} a PNG with a palette */
export function smaller(png) {
  const { width, height, pixels } = unpack(png)
  const counts = new Map()
  for (const colour of pixels) {
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = choose([...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)))
  const places = new Map(palette.map((colour, i) => [colour, i]))
  const rows = Buffer.alloc((width + 1) * height) // each begins with 0: no filter
  pixels.forEach((colour, i) => {
    if (!places.has(colour)) {
      places.set(colour, nearest(palette, colour))
    }
    rows[i + Math.floor(i / width) + 1] = places.get(colour)
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8) // 8 bits, by palette
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

/** The pixels of a PNG, each as a number 0xRRGGBB. */
export function unpack(png) {
  assert.ok(png.subarray(0, 8).equals(signature), 'a PNG')
  const data = []
  let header
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const kind = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at))
    if (kind === 'IHDR') header = body
    if (kind === 'IDAT') data.push(body)
  }
  const [width, height, channels] = [header.readUInt32BE(0), header.readUInt32BE(4), { 2: 3, 6: 4 }[header[9]]]
  assert.ok(header[8] === 8 && channels && header[12] === 0, 'three or four channels of 8 bits, not interlaced')
  const raw = inflateSync(Buffer.concat(data))
  const line = width * channels
  const pixels = new Uint32Array(width * height)
  let above = Buffer.alloc(line)
  for (let y = 0; y < height; y++) {
    const guess = guesses[raw[y * (line + 1)]]
    const row = raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1))
    for (let x = 0; x < line; x++) {
      row[x] += x < channels ? guess(0, above[x], 0) : guess(row[x - channels], above[x], above[x - channels])
    }
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = (row[x * channels] << 16) | (row[x * channels + 1] << 8) | row[x * channels + 2]
    }
    above = row
  }
  return { width, height, pixels }
}

// What a PNG writes of a byte is how far it lies from a guess, by the row's filter.
const guesses = [() => 0, (left) => left, (_, above) => above, (left, above) => (left + above) >> 1, paeth]

/** Of left, above and corner the one that is nearest to their plane. */
function paeth(left, above, corner) {
  const guess = left + above - corner
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** At most 256 of the colours, commonest first, so that none lies further from all of them than need be: a small red mark stays red. */
function choose(colours) {
  for (let apart = 0; ; apart += 4) {
    const palette = []
    for (const colour of colours) {
      if (palette.length <= 256 && palette.every((other) => distance(other, colour) > apart * apart)) palette.push(colour)
    }
    if (palette.length <= 256) return palette
  }
}

function nearest(palette, colour) {
  let best = 0
  let least = Infinity
  palette.forEach((other, i) => {
    const far = distance(other, colour)
    if (far < least) [best, least] = [i, far]
  })
  return best
}

function distance(one, other) {
  const r = (one >> 16) - (other >> 16)
  const g = ((one >> 8) & 255) - ((other >> 8) & 255)
  const b = (one & 255) - (other & 255)
  return r * r + g * g + b * b
}

function chunk(kind, body) {
  const framed = Buffer.alloc(body.length + 12)
  framed.writeUInt32BE(body.length, 0)
  framed.write(kind, 4, 'latin1')
  body.copy(framed, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), body.length + 8)
  return framed
}
