import { access, mkdir, open, stat } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import type { Settings } from "@pami/core"
import { syncFolder, writeDurably } from "./durable.ts"
import { lock } from "./lock.ts"
import { keepQuestion } from "./question.ts"
import { readResultLines, resultsFile } from "./read-results.ts"
import { formatLine, keyOf } from "./result-line.ts"
import type { ResultKey, ResultLine } from "./result-line.ts"
import { runError, unwritable } from "./run-error.ts"

/** Options of {@link openRun}. */
export interface RunOptions {
  /**
   * All that decides the results: the digest of the model, methods and metrics with their settings, passes, seed, versions.
   * Results of different questions do not mix.
   */
  readonly question: Settings
  /** Forgets the errors of earlier starts, so that their inputs are tried again. Default false: errors are results. */
  readonly retry?: boolean
}

/** A run: results in a folder, each written once. */
export interface Run {
  /** Number of results in the folder, errors and skips included. */
  readonly size: number
  /**
   * Returns whether a result is known: by a line of the same names, or by an error or a skip of the whole method or the
   * whole input.
   */
  has(key: ResultKey): boolean
  /**
   * Adds results. They are on the disk once the promise resolves.
   *
   * @throws RangeError for a result that the run already has, and for a value that is not finite
   * @throws PamiError `FILE_UNWRITABLE`: the results before it are kept, and none is added any more
   */
  add(lines: readonly ResultLine[]): Promise<void>
  /** Waits for results that are being added, and releases the folder. */
  close(): Promise<void>
}

/**
 * Opens a folder for the results of a run: `run.json` has the question, `results.jsonl` a line for each input, method and
 * metric. A folder with earlier results of the same question goes on: a torn last line, left by a process that was killed,
 * is dropped, and `has` knows the results before it.
 *
 * @param folder is created if it does not exist
 * @throws PamiError `RUN_DIFFERS` for a folder with another question, `RUN_IN_USE` if another process writes to it,
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
export async function openRun(folder: string, { question, retry = false }: RunOptions): Promise<Run> {
  let release: (() => Promise<void>) | undefined
  try {
    await mkdir(folder, { recursive: true })
    release = await lock(folder)
    await refuseForeignResults(folder)
    await keepQuestion(folder, question)
    const { known, settled, end } = await recover(folder, retry)
    const file = await openResults(folder, end)
    return createRun(folder, file, { known, settled, end, release })
  } catch (error) {
    await release?.()
    throw unwritable(folder, error)
  }
}

interface Recovered {
  /** Keys of all results. */
  readonly known: Set<string>
  /** Keys of errors and skips of whole methods and inputs. */
  readonly settled: Set<string>
  /** Length of the complete lines, in bytes. */
  readonly end: number
}

/** Reads the results of earlier starts. Lines that must go are gone once this returns. */
async function recover(folder: string, retry: boolean): Promise<Recovered> {
  const known = new Set<string>()
  const settled = new Set<string>()
  let [end, kept] = [0, 0]
  for await (const { result, bytes } of readResultLines(folder)) {
    end += bytes
    if (!isKept(result, known, retry)) continue
    note(result, known, settled)
    kept += bytes
  }
  if (kept === end) return { known, settled, end }
  await writeDurably(resultsFile(folder), keptLines(folder, retry))
  return { known, settled, end: (await stat(resultsFile(folder))).size }
}

async function* keptLines(folder: string, retry: boolean): AsyncGenerator<string, void, undefined> {
  const known = new Set<string>()
  for await (const { result, text } of readResultLines(folder)) {
    if (!isKept(result, known, retry)) continue
    known.add(keyOf(result))
    yield `${text}\n`
  }
}

/** Returns whether a line stays: the first of its names, and not an error that is to be tried again. */
function isKept(result: ResultLine, known: ReadonlySet<string>, retry: boolean): boolean {
  return !known.has(keyOf(result)) && !(retry && result.error !== undefined)
}

function note(line: ResultLine, known: Set<string>, settled: Set<string>): void {
  known.add(keyOf(line))
  if (line.metric === undefined && line.value === undefined) settled.add(keyOf(line))
}

/** Results without a question are not ours to continue. */
async function refuseForeignResults(folder: string): Promise<void> {
  const exists = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    )
  const [hasResults, hasQuestion] = [await exists(resultsFile(folder)), await exists(`${folder}/run.json`)]
  if (hasResults && !hasQuestion)
    throw runError(
      "RUN_INVALID",
      `${folder} has a results.jsonl without the run.json that belongs to it: choose another folder`,
    )
}

/** Opens the results for writing, without what follows the last complete line. */
async function openResults(folder: string, end: number): Promise<FileHandle> {
  const file = await open(resultsFile(folder), "a+")
  await file.truncate(end)
  await file.sync()
  await syncFolder(folder)
  return file
}

function createRun(
  folder: string,
  file: FileHandle,
  { known, settled, end, release }: Recovered & { readonly release: () => Promise<void> },
): Run {
  let last: Promise<void> = Promise.resolve()
  let length = end
  const write = async (bytes: Buffer) => {
    try {
      await file.appendFile(bytes)
      await file.datasync()
      length += bytes.length
    } catch (error) {
      // Without the part of a line that may have been written.
      await file.truncate(length).catch(() => {})
      throw unwritable(resultsFile(folder), error)
    }
  }
  return {
    get size() {
      return known.size
    },
    has: ({ input, method, metric }) =>
      settled.has(keyOf({ input })) ||
      settled.has(keyOf({ input, method })) ||
      known.has(keyOf({ input, method, metric })),
    async add(lines) {
      const bytes = Buffer.from(lines.map(formatLine).join(""))
      const keys = new Set(lines.map(keyOf))
      const twice = lines.find((line) => known.has(keyOf(line)))
      if (twice !== undefined || keys.size < lines.length)
        throw new RangeError(`the run already has a result for ${keyOf(twice ?? lines[0])}`)
      for (const line of lines) note(line, known, settled)
      // After an error nothing more is written: what failed would be missing before it.
      last = last.then(() => write(bytes))
      await last
    },
    async close() {
      await last.catch(() => {})
      await file.close()
      await release()
    },
  }
}
