import { readBytes } from "../read-bytes.ts"
import type { Truth } from "./subject.ts"

/** What `expected/<name>.json` holds; the numbers lie next to it, in `<name>.bin`. */
export interface TruthRecord extends Omit<Truth, "scores" | "map"> {
  /** Length of `scores` in the other file; the map follows. */
  readonly scores: number
}

// As for fixtures: out of a bundler's sight.
const here = import.meta.url

/** Where the truth about a subject is kept. */
export function truthAddress(name: string, kind: "json" | "bin"): URL {
  return new URL(`../../expected/${name}.${kind}`, here)
}

/** The truth about a subject of the zoo, as `scripts/write-expected.ts` wrote it. */
export async function storedTruth(name: string): Promise<Truth> {
  const [json, bytes] = await Promise.all([
    readBytes(truthAddress(name, "json")),
    readBytes(truthAddress(name, "bin")),
  ])
  const record = JSON.parse(new TextDecoder().decode(json)) as TruthRecord
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  return { ...record, scores: numbers.subarray(0, record.scores), map: numbers.subarray(record.scores) }
}
