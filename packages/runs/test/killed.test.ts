import { fork } from "node:child_process"
import { appendFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { openRun } from "../src/index.ts"
import { freshFolder, resultsOf, sortedLines } from "./folders.ts"

const program = fileURLToPath(new URL("slow-run.ts", import.meta.url))

/** Starts the run in a process, and kills it after `additions` of results and `delay` more milliseconds. */
function start(folder: string, kill?: { additions: number; delay: number }): Promise<NodeJS.Signals | null> {
  const child = fork(program, [folder], { execArgv: ["-C", "source"] })
  let additions = 0
  child.on("message", () => {
    if (++additions === kill?.additions) setTimeout(() => child.kill("SIGKILL"), kill.delay)
  })
  return new Promise((resolve, reject) => {
    child.on("exit", (status, signal) => (status ? reject(new Error(`status ${status}`)) : resolve(signal)))
  })
}

test(
  "a run that is killed twenty times at random moments ends with the lines of an undisturbed run",
  { timeout: 300_000 },
  async () => {
    const [undisturbed, killed] = [freshFolder(), freshFolder()]
    await start(undisturbed)
    const draw = random(17)
    for (let kills = 0; kills < 20; kills++) {
      const kill = { additions: 1 + Math.floor(draw() * 16), delay: Math.floor(draw() * 3) }
      expect(await start(killed, kill)).toBe("SIGKILL")
    }
    await start(killed)
    expect(sortedLines(killed)).toEqual(sortedLines(undisturbed))
    expect(new Set(sortedLines(killed)).size).toBe(180 * 6 + 20)
  },
)

test("wherever the last line is torn, the next start drops it and no other", async () => {
  const folder = freshFolder()
  const run = await openRun(folder, { question: {} })
  await run.add([{ input: "one", method: "a", metric: "x", value: 1 }])
  await run.add([{ input: "two é", method: "a", metric: "x", value: 2 }])
  await run.close()
  const bytes = readFileSync(join(folder, "results.jsonl"))
  const first = bytes.indexOf(10) + 1
  for (let length = 0; length <= bytes.length; length++) {
    writeFileSync(join(folder, "results.jsonl"), bytes.subarray(0, length))
    const again = await openRun(folder, { question: {} })
    const has = (input: string) => again.has({ input, method: "a", metric: "x" })
    expect([has("one"), has("two é")]).toEqual([length >= first, length === bytes.length])
    if (!has("one")) await again.add([{ input: "one", method: "a", metric: "x", value: 1 }])
    if (!has("two é")) await again.add([{ input: "two é", method: "a", metric: "x", value: 2 }])
    await again.close()
    expect(resultsOf(folder)).toBe(bytes.toString())
  }
})

test("the lock of a killed process is taken over, also one that it had not written yet", async () => {
  const folder = freshFolder()
  await start(folder, { additions: 1, delay: 0 })
  const lock = join(folder, "run.lock")
  expect(readFileSync(lock, "utf8")).toContain("process")
  writeFileSync(lock, "")
  await start(folder)
  expect(sortedLines(folder).length).toBe(180 * 6 + 20)
})

test("a line that two processes wrote is there once after the next start", async () => {
  const folder = freshFolder()
  const run = await openRun(folder, { question: {} })
  await run.add([
    { input: "one", method: "a", metric: "x", value: 1 },
    { input: "two", method: "a", metric: "x", value: 2 },
  ])
  await run.close()
  const before = resultsOf(folder)
  appendFileSync(join(folder, "results.jsonl"), before)
  await (await openRun(folder, { question: {} })).close()
  expect(resultsOf(folder)).toBe(before)
})
