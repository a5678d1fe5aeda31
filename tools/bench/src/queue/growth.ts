import { spawn } from "node:child_process"
import { createReadStream } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { openQueue, readQueue } from "@pami/queue"
import { startStore } from "@pami/stores"
import type { StoreKind } from "@pami/stores"

/**
 * Returns the cost of a run of stub inputs over a queue, by the number of inputs: first all are sent, then a worker answers them.
 */
export async function growth(
  kind: StoreKind,
  programs: string,
  count: number,
): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "pami-bench-growth-"))
  const store = await startStore(kind, programs)
  try {
    const queue = await openQueue(store.address)
    const empty = await residentOf(store.pid)
    const collecting = child("collect-child.ts", store.address, String(count), folder)
    const chunks = Math.ceil(count / Math.min(256, Math.max(1, Math.ceil(count / 1024))))
    let sending = 0
    for (;;) {
      const waiting = (await readQueue(queue))[0]?.waiting ?? 0
      if (waiting > 0 && sending === 0) sending = performance.now()
      if (waiting === chunks) break
      await sleep(20)
    }
    const sent = performance.now()
    const full = await residentOf(store.pid)
    const working = child("work-child.ts", store.address, String(count))
    const collected = await collecting
    const seconds = (performance.now() - sent) / 1000
    const worked = await working
    await queue.close()
    const lines = await linesIn(join(folder, "results.jsonl"))
    return {
      store: kind,
      inputs: String(count),
      chunks: String(chunks),
      "sent in s": ((sent - sending) / 1000).toFixed(1),
      "store grew by MB": String(Math.round((full - empty) / 1e6)),
      "collector MB": String(Math.round((Number(collected) * 1024) / 1e6)),
      "worker MB": String(Math.round((Number(worked) * 1024) / 1e6)),
      lines: String(lines),
      "answered in s": seconds.toFixed(1),
      "µs an input": ((1e6 * seconds) / count).toFixed(0),
    }
  } finally {
    await store.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a program of this folder, and returns the last line that it prints. */
async function child(name: string, ...args: string[]): Promise<string> {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const started = spawn(process.execPath, ["-C", "source", program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  let text = ""
  started.stdout.on("data", (part) => (text += part))
  const status = await new Promise((resolve) => started.once("close", resolve))
  if (status !== 0) throw new Error(`${name} ended with status ${status}`)
  return text.trimEnd().split("\n").at(-1)!
}

/** Returns the number of lines of a file that is longer than a text can be. */
async function linesIn(file: string): Promise<number> {
  let count = 0
  for await (const part of createReadStream(file) as AsyncIterable<Buffer>)
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) count++
  return count
}

/** Returns the resident memory of a process in bytes; NaN on systems that do not say. PostgreSQL has its data on the disk. */
async function residentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(text)?.[1])
}
