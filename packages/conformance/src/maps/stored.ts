import { readBytes } from "../read-bytes.ts"
import type { Truth } from "./subject.ts"

/** The content of `expected/<name>.json`. The numbers are in `<name>.bin` next to it. */
export interface TruthRecord extends Omit<Truth, "scores" | "map"> {
  /** Number of scores in `<name>.bin`; the map follows them. */
  readonly scores: number
}

// As for fixtures: bundlers must not resolve these addresses.
const here = import.meta.url

/** Returns the address of a file of stored truth. */
export function truthAddress(name: string, kind: "json" | "bin"): URL {
  return new URL(`../../expected/${name}.${kind}`, here)
}

/** Loads the truth of a subject of the zoo, written by `scripts/write-expected.ts`. */
export async function storedTruth(name: string): Promise<Truth> {
  const [json, bytes] = await Promise.all([
    readBytes(truthAddress(name, "json")),
    readBytes(truthAddress(name, "bin")),
  ])
  const record = JSON.parse(new TextDecoder().decode(json)) as TruthRecord
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  return { ...record, scores: numbers.subarray(0, record.scores), map: numbers.subarray(record.scores) }
}
