import { encodePng } from "@pami/image/node"
import { cake, loan, loanColumns, samples, signal, sound, volume } from "@pami/zoo"
import { mkdir, writeFile } from "node:fs/promises"

// Chosen by hand: one word, one pattern, one solid, and three candles, all well visible.
const seeds = { word: 7, signal: 3, volume: 5, cake: 11, rows: 100 }
const rows = 40

/** Writes a file of each kind of input: a sound, a signal, a volume, an image of a cake and a table. */
export async function writeSamples(): Promise<void> {
  await mkdir(new URL(".", samples.word.href), { recursive: true })
  await writeFile(new URL(samples.word.href), wav(sound(seeds.word).samples, 8000))
  const { values, steps, channels } = signal(seeds.signal)
  await writeFile(new URL(samples.signal.href), npy(values, [steps, channels]))
  const { values: voxels, side } = volume(seeds.volume)
  await writeFile(new URL(samples.volume.href), npy(voxels, [side, side, side]))
  const { width, height, pixels } = cake(seeds.cake, { age: 3 })
  await writeFile(new URL(samples.cake.href), await encodePng({ width, height, channels: 3, data: pixels }))
  const lines = Array.from({ length: rows }, (_, index) =>
    [...loan(seeds.rows + index).row].map(short).join(","),
  )
  await writeFile(new URL(samples.rows.href), `${[loanColumns.join(","), ...lines].join("\n")}\n`)
}

/** Returns a number of float32 in as few digits as give it back. */
function short(value: number): string {
  return String(Number(value.toPrecision(7)))
}

/** Returns a WAV file of 16-bit samples of one channel. */
function wav(sound: Float32Array, rate: number): Uint8Array {
  const bytes = new Uint8Array(44 + 2 * sound.length)
  const view = new DataView(bytes.buffer)
  const text = (at: number, letters: string) => bytes.set(new TextEncoder().encode(letters), at)
  text(0, "RIFF")
  view.setUint32(4, bytes.length - 8, true)
  text(8, "WAVEfmt ")
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, 2 * rate, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, "data")
  view.setUint32(40, 2 * sound.length, true)
  sound.forEach((sample, index) => view.setInt16(44 + 2 * index, Math.round(32767 * sample), true))
  return bytes
}

/** Returns a NumPy file of float32. */
function npy(values: Float32Array, shape: readonly number[]): Uint8Array {
  const start = "\x93NUMPY\x01\x00"
  const facts = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`
  const header = `${facts.padEnd(128 - 10 - 1)}\n`
  const bytes = new Uint8Array(10 + header.length + values.byteLength)
  for (let k = 0; k < start.length; k++) bytes[k] = start.charCodeAt(k)
  new DataView(bytes.buffer).setUint16(8, header.length, true)
  bytes.set(new TextEncoder().encode(header), 10)
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 10 + header.length)
  return bytes
}
