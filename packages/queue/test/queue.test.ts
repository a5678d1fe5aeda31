import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdtempSync, readFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { explainWith, openRun } from "@pami/runs"
import type { ResultLine, RunPlan } from "@pami/runs"
import { findStore, startStore } from "@pami/stores"
import type { RunningStore, StoreKind } from "@pami/stores"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openQueue, readQueue, sendToQueue, workOnQueue } from "../src/index.ts"
import type { OpenQueue } from "../src/index.ts"
import { stubIds, stubLine, stubPlan, stubWorker } from "./stub.ts"

const program = fileURLToPath(new URL("worker-program.ts", import.meta.url))
const folders: string[] = []
const children = new Set<ChildProcess>()

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pami-queue-"))
  folders.push(folder)
  return folder
}

/** Collects what is missing in a folder, as `runInputs` does. */
async function collect(
  queue: OpenQueue,
  plan: RunPlan,
  ids: readonly string[],
  folder: string,
  onLine: (line: ResultLine) => void = () => {},
): Promise<string[]> {
  const run = await openRun(folder, { question: plan.question })
  try {
    const wanted = ids
      .filter((input) => !run.has({ input, method: "pami" }))
      .map((id) => ({ id, methods: ["pami"] }))
    await explainWith([sendToQueue(queue, plan)], wanted, async (line) => {
      await run.add([line])
      onLine(line)
    })
  } finally {
    await run.close()
  }
  return linesIn(folder)
}

function linesIn(folder: string): string[] {
  return readFileSync(join(folder, "results.jsonl"), "utf8").trimEnd().split("\n").sort()
}

const undisturbed = (plan: RunPlan, ids: readonly string[]) =>
  ids.map((id) => JSON.stringify(stubLine(plan, id))).sort()

async function startWorker(address: string, inputs: number, pause: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-C", "source", program, address, String(inputs), String(pause)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  children.add(child)
  await new Promise((resolve) => child.stdout.once("data", resolve))
  return child
}

describe.each<StoreKind>(["redis", "postgres"])("on %s", (kind) => {
  const programs = findStore(kind)
  let store: RunningStore

  beforeAll(async () => {
    if (programs !== undefined) store = await startStore(kind, programs)
  }, 120_000)
  afterAll(() => store?.stop())

  test.skipIf(programs === undefined)(
    "every line is there once, though a worker, the process that collects and the store are killed",
    async () => {
      const [plan, ids, folder] = [stubPlan(), stubIds(80), newFolder()]
      const first = await startWorker(store.address, ids.length, 15)
      const second = await startWorker(store.address, ids.length, 15)
      const said: string[] = []
      const start = async (until?: number) => {
        const stop = new AbortController()
        const queue = await openQueue(store.address, {
          signal: stop.signal,
          onNotice: (message) => said.push(message),
        })
        let seen = 0
        const collected = collect(queue, plan, ids, folder, () => {
          if (++seen === until) stop.abort()
        })
        return { queue, collected }
      }
      const interrupted = await start(10)
      await expect(interrupted.collected).rejects.toMatchObject({ code: "ABORTED" })
      await interrupted.queue.close()
      first.kill("SIGKILL")
      const { queue, collected } = await start()
      await sleep(100)
      await store.kill()
      await store.start()
      expect(await collected).toEqual(undisturbed(plan, ids))
      expect(await readQueue(queue)).toEqual([])
      await queue.close()
      second.kill("SIGKILL")
      for (const message of said) expect(message).not.toContain("pass")
    },
  )
})
