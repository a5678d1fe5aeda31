import { readFile, rename, rm, writeFile } from "node:fs/promises"
import { fileOf } from "./folder.ts"
import type { Shard } from "./shard.ts"

const format = "pami-progress"

// Milliseconds between two records.
const interval = 1000

/** How far a process that writes results is, as `progress.json` says. Times belong here, and in no line. */
export interface Progress {
  /** Number of results of the whole run, all shards together. */
  readonly all: number
  /** Number of results of this shard. */
  readonly expected: number
  /** Number of those that were known when it started. */
  readonly known: number
  /** Number of results that it has added. */
  readonly added: number
  /** Milliseconds since 1970. */
  readonly started: number
  readonly updated: number
}

/** Recorder of the progress of one process. */
export interface ProgressRecorder {
  /** Notes results that were added. */
  add(count: number): Promise<void>
  /** Records the last state. */
  end(): Promise<void>
}

/** Records progress beside the results. A record that cannot be written does not end the run. */
export async function recordProgress(
  folder: string,
  shard: Shard | undefined,
  counts: Pick<Progress, "all" | "expected" | "known">,
): Promise<ProgressRecorder> {
  const path = fileOf(folder, "progress", shard)
  const started = Date.now()
  let [added, recorded] = [0, 0]
  const record = async () => {
    recorded = Date.now()
    const progress: Progress = { ...counts, added, started, updated: recorded }
    try {
      await writeFile(`${path}.part`, `${JSON.stringify({ format, ...progress })}\n`)
      await rename(`${path}.part`, path)
    } catch {
      // The results say what is wrong with the disk.
      await rm(`${path}.part`, { force: true }).catch(() => {})
    }
  }
  await record()
  return {
    async add(count) {
      added += count
      if (Date.now() - recorded >= interval) await record()
    },
    end: record,
  }
}

/** Returns the progress of a shard; undefined where none was recorded. */
export async function readProgress(folder: string, shard: Shard): Promise<Progress | undefined> {
  try {
    const found = JSON.parse(await readFile(fileOf(folder, "progress", shard), "utf8")) as Progress & {
      readonly format?: string
    }
    const { all, expected, known, added, started, updated } = found
    const numbers = [all, expected, known, added, started, updated]
    return found.format === format && numbers.every((one) => Number.isSafeInteger(one) && one >= 0)
      ? { all, expected, known, added, started, updated }
      : undefined
  } catch {
    return undefined
  }
}
