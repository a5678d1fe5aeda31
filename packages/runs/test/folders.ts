import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Returns the path of a fresh folder. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), "pami-runs-"))
}

/** Returns the text of the results of a run. */
export function resultsOf(folder: string): string {
  return readFileSync(join(folder, "results.jsonl"), "utf8")
}

/** Returns the lines of the results of a run, sorted. */
export function sortedLines(folder: string): string[] {
  const text = resultsOf(folder)
  if (!text.endsWith("\n")) throw new Error("the last line has no end")
  return text.slice(0, -1).split("\n").toSorted()
}
