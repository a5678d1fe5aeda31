import { fileOf, missingShards, shardsIn } from "./folder.ts"
import { isLocked } from "./lock.ts"
import { readProgress } from "./progress.ts"
import type { Progress } from "./progress.ts"
import { readQuestion } from "./question.ts"
import { readResultLines } from "./read-results.ts"
import { keyOf } from "./result-line.ts"
import type { Shard } from "./shard.ts"

/** The state of a run. */
export interface RunStatus {
  /** Number of results that are there, each once. */
  readonly results: number
  /** Number of results of the whole run; `null` where no process has recorded it. */
  readonly expected: number | null
  /** Number of results without an error or a skip. */
  readonly succeeded: number
  /** Results without a value or an explanation, by code, the most frequent first. */
  readonly outcomes: readonly OutcomeCount[]
  /** Results a second of all processes that run, since they started; `null` if none runs. */
  readonly rate: number | null
  /** Until the last of those has ended, at its rate; `null` where that is not known. */
  readonly secondsLeft: number | null
  readonly shards: readonly ShardStatus[]
  /** Indices of the shards without a file, where the run is divided. */
  readonly missing: readonly number[]
}

/** Results without a value or an explanation, of one code. */
export interface OutcomeCount {
  readonly kind: "failed" | "skipped"
  readonly code: string
  readonly count: number
  /** Of the first one. */
  readonly message: string
  /** The first three. */
  readonly inputs: readonly string[]
}

/** The state of a shard, or of an undivided run. */
export interface ShardStatus extends Shard {
  readonly folder: string
  /** Number of its results, those included that a run divided in another way wrote. */
  readonly results: number
  /** `null` where it is not recorded. */
  readonly expected: number | null
  readonly state: "running" | "stopped" | "complete"
  /** Results a second since its process started; `null` if it does not run. */
  readonly rate: number | null
  readonly secondsLeft: number | null
}

/**
 * Returns the state of a run, of whose shards each may have a folder, from its files: any process may ask, also while others
 * write. Memory holds the names of all results.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a folder without a run, `RUN_INVALID`, `FILE_UNREADABLE`
 *
 * @example
 * const { results, outcomes } = await readStatus([`${folder}/run`])
 * console.log(results, outcomes.length) // 1 0
 */
export async function readStatus(folders: readonly string[]): Promise<RunStatus> {
  const shards: ShardStatus[] = []
  const keys = new Set<string>()
  const outcomes = new Map<
    string,
    { kind: "failed" | "skipped"; code: string; count: number; message: string; inputs: string[] }
  >()
  let [succeeded, all] = [0, 0]
  for (const folder of folders) {
    await readQuestion(folder)
    for (const shard of await shardsIn(folder, "results")) {
      let results = 0
      for await (const { result } of readResultLines(fileOf(folder, "results", shard))) {
        results++
        if (keys.has(keyOf(result))) continue
        keys.add(keyOf(result))
        const outcome = result.error ?? result.skipped
        if (outcome === undefined) {
          succeeded++
          continue
        }
        const kind = result.error === undefined ? "skipped" : "failed"
        const name = `${kind} ${outcome.code}`
        const { code, message } = outcome
        const found = outcomes.get(name) ?? { kind, code, count: 0, message, inputs: [] }
        outcomes.set(name, found)
        found.count++
        if (found.inputs.length < 3 && !found.inputs.includes(result.input)) found.inputs.push(result.input)
      }
      const progress = await readProgress(folder, shard)
      all = Math.max(all, progress?.all ?? 0)
      shards.push(await statusOf(folder, shard, results, progress))
    }
  }
  const running = shards.filter(({ state }) => state === "running")
  const lefts = running.map(({ secondsLeft }) => secondsLeft)
  return {
    results: keys.size,
    expected: all === 0 ? null : all,
    succeeded,
    outcomes: [...outcomes.values()].sort((a, b) => b.count - a.count),
    rate: running.length === 0 ? null : running.reduce((sum, { rate }) => sum + (rate ?? 0), 0),
    secondsLeft: lefts.length === 0 || lefts.includes(null) ? null : Math.max(...lefts.map(Number)),
    shards,
    missing: missingShards(shards),
  }
}

async function statusOf(
  folder: string,
  shard: Shard,
  lines: number,
  progress: Progress | undefined,
): Promise<ShardStatus> {
  const results = Math.max(lines, progress === undefined ? 0 : progress.known + progress.added)
  const isRunning = await isLocked(fileOf(folder, "run", shard))
  const expected = progress?.expected ?? null
  const isComplete = expected !== null && results >= expected
  const rate = isRunning && progress !== undefined ? rateOf(progress) : null
  return {
    folder,
    ...shard,
    results,
    expected,
    state: isRunning ? "running" : isComplete ? "complete" : "stopped",
    rate,
    secondsLeft:
      rate === null || rate === 0 || expected === null ? null : Math.max(0, expected - results) / rate,
  }
}

function rateOf({ added, started, updated }: Progress): number {
  return updated > started ? (1000 * added) / (updated - started) : 0
}
