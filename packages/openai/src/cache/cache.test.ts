import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { folderCache } from "./folder-cache.ts"

const root = await mkdtemp(join(tmpdir(), "pami-answers-"))
afterAll(() => rm(root, { recursive: true, force: true }))

test("answers are on the disk, one a line, and there again after a restart", async () => {
  const folder = join(root, "a", "b")
  const first = await folderCache(folder)
  await Promise.all([first.set("one", "[1]"), first.set("two", "[2]")])
  await first.close()
  expect((await readFile(join(folder, "answers.jsonl"), "utf8")).split("\n")).toHaveLength(3)
  await using second = await folderCache(folder)
  expect([second.size, await second.get("one"), await second.get("two"), await second.get("three")]).toEqual([
    2,
    "[1]",
    "[2]",
    undefined,
  ])
})

test("a torn last line is dropped, and the next answer is not", async () => {
  const folder = join(root, "torn")
  await (await folderCache(folder)).close()
  const path = join(folder, "answers.jsonl")
  await writeFile(path, '{"key":"one","value":"[1]"}\nnot JSON\n{"key":7}\n')
  await appendFile(path, '{"key":"two","val')
  const torn = await folderCache(folder)
  expect([torn.size, await torn.get("one"), await torn.get("two")]).toEqual([1, "[1]", undefined])
  await torn.set("two", "[2]")
  await torn.close()
  await using whole = await folderCache(folder)
  expect([whole.size, await whole.get("two")]).toEqual([2, "[2]"])
})

test("a folder that cannot be made is an error with a code", async () => {
  await writeFile(join(root, "file"), "")
  await expect(folderCache(join(root, "file", "cache"))).rejects.toMatchObject({
    code: expect.stringMatching(/CACHE_UN/),
  })
})
