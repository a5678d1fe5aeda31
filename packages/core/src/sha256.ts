// Round constants and initial state: fractional parts of the cube and square roots of the first primes (FIPS 180-4).
const primes = firstPrimes(64)
const constants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

const schedule = new Uint32Array(64)

/**
 * SHA-256 (FIPS 180-4) of the bytes of the given arrays, one after the other, as `sha256:` and 64 hexadecimal
 * digits. Written here because the core has no platform API: browsers offer a digest only on secure pages, and
 * only asynchronously.
 */
export function sha256(chunks: readonly ArrayBufferView[]): string {
  const state = Uint32Array.from(initial)
  const block = new Uint8Array(64)
  const view = new DataView(block.buffer)
  let used = 0
  let length = 0
  const feed = (bytes: Uint8Array) => {
    let at = 0
    while (at < bytes.length) {
      const take = Math.min(64 - used, bytes.length - at)
      for (let i = 0; i < take; i++) block[used + i] = bytes[at + i]
      used += take
      at += take
      if (used === 64) {
        compress(state, view)
        used = 0
      }
    }
  }
  for (const chunk of chunks) {
    length += chunk.byteLength
    feed(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }
  const padding = new Uint8Array(((119 - (length % 64)) % 64) + 9)
  padding[0] = 0x80
  const tail = new DataView(padding.buffer)
  tail.setUint32(padding.length - 8, Math.floor(length / 2 ** 29))
  tail.setUint32(padding.length - 4, (length << 3) >>> 0)
  feed(padding)
  return `sha256:${Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("")}`
}

function compress(state: Uint32Array, block: DataView): void {
  const w = schedule
  for (let t = 0; t < 16; t++) w[t] = block.getUint32(t * 4)
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]
    const y = w[t - 2]
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[t] = w[t - 16] + s0 + w[t - 7] + s1
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t]) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] += a
  state[1] += b
  state[2] += c
  state[3] += d
  state[4] += e
  state[5] += f
  state[6] += g
  state[7] += h
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}
