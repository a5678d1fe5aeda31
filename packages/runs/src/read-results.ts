import { join } from "node:path"
import { readLines } from "./read-lines.ts"
import type { Line } from "./read-lines.ts"
import { parseLine } from "./result-line.ts"
import type { ResultLine } from "./result-line.ts"
import { isMissing, unreadable } from "./run-error.ts"

/** Returns the path of the results of a run. */
export function resultsFile(folder: string): string {
  return join(folder, "results.jsonl")
}

/**
 * Yields the results in the folder of a run, in the order in which they were written. Holds one line in memory. A run
 * may still be writing: its unfinished last line is left out.
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
  for await (const { result } of readResultLines(folder)) yield result
}

/** Yields the results, each with its line of text. */
export async function* readResultLines(
  folder: string,
): AsyncGenerator<Line & { readonly result: ResultLine }, void, undefined> {
  const path = resultsFile(folder)
  try {
    for await (const line of readLines(path))
      yield { ...line, result: parseLine(line.text, `line ${line.number} of ${path}`) }
  } catch (error) {
    // A run that was stopped before its first result.
    if (!isMissing(error)) throw unreadable(path, error)
  }
}
