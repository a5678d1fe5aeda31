import { join } from "node:path"
import type { Console } from "../console.ts"
import { exitStatus } from "../exit-status.ts"
import { expectName } from "../figure-format.ts"
import { expectNoOverwriting } from "../overwriting.ts"
import { collectResults } from "../summary/collect.ts"
import { summarize } from "../summary/summarize.ts"
import { expectWritable, writeResult } from "../write.ts"
import { chooseCases } from "./cases.ts"
import { reportPage } from "./page.ts"

/** Options of `pami report`, as commander hands them over. */
export interface ReportFlags {
  readonly output: string | undefined
}

/** `pami report`: writes the results of an evaluation as one HTML page. */
export async function reportCommand(
  folder: string,
  { output }: ReportFlags,
  console: Console,
): Promise<number> {
  const path = output ?? join(folder, "report.html")
  expectName("-o", path)
  await expectNoOverwriting({
    reads: ["run.json", "results.jsonl"].map((name) => ({ what: "the results", path: join(folder, name) })),
    writes: [{ what: "-o", path }],
  })
  await expectWritable(path)
  const results = await collectResults(folder)
  const page = reportPage({
    results,
    summary: summarize(results),
    cases: await chooseCases(folder, results),
  })
  await writeResult(path, page)
  console.stdout(`${path}\n`)
  return exitStatus.done
}
