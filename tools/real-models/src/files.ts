import { writeFile } from "node:fs/promises"

/** Writes samples as a WAV file of float32 and one channel. */
export async function writeWav(file: string, rate: number, samples: Float32Array): Promise<string> {
  const bytes = Buffer.alloc(44 + samples.byteLength)
  bytes.write("RIFF", 0)
  bytes.writeUInt32LE(36 + samples.byteLength, 4)
  bytes.write("WAVEfmt ", 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(3, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(4 * rate, 28)
  bytes.writeUInt16LE(4, 32)
  bytes.writeUInt16LE(32, 34)
  bytes.write("data", 36)
  bytes.writeUInt32LE(samples.byteLength, 40)
  for (const [index, sample] of samples.entries()) bytes.writeFloatLE(sample, 44 + 4 * index)
  await writeFile(file, bytes)
  return file
}

/** Writes rows as a CSV file. */
export async function writeCsv(
  file: string,
  names: readonly string[],
  rows: readonly (readonly number[])[],
): Promise<string> {
  await writeFile(file, [names, ...rows].map((row) => `${row.join(",")}\n`).join(""))
  return file
}

/** Returns noise from -1 to 1, the same for the same seed. */
export function noise(seed = 1): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}
