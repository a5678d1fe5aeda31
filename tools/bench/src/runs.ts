import { existsSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { table } from "@pami/measure"
import { mergeRuns } from "@pami/runs"
import { drawImages } from "./runs/draw-images.ts"
import { runUntilDone } from "./runs/killed-processes.ts"

const program = fileURLToPath(new URL("../../../apps/cli/dist/main.js", import.meta.url))

/**
 * Whether a run in shards, and one with worker processes, have the bytes of an undivided run, when a random process is killed
 * every few seconds until they end. Runs the built packages, as users install them:
 *   pnpm bench runs [--images 2000] [--passes 16] [--shards 4] [--workers 3] [--every 2] [--seed 1]
 */
export async function runs(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      images: { type: "string", default: "2000" },
      passes: { type: "string", default: "16" },
      shards: { type: "string", default: "4" },
      workers: { type: "string", default: "3" },
      every: { type: "string", default: "2" },
      seed: { type: "string", default: "1" },
    },
  })
  if (!existsSync(program)) throw new Error(`${program} does not exist: npm run setup`)
  const [images, shards, every, seed] = [values.images, values.shards, values.every, values.seed].map(Number)
  const at = await mkdtemp(join(tmpdir(), "pami-bench-runs-"))
  try {
    await drawImages(join(at, "images"), images)
    const command = (out: string, ...more: string[]) =>
      [
        program,
        "run",
        join(at, "images"),
        "--out",
        join(at, out),
        "--maps",
        "--quiet",
        "--threads",
        "1",
      ].concat(["--strategy", "sliding-window", "--passes", values.passes], more)
    const rows: Record<string, string>[] = []
    const measure = async (name: string, out: string, commands: string[][], kills: boolean) => {
      const outcome = await runUntilDone(commands, kills ? { every: 1000 * every, seed } : undefined)
      const merged = join(at, `${out}-merged`)
      const folders = commands.map((one) => one[one.indexOf("--out") + 1])
      const { duplicates } = await mergeRuns(folders, merged)
      const bytes = await readFile(join(merged, "results.jsonl"), "utf8")
      const undivided = await readFile(join(at, "undivided", "results.jsonl"), "utf8")
      rows.push({
        run: name,
        results: String(bytes.split("\n").length - 1),
        "lines twice": String(duplicates),
        "the undivided bytes": bytes === undivided ? "yes" : "NO",
        starts: String(outcome.starts),
        killed: String(outcome.kills),
        "of them workers": String(outcome.workerKills),
        seconds: outcome.seconds.toFixed(0),
      })
      console.error(`${name}: ${JSON.stringify(rows.at(-1))}`)
    }
    await measure("undivided", "undivided", [command("undivided")], false)
    await measure(
      `${shards} shards, killed`,
      "shards",
      Array.from({ length: shards }, (_, index) =>
        command(`shard-${index}`, "--shard", `${index}/${shards}`),
      ),
      true,
    )
    await measure(
      `${values.workers} workers, killed`,
      "workers",
      [command("workers", "--workers", values.workers)],
      true,
    )
    console.log(
      `${images} images of the zoo, ${values.passes} passes each; a random process is killed every ${every} s`,
    )
    console.log(table(rows))
    if (rows.some((row) => row["the undivided bytes"] === "NO")) process.exitCode = 1
  } finally {
    await rm(at, { recursive: true, force: true })
  }
}
