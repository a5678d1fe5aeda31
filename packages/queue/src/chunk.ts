import type { WantedInput } from "@pami/runs"

/** Inputs that a worker gets at once: the data of a job, which may be a stranger's. */
export interface Chunk {
  readonly wanted: readonly WantedInput[]
  /** Number of times that its inputs were sent before, without an answer. */
  readonly attempt: number
}

/** Number of inputs in a chunk. */
export const largestChunk = 256

// Chunks that a long run would have if each had 64 inputs or more; a short one has smaller ones, so that all workers get some.
const manyChunks = 1024

/** Returns the number of inputs in each chunk. */
export function chunkSize(inputs: number): number {
  return Math.min(largestChunk, Math.max(1, Math.ceil(inputs / manyChunks)))
}

/** An input by its id alone wants all methods. */
type Entry = string | readonly [id: string, ...methods: string[]]

/** Returns the data of a job. */
export function encodeChunk({ wanted, attempt }: Chunk, methods: readonly string[]): unknown {
  const inputs = wanted.map(({ id, methods: missing }): Entry =>
    missing.length === methods.length ? id : [id, ...missing],
  )
  return { inputs, attempt }
}

/**
 * Returns the chunk in the data of a job; undefined for other data.
 *
 * @param methods of the run
 */
export function decodeChunk(data: unknown, methods: readonly string[]): Chunk | undefined {
  const { inputs, attempt } = (data ?? {}) as { readonly inputs?: unknown; readonly attempt?: unknown }
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > largestChunk) return undefined
  if (typeof attempt !== "number" || !Number.isSafeInteger(attempt) || attempt < 0) return undefined
  const wanted: WantedInput[] = []
  for (const entry of inputs as readonly unknown[]) {
    const [id, ...missing] = (Array.isArray(entry) ? entry : [entry, ...methods]) as unknown[]
    if (typeof id !== "string") return undefined
    if (missing.length === 0 || !missing.every((one) => methods.includes(one as string))) return undefined
    wanted.push({ id, methods: missing as string[] })
  }
  return { wanted, attempt }
}
