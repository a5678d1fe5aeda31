import type { Queue } from "bullmq"
import type { RunPlan, WantedInput } from "@pami/runs"
import { checkedLine } from "./line-check.ts"

// The log of a job is its journal: a row for each time that it was taken or given back, and a row for each line. It outlives workers: the next one
// goes on where the last one ended.

// Rows that are read at once.
const pageSize = 64

/** Yields the rows of the journal of a job in pages, the oldest first; none for a job that is gone. */
export async function* readJournal(
  jobs: Pick<Queue, "getJobLogs">,
  id: string,
  patiently: <T>(operation: () => Promise<T>) => Promise<T>,
): AsyncGenerator<readonly string[], void, undefined> {
  for (let from = 0; ; from += pageSize) {
    const { logs } = await patiently(() => jobs.getJobLogs(id, from, from + pageSize - 1, true))
    if (logs.length > 0) yield logs
    if (logs.length < pageSize) return
  }
}

/** How far a chunk is. */
export interface ChunkProgress {
  /** Inputs without all their lines, in the order of the chunk. */
  readonly left: readonly WantedInput[]
  /** Number of workers in a row that were lost over the first of them. */
  readonly lost: number
  /** Number of workers that gave the chunk back, as they lack one of its inputs. */
  readonly lacking: number
}

/**
 * Returns how far a chunk is.
 *
 * @param stalls number of times that a worker of the job was lost
 */
export async function progressOf(
  pages: AsyncIterable<readonly string[]>,
  wanted: readonly WantedInput[],
  plan: RunPlan,
  stalls: number,
): Promise<ChunkProgress> {
  const done = new Set<string>()
  // Of the first worker that took the inputs after the last line.
  let before: number | undefined
  let lacking = 0
  for await (const rows of pages)
    for (const row of rows) {
      const line = checkedLine(row, plan)
      if (line !== undefined) {
        done.add(nameOf(line.input, line.method!))
        before = undefined
      } else {
        const { stalls, lacks } = noteIn(row)
        if (typeof stalls === "number") before ??= stalls
        if (lacks !== undefined) lacking++
      }
    }
  const left = wanted.flatMap(({ id, methods }): WantedInput[] => {
    const missing = methods.filter((method) => !done.has(nameOf(id, method)))
    return missing.length === 0 ? [] : [{ id, methods: missing }]
  })
  return { left, lost: before === undefined ? 0 : Math.max(0, stalls - before), lacking }
}

/** Returns the row for a job that is taken. */
export function takenRow(worker: string, stalls: number): string {
  return JSON.stringify({ taken: worker, stalls })
}

/** Returns the row for a job that a worker gives back, as it lacks an input. */
export function lackingRow(id: string): string {
  return JSON.stringify({ lacks: id })
}

function noteIn(row: string): { readonly stalls?: unknown; readonly lacks?: unknown } {
  try {
    return (JSON.parse(row) as object | null) ?? {}
  } catch {
    return {}
  }
}

function nameOf(id: string, method: string): string {
  return JSON.stringify([id, method])
}
