import { fileOf, shardsIn } from "./folder.ts"
import { readLines } from "./read-lines.ts"
import type { Line } from "./read-lines.ts"
import { parseLine } from "./result-line.ts"
import type { ResultLine } from "./result-line.ts"
import { isMissing, unreadable } from "./run-error.ts"

/**
 * Yields the results in the folder of a run, of all its shards, in the order in which they were written. Holds one line in
 * memory. A run may still be writing: its unfinished last line is left out.
 *
 * @throws PamiError `RUN_INVALID` for a line that is not a result, `FILE_UNREADABLE`
 *
 * @example
 * import { readResults } from "@pami/runs"
 *
 * for await (const { input, method, metric, value } of readResults("results")) {
 *   if (value !== undefined) console.log(input, method, metric, value)
 * }
 */
export async function* readResults(folder: string): AsyncGenerator<ResultLine, void, undefined> {
  for (const shard of await shardsIn(folder, "results"))
    for await (const { result } of readResultLines(fileOf(folder, "results", shard))) yield result
}

/** A line of a file of results. */
export interface PlacedResult extends Line {
  readonly result: ResultLine
  /** Place of its first byte in the file. */
  readonly start: number
}

/** Yields the results of a file, each with its line of text; none for a file that does not exist. */
export async function* readResultLines(path: string): AsyncGenerator<PlacedResult, void, undefined> {
  let start = 0
  try {
    for await (const line of readLines(path)) {
      yield { ...line, start, result: parseLine(line.text, `line ${line.number} of ${path}`) }
      start += line.bytes
    }
  } catch (error) {
    // A run that was stopped before its first result.
    if (!isMissing(error)) throw unreadable(path, error)
  }
}
