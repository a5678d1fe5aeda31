import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createInterface } from "node:readline"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { pictures } from "@pami/zoo"
import { table } from "@pami/measure"
import { healthChecks, percentile } from "./health-checks.ts"

const runtimes = ["onnxruntime-node", "onnxruntime-web", "tfjs:wasm"]

/**
 * Asks a server in a process of its own how it is, 50 times a second, while it does nothing and while it explains one
 * upload after another. `--seconds`, default 10, for each.
 */
export async function server(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { seconds: { type: "string", default: "10" } } })
  const seconds = Number(values.seconds)
  const picture = new Uint8Array(await readFile(pictures.scene))
  console.log(`Time to answer GET /health, in ms, ${seconds} s each:\n`)
  const rows = []
  for (const runtime of runtimes) {
    const child = spawn(
      process.execPath,
      ["-C", "source", "--no-warnings", fileURLToPath(new URL("child.ts", import.meta.url)), runtime],
      { stdio: ["ignore", "pipe", "inherit"] },
    )
    try {
      // A child that cannot start says so on stderr, and never where it listens.
      const ended = once(child, "exit").then(([code]) => {
        throw new Error(`the server on ${runtime} ended with status ${code} before it listened`)
      })
      const [origin] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string]
      const explained = async () => {
        const response = await fetch(`${origin}/explain`, { method: "POST", body: picture })
        if (!response.ok) throw new Error(`${runtime}: ${await response.text()}`)
        await response.arrayBuffer()
      }
      await explained()
      const idle = await healthChecks(origin, wait(seconds * 1000))
      const times = {
        idle,
        explaining: await meanwhile(explained, () => healthChecks(origin, wait(seconds * 1000))),
      }
      for (const [state, sorted] of Object.entries(times))
        rows.push({
          runtime,
          state,
          checks: sorted.length,
          p50: percentile(sorted, 0.5),
          p99: percentile(sorted, 0.99),
          largest: percentile(sorted, 1),
        })
    } finally {
      child.kill()
    }
  }
  console.log(table(rows))
}

/** Does `again` over and over until `task` has ended. */
async function meanwhile<Result>(again: () => Promise<void>, task: () => Promise<Result>): Promise<Result> {
  const state = { over: false }
  const repeated = (async () => {
    while (!state.over) await again()
  })()
  // An error of either ends both.
  const failed = new Promise<never>((_, reject) => void repeated.catch(reject))
  try {
    return await Promise.race([task(), failed])
  } finally {
    state.over = true
    await repeated
  }
}
