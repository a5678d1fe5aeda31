import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const child = fileURLToPath(new URL("memory-child.ts", import.meta.url))

/** Peak resident set of a fresh process that spends 200 or 6,000 passes: each three times, the median. */
export async function memory(args: readonly string[]): Promise<Record<string, string | number>[]> {
  const rows: Record<string, string | number>[] = []
  for (const classes of ["top", "all"]) {
    const peaks: number[] = []
    for (const passes of [200, 6000]) {
      const seen: number[] = []
      for (let round = 0; round < 3; round++) {
        const { stdout } = await promisify(execFile)(process.execPath, [
          "-C",
          "source",
          child,
          String(passes),
          classes,
          ...args,
        ])
        seen.push(Number(stdout))
      }
      peaks.push(seen.sort((a, b) => a - b)[1])
    }
    const [few, many] = peaks
    rows.push({
      "scores kept": classes === "top" ? "top 1" : "all classes",
      "200 passes": `${(few / 1024).toFixed(1)} MB`,
      "6,000 passes": `${(many / 1024).toFixed(1)} MB`,
      ratio: Number((many / few).toFixed(3)),
    })
  }
  return rows
}
