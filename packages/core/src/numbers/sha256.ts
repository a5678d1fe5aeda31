import { nextTurn } from "../event-loop.ts"

// Round constants and initial state: fractional parts of the cube and square roots of the first primes (FIPS 180-4).
const primes = firstPrimes(64)
// Signed: engines keep unsigned numbers above 2^31 as floating-point numbers.
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
const initial = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

const schedule = new Int32Array(64)

/**
 * Returns the SHA-256 (FIPS 180-4) of the bytes of the arrays, one after the other, as `sha256:` and 64 hexadecimal
 * digits. The platform has none that is synchronous, and browsers only have one on secure pages.
 */
export function sha256(chunks: readonly ArrayBufferView[]): string {
  const hash = startHash()
  for (const chunk of chunks) hash.feed(chunk)
  return hash.digest()
}

/** Returns {@link sha256}, and lets the event loop turn every 2^20 bytes. */
export async function sha256InTurns(chunks: readonly ArrayBufferView[]): Promise<string> {
  // Bytes of a slice: well under 50 ms on any processor.
  const sliceBytes = 2 ** 20
  const hash = startHash()
  for (const { buffer, byteOffset, byteLength } of chunks)
    for (let at = 0; at < byteLength; at += sliceBytes) {
      hash.feed(new Uint8Array(buffer, byteOffset + at, Math.min(sliceBytes, byteLength - at)))
      await nextTurn()
    }
  return hash.digest()
}

function startHash(): { feed(chunk: ArrayBufferView): void; digest(): string } {
  const state = Int32Array.from(initial)
  // The rest of a chunk, less than a block.
  const rest = new Uint8Array(64)
  const view = new DataView(rest.buffer)
  let used = 0
  let length = 0
  const feed = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength)
    const whole = new DataView(buffer, byteOffset, byteLength)
    length += byteLength
    let at = 0
    if (used > 0) {
      at = Math.min(64 - used, byteLength)
      rest.set(bytes.subarray(0, at), used)
      used += at
      if (used < 64) return
      compress(state, view, 0)
    }
    for (; at + 64 <= byteLength; at += 64) compress(state, whole, at)
    rest.set(bytes.subarray(at))
    used = byteLength - at
  }
  return {
    feed,
    digest() {
      const padding = new Uint8Array(((119 - (length % 64)) % 64) + 9)
      padding[0] = 0x80
      new DataView(padding.buffer).setBigUint64(padding.length - 8, 8n * BigInt(length))
      feed(padding)
      return `sha256:${Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("")}`
    },
  }
}

function compress(state: Int32Array, block: DataView, at: number): void {
  const w = schedule
  for (let t = 0; t < 16; t++) w[t] = block.getInt32(at + t * 4)
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]
    const y = w[t - 2]
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0
  }
  let a = state[0]
  let b = state[1]
  let c = state[2]
  let d = state[3]
  let e = state[4]
  let f = state[5]
  let g = state[6]
  let h = state[7]
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t]) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
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

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}
