// Whether `pami serve` keeps answering under load, a third of it hostile.
//   pnpm bench service [--requests N] [--at-once N] [--passes N]
import { spawn } from "node:child_process"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { models } from "@pami/zoo"
import { createClient, outcomes } from "./clients.ts"
import type { Outcome } from "./clients.ts"
import { healthChecks, percentile } from "../server/health-checks.ts"

// Milliseconds.
const idleTime = 5000

const program = fileURLToPath(new URL("../../../../apps/cli/src/main.ts", import.meta.url))

/** Prints how fast the health check is answered idle and under load, what became of the requests, and the memory. */
export async function service(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: "string", default: "200" },
      "at-once": { type: "string", default: "20" },
      passes: { type: "string", default: "150" },
    },
  })
  const [requests, atOnce, passes] = [values.requests, values["at-once"], values.passes].map(Number)
  const folder = await mkdtemp(join(tmpdir(), "pami-service-"))
  await cp(dirname(fileURLToPath(models.scenes.onnx.href)), join(folder, "scenes"), { recursive: true })
  const { url, stop, crashed } = await start(folder)
  try {
    console.log(`idle: ${described(await healthChecks(url, wait(idleTime)))}`)
    const client = await createClient(url, passes)
    const counts = new Map<Outcome, number>(outcomes.map((outcome) => [outcome, 0]))
    const started = performance.now()
    let next = 0
    const lane = async () => {
      while (next < requests) {
        const outcome = await client.send(next++)
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      }
    }
    const all = Promise.all(Array.from({ length: atOnce }, lane))
    const times = await healthChecks(url, all)
    await all
    const seconds = (performance.now() - started) / 1000
    console.log(`under load: ${described(times)}`)
    console.log(
      `${requests} requests, ${atOnce} at once, in ${seconds.toFixed(1)} s: ${[...counts].map(([what, count]) => `${count} ${what}`).join(", ")}`,
    )
    const waited = await client.expectIdle()
    console.log(
      `after ${waited.toFixed(1)} s more no explanation was active; memory at its peak: ${await client.peakMemory()} MiB; crashed: ${crashed() ? "yes" : "no"}`,
    )
  } finally {
    await stop()
    await rm(folder, { recursive: true })
  }
}

function described(times: readonly number[]): string {
  const [p50, p99, slowest] = [0.5, 0.99, 1].map((share) => percentile(times, share))
  return `health answered ${times.length} times, p50 ${p50} ms, p99 ${p99} ms, slowest ${slowest} ms`
}

/** Starts the server in a separate process. */
async function start(folder: string) {
  const parameters = ["-C", "source", program, "serve", folder, "--port", "0", "--quiet"]
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "inherit"] })
  let ended = false
  child.once("exit", () => (ended = true))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()))
    child.once("exit", (code) => reject(new Error(`pami serve ended with status ${code}`)))
  })
  return {
    url,
    crashed: () => ended,
    async stop() {
      if (ended) return
      const end = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGINT")
      await end
    },
  }
}
