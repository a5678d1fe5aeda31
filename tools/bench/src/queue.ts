import { existsSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { table } from "@pami/measure"
import { findStore, startStore } from "@pami/stores"
import type { StoreKind } from "@pami/stores"
import { drawImages } from "./runs/draw-images.ts"
import { runUntilDone } from "./runs/killed-processes.ts"

const program = fileURLToPath(new URL("../../../apps/cli/dist/main.js", import.meta.url))

/**
 * Whether a run over a queue has the bytes of an undisturbed one, when the process that collects or one that explains is killed every
 * few seconds until it ends, and the store once in the middle. Runs the built packages, as users install them:
 *   pnpm bench queue [--store redis,postgres] [--images 2000] [--passes 16] [--workers 3] [--every 2] [--seed 1]
 */
export async function queue(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      store: { type: "string", default: "redis,postgres" },
      images: { type: "string", default: "2000" },
      passes: { type: "string", default: "16" },
      workers: { type: "string", default: "3" },
      every: { type: "string", default: "2" },
      seed: { type: "string", default: "1" },
    },
  })
  if (!existsSync(program)) throw new Error(`${program} does not exist: npm run setup`)
  const [images, workers, every, seed] = [values.images, values.workers, values.every, values.seed].map(
    Number,
  )
  const at = await mkdtemp(join(tmpdir(), "pami-bench-queue-"))
  try {
    const photos = join(at, "images")
    await drawImages(photos, images)
    const question = ["--strategy", "sliding-window", "--passes", values.passes, "--quiet"]
    const results = (out: string) => readFile(join(at, out, "results.jsonl"), "utf8").catch(() => "")
    const run = (out: string, ...more: string[]) => [
      program,
      "run",
      photos,
      ...question,
      "--out",
      join(at, out),
      ...more,
    ]
    const rows: Record<string, string>[] = []
    const note = async (name: string, out: string, facts: Record<string, string>) => {
      const bytes = await results(out)
      const lines = bytes.trimEnd().split("\n")
      const names = new Set(lines.map((line) => (JSON.parse(line) as { readonly input: string }).input))
      rows.push({
        run: name,
        results: String(names.size),
        "lines twice": String(lines.length - names.size),
        "the undisturbed bytes": bytes === (await results("undisturbed")) ? "yes" : "NO",
        ...facts,
      })
      console.error(`${name}: ${JSON.stringify(rows.at(-1))}`)
    }
    const plain = await runUntilDone([run("undisturbed", "--threads", "1")])
    await note("undisturbed, no queue", "undisturbed", {
      starts: "1",
      killed: "0",
      "of them workers": "0",
      "kills of the store": "0",
      seconds: plain.seconds.toFixed(0),
    })
    for (const kind of values.store.split(",") as StoreKind[]) {
      const programs = findStore(kind)
      if (programs === undefined) continue
      const store = await startStore(kind, programs)
      process.env["PAMI_QUEUE"] = store.address
      let restarts = 0
      const watch = setInterval(async () => {
        if (restarts > 0 || (await results(kind)).split("\n").length < images / 2) return
        restarts++
        await store.kill()
        await store.start()
      }, 500)
      try {
        const worker = [program, "worker", photos, ...question, "--threads", "1", "--lost-after", "5"]
        const helpers = Array.from({ length: workers }, () => worker)
        const outcome = await runUntilDone([run(kind, "--queue")], { every: 1000 * every, seed }, helpers)
        await note(`${kind}, ${workers} workers, killed`, kind, {
          starts: String(outcome.starts),
          killed: String(outcome.kills),
          "of them workers": String(outcome.workerKills),
          "kills of the store": String(restarts),
          seconds: outcome.seconds.toFixed(0),
        })
      } finally {
        clearInterval(watch)
        await store.stop()
      }
    }
    console.log(
      `${images} images of the zoo, ${values.passes} passes each; a random process is killed every ${every} s`,
    )
    console.log(table(rows))
    if (rows.some((row) => row["the undisturbed bytes"] === "NO")) process.exitCode = 1
  } finally {
    await rm(at, { recursive: true, force: true })
  }
}
