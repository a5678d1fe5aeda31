import { access, mkdir } from "node:fs/promises"
import type { Settings } from "@pami/core"
import { fileOf, shardsIn } from "./folder.ts"
import { expectUnlocked, lock } from "./lock.ts"
import { keepQuestion } from "./question.ts"
import { readResultLines } from "./read-results.ts"
import { formatLine, keyOf } from "./result-line.ts"
import type { ResultKey, ResultLine } from "./result-line.ts"
import { openResultsFile } from "./results-file.ts"
import type { ResultsFile } from "./results-file.ts"
import { runError, unwritable } from "./run-error.ts"
import type { Shard } from "./shard.ts"

/** Options of {@link openRun}. */
export interface RunOptions {
  /**
   * All that decides the results: the digest of the model, methods and metrics with their settings, passes, seed, versions.
   * Results of different questions do not mix.
   */
  readonly question: Settings
  /** Forgets the errors of earlier starts, so that their inputs are tried again. Default false: errors are results. */
  readonly retry?: boolean | undefined
  /** The share of the run that this process writes, to its own file. Default: the whole. */
  readonly shard?: Shard | undefined
}

/** A run: results in a folder, each written once. */
export interface Run {
  /** Number of results that are known, errors and skips included. */
  readonly size: number
  /**
   * Returns whether a result is known: by a line of the same names, or by an error or a skip of the whole method or the
   * whole input.
   */
  has(key: ResultKey): boolean
  /** Returns the digest of the input in the line of a result; undefined for a result without one. */
  digest(key: ResultKey): string | undefined
  /**
   * Adds results. They are on the disk once the promise resolves.
   *
   * @throws RangeError for a result that the run already has, and for a value that is not finite
   * @throws PamiError `FILE_UNWRITABLE`: the results before it are kept, and none is added any more
   */
  add(lines: readonly ResultLine[]): Promise<void>
  /**
   * Removes results, so that they can be added again.
   *
   * @throws PamiError `FILE_UNWRITABLE`, `RUN_CONFLICT` for one that is in the file of another shard
   */
  forget(keys: readonly ResultKey[]): Promise<void>
  /**
   * Puts the lines in order, by input, method and metric, so that the same results are the same bytes. Memory holds the
   * names of all results.
   *
   * @throws PamiError `FILE_UNWRITABLE`
   */
  sort(): Promise<void>
  /** Waits for results that are being added, and releases the folder. */
  close(): Promise<void>
}

/**
 * Opens a folder for the results of a run: `run.json` has the question, `results.jsonl` a line for each input, method and
 * metric; a shard writes to `results-2-of-4.jsonl`. A folder with earlier results of the same question goes on: a torn last
 * line, left by a process that was killed, is dropped, and `has` knows the results before it.
 *
 * @param folder is created if it does not exist
 * @throws PamiError `RUN_DIFFERS` for a folder with another question, `RUN_IN_USE` if another process writes the same results,
 *   `RUN_INVALID` for files that are not those of a run, `FILE_UNWRITABLE`
 *
 * @example
 * import { openRun } from "@pami/runs"
 *
 * const run = await openRun("results", { question: { metrics: ["width"] } })
 * for (const input of ["cat.jpg", "dog.jpg"]) {
 *   const key = { input, method: "ruler", metric: "width" }
 *   if (!run.has(key)) await run.add([{ ...key, value: input.length }])
 * }
 * console.log(run.size) // 2
 * await run.close()
 */
export async function openRun(folder: string, { question, retry = false, shard }: RunOptions): Promise<Run> {
  let release: (() => Promise<void>) | undefined
  try {
    await mkdir(folder, { recursive: true })
    release = await lock(fileOf(folder, "run", shard), folder)
    await expectOthersUnlocked(folder, shard)
    await refuseForeignResults(folder)
    await keepQuestion(folder, question)
    const results = knownResults()
    for (const path of await otherFiles(folder, shard)) await noteOthers(path, retry, results)
    const file = await openResultsFile(fileOf(folder, "results", shard), retry, results.note)
    return createRun(file, results, release)
  } catch (error) {
    await release?.()
    throw unwritable(folder, error)
  }
}

/** The results that a run has. */
interface KnownResults {
  /** Digests of the inputs of all results, by key. */
  readonly digests: Map<string, string | undefined>
  /** Keys of errors and skips of whole methods and inputs. */
  readonly settled: Set<string>
  /** Keys of results that files of other shards have. */
  readonly others: Set<string>
  /** Notes a result, unless it is known. Returns whether it was new. */
  note(line: ResultLine): boolean
}

function knownResults(): KnownResults {
  const [digests, settled, others] = [
    new Map<string, string | undefined>(),
    new Set<string>(),
    new Set<string>(),
  ]
  return {
    digests,
    settled,
    others,
    note(line) {
      const key = keyOf(line)
      if (digests.has(key)) return false
      digests.set(key, line.digest)
      if (line.metric === undefined && line.value === undefined) settled.add(key)
      return true
    },
  }
}

/** Runs that divide the inputs in another way would write the same results. */
async function expectOthersUnlocked(folder: string, shard: Shard | undefined): Promise<void> {
  for (const other of await shardsIn(folder, "run"))
    if (other.count !== (shard?.count ?? 1)) await expectUnlocked(fileOf(folder, "run", other), folder)
}

/** Returns the files of results in which results of this shard can be: those of a run that was divided in another way. */
async function otherFiles(folder: string, shard: Shard | undefined): Promise<string[]> {
  const all = await shardsIn(folder, "results")
  return all
    .filter(({ count }) => count !== (shard?.count ?? 1))
    .map((other) => fileOf(folder, "results", other))
}

async function noteOthers(path: string, retry: boolean, results: KnownResults): Promise<void> {
  for await (const { result } of readResultLines(path)) {
    // Another process may read the same file: only its owner rewrites it.
    if (retry && result.error !== undefined)
      throw runError(
        "RUN_CONFLICT",
        `${path}, which another division of the run wrote, has errors to try again: start it as it was divided then, or merge it into another folder`,
      )
    if (results.note(result)) results.others.add(keyOf(result))
  }
}

/** Results without a question are not ours to continue. */
async function refuseForeignResults(folder: string): Promise<void> {
  const hasQuestion = await access(`${folder}/run.json`).then(
    () => true,
    () => false,
  )
  const [found] = hasQuestion ? [] : await shardsIn(folder, "results")
  if (found !== undefined)
    throw runError(
      "RUN_INVALID",
      `${fileOf(folder, "results", found)} is there without the run.json that belongs to it: choose another folder`,
    )
}

function createRun(file: ResultsFile, results: KnownResults, release: () => Promise<void>): Run {
  const { digests, settled, others, note } = results
  let last: Promise<void> = Promise.resolve()
  // After an error nothing more is written: what failed would be missing before it.
  const inTurn = async (work: () => Promise<void>) => {
    last = last.then(work)
    await last
  }
  return {
    get size() {
      return digests.size
    },
    has: ({ input, method, metric }) =>
      settled.has(keyOf({ input })) ||
      settled.has(keyOf({ input, method })) ||
      digests.has(keyOf({ input, method, metric })),
    digest: (key) => digests.get(keyOf(key)),
    async add(lines) {
      const bytes = Buffer.from(lines.map(formatLine).join(""))
      const keys = new Set(lines.map(keyOf))
      const twice = lines.find((line) => digests.has(keyOf(line)))
      if (twice !== undefined || keys.size < lines.length)
        throw new RangeError(`the run already has a result for ${keyOf(twice ?? lines[0])}`)
      for (const line of lines) note(line)
      await inTurn(() => file.append(bytes))
    },
    async forget(forgotten) {
      const keys = new Set(forgotten.map(keyOf))
      const foreign = [...keys].find((key) => others.has(key))
      if (foreign !== undefined)
        throw runError(
          "RUN_CONFLICT",
          `the result ${foreign} is in a file that another division of the run wrote, and its input has changed: choose another folder`,
        )
      await inTurn(() => file.keep((line) => !keys.has(keyOf(line))))
      for (const key of keys) {
        digests.delete(key)
        settled.delete(key)
      }
    },
    sort: () => inTurn(() => file.sort()),
    async close() {
      await last.catch(() => {})
      await file.close()
      await release()
    },
  }
}
