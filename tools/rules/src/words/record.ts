import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { readText, root } from "../workspace.ts"

const file = "tools/rules/src/words/record.json"

/** For each folder, how many occurrences are left from before the rule. */
export type Counts = Readonly<Record<string, number>>

/** Returns the recorded counts. */
export function readRecord(): Counts {
  return JSON.parse(readText(file)) as Counts
}

/** Lowers the record to the counts of today, and adds folders that it lacks. It never raises a count. */
export function lowerRecord(today: Counts): void {
  const record = readRecord()
  const lowered = Object.entries(today).map(([folder, count]) => [
    folder,
    Math.min(count, record[folder] ?? count),
  ])
  writeFileSync(join(root, file), `${JSON.stringify(Object.fromEntries(lowered), null, 2)}\n`)
}
