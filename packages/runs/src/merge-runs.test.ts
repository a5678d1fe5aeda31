import { appendFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { freshFolder, resultsOf } from "../test/folders.ts"
import { mergeRuns, openRun, readStatus } from "./index.ts"
import type { ResultLine, Shard } from "./index.ts"

const question = { methods: ["a"] }

async function runOf(
  lines: readonly ResultLine[],
  options: { shard?: Shard; question?: object } = {},
): Promise<string> {
  const folder = freshFolder()
  const run = await openRun(folder, { question, ...options } as never)
  if (lines.length > 0) await run.add(lines)
  await run.close()
  return folder
}

const line = (input: string, value = 1): ResultLine => ({ input, method: "a", value })

test("merged results are in order, each once; lines that are there twice are the same to the byte", async () => {
  const [one, two, out] = [
    await runOf([line("c"), line("a")]),
    await runOf([line("a"), line("b")]),
    freshFolder(),
  ]
  // Torn by a kill.
  appendFileSync(join(two, "results.jsonl"), '{"input":"d"')
  expect(await mergeRuns([one, two], out)).toEqual({
    results: 3,
    expected: null,
    duplicates: 1,
    missing: [],
  })
  expect(resultsOf(out)).toBe(["a", "b", "c"].map((input) => `${JSON.stringify(line(input))}\n`).join(""))
  const before = resultsOf(out)
  expect(await mergeRuns([two], out)).toMatchObject({ results: 3 })
  expect(resultsOf(out)).toBe(before)
})

test("a shard that is missing is named, at a second merge too; a folder counts once, however it is named", async () => {
  const shards = [
    await runOf([line("a")], { shard: { index: 0, count: 3 } }),
    await runOf([], { shard: { index: 2, count: 3 } }),
  ]
  const out = freshFolder()
  expect(await mergeRuns(shards, out)).toMatchObject({ results: 1, duplicates: 0, missing: [1] })
  expect(await mergeRuns(shards, out)).toMatchObject({ results: 1, duplicates: 1, missing: [1] })
  const [first] = shards
  expect(await mergeRuns([first, `${first}/`], join(first, "."))).toMatchObject({ duplicates: 0 })
  expect(await mergeRuns([first], `${first}/`)).toMatchObject({ duplicates: 1, missing: [1, 2] })
})

test("results of one name that differ are named, and nothing is written", async () => {
  const [one, two, out] = [
    await runOf([line("a"), line("b, c")]),
    await runOf([line("a", 2), line("b, c", 3)]),
    freshFolder(),
  ]
  await expect(mergeRuns([one, two], out)).rejects.toMatchObject({
    code: "RUN_CONFLICT",
    message: expect.stringMatching(/^2 results .*"a" "a" in .*results\.jsonl and .*"b, c" "a"/),
  })
  expect((await readStatus([out])).results).toBe(0)
})

test("runs of different questions are refused, with the field that differs", async () => {
  const [one, two] = [await runOf([]), await runOf([], { question: { methods: ["b"] } })]
  await expect(mergeRuns([one, two], freshFolder())).rejects.toMatchObject({
    code: "RUN_DIFFERS",
    message: expect.stringMatching(/different questions: methods is \["b"\] there and \["a"\] in/),
  })
  await expect(mergeRuns([one, join(one, "none")], freshFolder())).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  })
})

test("a line that names a file elsewhere as its map is refused", async () => {
  const folder = await runOf([{ ...line("a"), map: "../../secret.npz" }])
  await expect(mergeRuns([folder], freshFolder())).rejects.toMatchObject({ code: "RUN_INVALID" })
})

test("shards write to one folder at once; a run that divides it in another way waits, and then knows their results", async () => {
  const folder = freshFolder()
  const shards = await Promise.all(
    [0, 1].map((index) => openRun(folder, { question, shard: { index, count: 2 } })),
  )
  await Promise.all(shards.map((shard, index) => shard.add([line(`${index}`)])))
  await expect(openRun(folder, { question })).rejects.toMatchObject({ code: "RUN_IN_USE" })
  await expect(openRun(folder, { question, shard: { index: 1, count: 2 } })).rejects.toMatchObject({
    code: "RUN_IN_USE",
  })
  for (const shard of shards) await shard.close()
  const whole = await openRun(folder, { question })
  expect([whole.size, whole.has(line("0")), whole.has(line("1"))]).toEqual([2, true, true])
  await expect(whole.forget([line("0")])).rejects.toMatchObject({ code: "RUN_CONFLICT" })
  await whole.close()
})

test("the lock of another machine is taken over once it was not renewed for a minute", async () => {
  const folder = await runOf([])
  const lock = join(folder, "run.lock")
  writeFileSync(lock, `{"process":1,"host":"elsewhere"}`)
  await expect(openRun(folder, { question })).rejects.toMatchObject({ code: "RUN_IN_USE" })
  const then = new Date(Date.now() - 61_000)
  utimesSync(lock, then, then)
  const run = await openRun(folder, { question })
  expect(readFileSync(lock, "utf8")).toContain(`"process":${process.pid}`)
  await run.close()
})

test("the status counts results once, errors by code, and names shards that are missing", async () => {
  const folder = await runOf([line("a"), line("b")], { shard: { index: 0, count: 3 } })
  const error = { code: "FILE_UNREADABLE", message: "corrupt" }
  const run = await openRun(folder, { question, shard: { index: 2, count: 3 } })
  await run.add([
    { input: "c", method: "a", error },
    line("d"),
    { input: "e", skipped: { code: "WRONG", message: "a dog" } },
  ])
  const status = await readStatus([folder])
  expect(status).toMatchObject({
    results: 5,
    expected: null,
    succeeded: 3,
    outcomes: [
      { kind: "failed", code: "FILE_UNREADABLE", count: 1, inputs: ["c"] },
      { kind: "skipped", code: "WRONG", count: 1, message: "a dog" },
    ],
    shards: [
      { index: 0, count: 3, results: 2, state: "stopped", rate: null },
      { index: 2, count: 3, results: 3, state: "running" },
    ],
    missing: [1],
  })
  await run.close()
  const progress = {
    format: "pami-progress",
    all: 6,
    expected: 2,
    known: 0,
    added: 2,
    started: 1000,
    updated: 2000,
  }
  writeFileSync(join(folder, "progress-0-of-3.json"), JSON.stringify(progress))
  expect(await readStatus([folder])).toMatchObject({
    expected: 6,
    shards: [{ state: "complete" }, { state: "stopped" }],
  })
  const out = freshFolder()
  expect(await mergeRuns([folder], out)).toEqual({ results: 5, expected: 6, duplicates: 0, missing: [1] })
  expect(await readStatus([out])).toMatchObject({
    results: 5,
    expected: 6,
    shards: [{ state: "stopped", expected: 6 }],
  })
  await expect(readStatus([freshFolder()])).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})
