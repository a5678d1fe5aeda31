import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { freshFolder, resultsOf, sortedLines } from "../test/folders.ts"
import { openRun, readQuestion, readResults } from "./index.ts"
import type { ResultLine } from "./index.ts"

const question = {
  model: "sha256:00",
  methods: [{ name: "pami", settings: { passes: 300 } }],
  metrics: ["x"],
}
const error = { code: "FILE_UNREADABLE", message: "corrupt" }

test("a later start knows the results, and an error of an input stands for all its methods and metrics", async () => {
  const folder = join(freshFolder(), "new", "folder")
  const run = await openRun(folder, { question })
  await run.add([{ input: "a", method: "pami", metric: "x", value: 0.1 + 0.2, curve: [0, 0.5, 1] }])
  await run.add([{ input: "b", error }])
  await run.add([{ input: "c", method: "pami", skipped: { code: "WRONG", message: "predicts a dog" } }])
  await run.close()

  const again = await openRun(folder, { question })
  expect(again.size).toBe(3)
  expect(again.has({ input: "a", method: "pami", metric: "x" })).toBe(true)
  expect(again.has({ input: "a", method: "pami", metric: "y" })).toBe(false)
  expect(again.has({ input: "a" })).toBe(false)
  expect(again.has({ input: "b", method: "lime", metric: "y" })).toBe(true)
  expect(again.has({ input: "c", method: "pami", metric: "y" })).toBe(true)
  expect(again.has({ input: "c", method: "lime", metric: "y" })).toBe(false)
  await again.close()

  const results: ResultLine[] = []
  for await (const result of readResults(folder)) results.push(result)
  expect(results).toMatchObject([{ value: 0.1 + 0.2, curve: [0, 0.5, 1] }, { error }, { input: "c" }])
  expect(await readQuestion(folder)).toEqual(question)
})

test("retry forgets errors and nothing else", async () => {
  const folder = freshFolder()
  const run = await openRun(folder, { question })
  await run.add([
    { input: "a", method: "pami", metric: "x", value: 1 },
    { input: "a", method: "pami", metric: "y", error },
    { input: "b", error },
    { input: "c", skipped: { code: "WRONG", message: "predicts a dog" } },
  ])
  await run.close()
  const again = await openRun(folder, { question, retry: true })
  const known = ["a", "b", "c"].map((input) => again.has({ input, method: "pami", metric: "y" }))
  expect(known).toEqual([false, false, true])
  await again.add([{ input: "b", method: "pami", metric: "y", value: 2 }])
  await again.close()
  expect(sortedLines(folder).map((line) => (JSON.parse(line) as ResultLine).value)).toEqual([1, 2, undefined])
})

test("results that are added at once are written one after the other", async () => {
  const folder = freshFolder()
  const run = await openRun(folder, { question })
  const lines = Array.from({ length: 50 }, (_, i) => ({
    input: "a",
    method: "pami",
    metric: `${i}`,
    value: i,
  }))
  await Promise.all(lines.map((line) => run.add([line])))
  await run.close()
  expect(resultsOf(folder)).toBe(lines.map((line) => `${JSON.stringify(line)}\n`).join(""))
})

test("a second result of the same names, and a value that JSON cannot hold, are refused", async () => {
  const run = await openRun(freshFolder(), { question })
  const line = { input: "a", method: "pami", metric: "x", value: 1 }
  await run.add([line])
  await expect(run.add([line])).rejects.toThrow(RangeError)
  const other = { ...line, metric: "y" }
  await expect(run.add([other, other])).rejects.toThrow(RangeError)
  await expect(run.add([{ ...other, value: NaN }])).rejects.toThrow("finite")
  expect(run.size).toBe(1)
  await run.close()
})

test("another question in the same folder is refused with each field that differs", async () => {
  const folder = freshFolder()
  await (await openRun(folder, { question })).close()
  const methods = [{ name: "pami", settings: { passes: 600 } }]
  await expect(
    openRun(folder, { question: { ...question, model: "sha256:11", methods } }),
  ).rejects.toMatchObject({
    code: "RUN_DIFFERS",
    message: expect.stringMatching(/model is "sha256:00" there and "sha256:11" now; methods is .*300.*600/),
  })
  // The order of fields does not count, and the refusal has released the folder.
  await (
    await openRun(folder, { question: Object.fromEntries(Object.entries(question).toReversed()) })
  ).close()
})

test("a folder is open once", async () => {
  const folder = freshFolder()
  const run = await openRun(folder, { question })
  await expect(openRun(folder, { question })).rejects.toMatchObject({ code: "RUN_IN_USE" })
  await run.close()
  await (await openRun(folder, { question })).close()
  // Whether a process of another machine runs cannot be seen.
  writeFileSync(join(folder, "run.lock"), `{"process":1,"host":"elsewhere"}`)
  await expect(openRun(folder, { question })).rejects.toThrow(/elsewhere.*remove .*run\.lock/)
})

test.each([
  ["results without a question", "results.jsonl", "{}\n"],
  ["a question of another program", "run.json", `{"question": {}}`],
  ["a question that is not JSON", "run.json", "question"],
])("%s are refused", async (_, name, text) => {
  const folder = freshFolder()
  writeFileSync(join(folder, name), text)
  await expect(openRun(folder, { question })).rejects.toMatchObject({ code: "RUN_INVALID" })
})

test.each([
  ["no JSON", "value"],
  ["no input", `{"method":"a","metric":"x","value":1}`],
  ["neither value nor error", `{"input":"a"}`],
  ["a value and an error", `{"input":"a","value":1,"error":{"code":"A","message":"b"}}`],
  ["a metric without a method", `{"input":"a","metric":"x","value":1}`],
  ["more than a line may have", `{"input":"a","value":1,"text":"${"a".repeat(2 ** 20)}"}`],
])("a line with %s is refused with its number", async (_, line) => {
  const folder = freshFolder()
  await (await openRun(folder, { question })).close()
  writeFileSync(join(folder, "results.jsonl"), `{"input":"a","value":1}\n${line}\n`)
  await expect(openRun(folder, { question })).rejects.toMatchObject({
    code: "RUN_INVALID",
    message: expect.stringContaining("line 2"),
  })
})

test("a folder that cannot be written to, and results of no run, are refused", async () => {
  const folder = freshFolder()
  writeFileSync(join(folder, "file"), "")
  await expect(openRun(join(folder, "file"), { question })).rejects.toMatchObject({ code: "FILE_UNWRITABLE" })
  await expect(readQuestion(folder)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  mkdirSync(join(folder, "run.json"))
  await expect(readQuestion(folder)).rejects.toMatchObject({ code: "FILE_UNREADABLE" })
})
