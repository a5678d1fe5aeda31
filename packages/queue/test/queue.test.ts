import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdtempSync, readFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { inspect } from "node:util"
import type { PamiError } from "@pami/core"
import { explainWith, openRun } from "@pami/runs"
import type { ResultLine, RunPlan } from "@pami/runs"
import { findStore, startStore } from "@pami/stores"
import type { RunningStore, StoreKind } from "@pami/stores"
import { Redis } from "ioredis"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openQueue, readQueue, sendToQueue, workOnQueue } from "../src/index.ts"
import type { OpenQueue } from "../src/index.ts"
import { announce, nameOfRun } from "../src/registry.ts"
import { storeOf } from "../src/store.ts"
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
    await explainWith([sendToQueue(queue, plan)], wanted, async (lines) => {
      await run.add(lines)
      for (const line of lines) onLine(line)
    })
  } finally {
    await run.close()
  }
  return linesIn(folder)
}

/** Returns the chunks of a run, for those who write to the store by hand. */
function jobsOf(queue: OpenQueue, { question }: RunPlan) {
  return storeOf(queue).jobs(nameOfRun(queue, question))
}

/** Overwrites the data of a job in Redis with a text that is not JSON. */
async function breakData(address: string, key: string): Promise<void> {
  const client = new Redis(address)
  await client.hset(key, "data", "{bad")
  client.disconnect()
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
  // Of what BullMQ does alike on both.
  const skips = programs === undefined || kind === "postgres"
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

  test.skipIf(programs === undefined)(
    "a store that does not let us in says so, without the password",
    async () => {
      const wrong = new URL(store.address)
      wrong.password = "secret"
      const none = new URL(store.address)
      none.password = ""
      const other = new URL(store.address)
      other.port = "1"
      const unknown = new URL(store.address)
      unknown.hostname = "store.invalid"
      const outcomes = await Promise.all(
        [wrong, none, other, unknown].map(({ href }) => openQueue(href).catch((error: PamiError) => error)),
      )
      expect(outcomes).toMatchObject([
        { code: "QUEUE_DENIED", message: expect.stringContaining("Check the user, the password") },
        { code: "QUEUE_DENIED", message: expect.stringContaining("asks for a password") },
        { code: "QUEUE_UNREACHABLE", message: expect.stringContaining("127.0.0.1:1") },
        { code: "QUEUE_UNREACHABLE", message: expect.stringContaining("store.invalid") },
      ])
      for (const error of outcomes)
        expect(inspect(error, { depth: 9 })).not.toMatch(/secret|pass%20word|pass word/)
    },
  )

  test.skipIf(programs === undefined)(
    "what a stranger writes to the queue is not explained, not believed and does not end a run",
    async () => {
      const [plan, ids] = [stubPlan(2), stubIds(6)]
      const queue = await openQueue(store.address)
      const jobs = jobsOf(queue, plan)
      const long = Array.from({ length: 100_000 }, (_, index) => `photos/${index}.png`)
      for (const data of [
        null,
        "photos/0.png",
        { inputs: [], attempt: 0 },
        { inputs: long, attempt: 0 },
        { inputs: [{ id: "photos/0.png" }], attempt: 0 },
        { inputs: [["photos/0.png", "constructor"]], attempt: 0 },
        { inputs: ["photos/0.png"], attempt: "many" },
        { inputs: ["../../etc/passwd", "__proto__", "https://example.org/"], attempt: 0 },
      ])
        await jobs.add("chunk", data)
      // Not even BullMQ can read it.
      if (kind === "redis") {
        const broken = await jobs.add("chunk", {})
        await breakData(store.address, jobs.toKey(broken.id!))
      }
      // Taken up as that of an earlier start, with lines that no worker of this run wrote.
      const forged = await jobs.add("chunk", { inputs: ["photos/1.png", "photos/2.png"], attempt: 0 })
      const line = stubLine(plan, "photos/1.png")
      for (const row of [
        "no line",
        JSON.stringify({ ...line, key: "0".repeat(64) }),
        JSON.stringify({ ...line, map: "../../results.jsonl" }),
        JSON.stringify({ ...line, method: "constructor" }),
        JSON.stringify({ ...line, value: 1, explanation: undefined }),
        JSON.stringify({ ...line, note: "x".repeat(2 ** 20) }),
      ])
        await forged.log(row)
      const explained: string[] = []
      const stop = new AbortController()
      const worker = openQueue(store.address).then(async (other) => {
        const stub = stubWorker(plan, 0, (id) => explained.push(id))
        const work = () =>
          workOnQueue(other, { plan, ids: new Set(ids), workers: [stub], signal: stop.signal })
        // A worker ends where it lacks an input; it is started again.
        while (!stop.signal.aborted)
          await work().catch((error: PamiError) => expect(error.code).toBe("QUEUE_INPUT_UNKNOWN"))
        await other.close()
      })
      expect(await collect(queue, plan, ids, newFolder())).toEqual(undisturbed(plan, ids))
      stop.abort()
      await worker
      await queue.close()
      expect(explained.sort()).toEqual(ids)
    },
  )

  test.skipIf(skips)(
    "an input over which workers are lost again and again is a line; all others are explained",
    async () => {
      const [plan, ids] = [stubPlan(3), stubIds(3)]
      const queue = await openQueue(store.address)
      const jobs = jobsOf(queue, plan)
      const chunk = await jobs.add("chunk", { inputs: ids, attempt: 0 })
      await chunk.log(JSON.stringify(stubLine(plan, ids[0])))
      // As if the job had been taken five stalls ago.
      await chunk.log(JSON.stringify({ taken: "1", stalls: -5 }))
      const worker = workOnQueue(queue, {
        plan,
        ids: new Set(ids),
        workers: [stubWorker(plan)],
        idle: 300,
      })
      const lines = await collect(queue, plan, ids, newFolder())
      expect(lines).toHaveLength(3)
      expect(JSON.parse(lines.find((line) => line.includes(ids[1]))!)).toMatchObject({
        input: ids[1],
        error: { code: "WORKER_ENDED" },
      })
      expect(await worker).toEqual({ chunks: 1, lines: 2 })
      await queue.close()
    },
  )

  test.skipIf(skips)(
    "a worker that is ended gives its chunk back, and one with another question says what differs and takes none",
    async () => {
      const [plan, ids] = [stubPlan(4), stubIds(40)]
      const [queue, said] = [await openQueue(store.address), [] as string[]]
      const other = await openQueue(store.address, { onNotice: (message) => said.push(message) })
      const stop = new AbortController()
      const explained: string[] = []
      const all = { plan, ids: new Set(ids), idle: 700 }
      // One chunk of all inputs, as a long run has.
      await jobsOf(queue, plan).add("chunk", { inputs: ids, attempt: 0 })
      const collected = collect(queue, plan, ids, newFolder())
      const first = workOnQueue(other, {
        ...all,
        workers: [stubWorker(plan, 20, (id) => explained.push(id) === 5 && stop.abort())],
        signal: stop.signal,
      })
      await first
      const differing = { ...all, plan: stubPlan(5), workers: [stubWorker(stubPlan(5))] }
      expect(await workOnQueue(other, differing)).toEqual({ chunks: 0, lines: 0 })
      expect(said).toEqual([expect.stringContaining("methods.pami.passes is 4 there and 5 here")])
      const second = workOnQueue(other, {
        ...all,
        workers: [stubWorker(plan, 0, (id) => explained.push(id))],
      })
      expect(await collected).toEqual(undisturbed(plan, ids))
      await second
      // The one in hand when the first was ended may be explained twice, and none that it had sent.
      expect(explained.length).toBeLessThanOrEqual(ids.length + 1)
      await Promise.all([queue.close(), other.close()])
    },
  )

  test.skipIf(programs === undefined)(
    "a worker that lacks inputs of the run ends, and leaves them to others",
    async () => {
      const [plan, ids] = [stubPlan(6), stubIds(20)]
      const [queue, other] = [await openQueue(store.address), await openQueue(store.address)]
      const collected = collect(queue, plan, ids, newFolder())
      const workers = [stubWorker(plan)]
      const lacking = workOnQueue(other, { plan, ids: new Set(ids.slice(1)), workers })
      await expect(lacking).rejects.toMatchObject({
        code: "QUEUE_INPUT_UNKNOWN",
        message: expect.stringContaining(ids[0]),
      })
      const worker = workOnQueue(other, { plan, ids: new Set(ids), workers, idle: 100 })
      expect(await collected).toEqual(undisturbed(plan, ids))
      await worker
      await Promise.all([queue.close(), other.close()])
    },
  )

  test.skipIf(skips)("of two processes that collect one run, the first ends", async () => {
    const queue = await openQueue(store.address, { name: "twice" })
    const { question } = stubPlan()
    const [first, second] = [
      await announce(storeOf(queue), question),
      await announce(storeOf(queue), question),
    ]
    await expect(first.confirm()).rejects.toMatchObject({ code: "QUEUE_IN_USE" })
    await second.confirm()
    await second.end()
    expect(await readQueue(queue)).toEqual([])
    await queue.close()
  })
})

test("an address that is none is an error that does not repeat it", async () => {
  for (const [address, got] of [
    ["mysql://root:secret@host/db", "begins with mysql://"],
    ["redis:secret", "got another text"],
    ["redis://:se/cret@host", "write %2F for /"],
    ["redis://:secret%@host", "write %25"],
    ["redis://:secret@host/jobs", "redis://host:6379/1"],
    ["photos", 'got "photos"'],
    ["", "got an empty text"],
  ])
    await expect(openQueue(address)).rejects.toMatchObject({
      code: "QUEUE_ADDRESS_INVALID",
      message: expect.stringContaining(got),
    })
  await expect(openQueue("mysql://root:secret@host/db")).rejects.not.toThrow("secret")
})

test("a Redis that evicts keys is refused, and one that keeps nothing on its disk is a finding", async ({
  skip,
}) => {
  const programs = findStore("redis")
  if (programs === undefined) return skip()
  const evicting = await startStore("redis", programs, [
    "--maxmemory",
    "50mb",
    "--maxmemory-policy",
    "allkeys-lru",
  ])
  const forgetful = await startStore("redis", programs, ["--appendonly", "no"])
  await expect(openQueue(evicting.address)).rejects.toMatchObject({
    code: "QUEUE_UNSUITABLE",
    message: expect.stringContaining("maxmemory-policy noeviction"),
  })
  const queue = await openQueue(forgetful.address)
  expect(queue.findings).toMatchObject([{ code: "QUEUE_NOT_DURABLE" }])
  await queue.close()
  await expect(openQueue(`${forgetful.address}/99`)).rejects.toMatchObject({
    code: "QUEUE_FAILED",
    message: expect.stringContaining("/99: ERR DB index is out of range"),
  })
  await Promise.all([evicting.stop(), forgetful.stop()])
})
