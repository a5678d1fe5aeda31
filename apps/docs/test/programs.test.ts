import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { format } from "node:util"
import { writeBlocks } from "@pami/examples/blocks"
import { fakeApi, type FakeApi } from "@pami/test-models/openai"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { folderOf, giveFiles } from "./given-files.ts"

// Below this package, from which every package of the workspace is in reach.
const programs = fileURLToPath(new URL("../.examples/run/", import.meta.url))
const files = join(programs, "files")

let api: FakeApi
const blocks = writeBlocks(programs)
beforeAll(async () => {
  await giveFiles(files)
  api = await fakeApi()
})
afterAll(() => {
  api.close()
  rmSync(programs, { recursive: true, force: true })
})

// The tests of @pami/conformance, of the generator of backends, and of servers run these.
const elsewhere = ['"node:test"', "linearBackend", "explainingServer"]

for (const { page, line, path, code } of blocks.filter((block) => block.skip === undefined)) {
  if (elsewhere.some((name) => code.includes(name))) continue
  test(`the program at line ${line} of ${page} does what its comments say`, async () => {
    writeFileSync(path, code.replace("http://localhost:8000/v1", api.url))
    const printed = await run(path, folderOf(code, files))
    // The comment after a console.log is its output.
    const promised = Array.from(code.matchAll(/^console\.log\(.*\) \/\/ (.+)$/gm), ([, text]) => text)
    for (const text of promised) expect(withoutSpace(printed)).toContain(withoutSpace(text))
    if (code.includes("console.log")) expect(printed).not.toBe("")
  })
}

test("the page that one sees first has a program", () => {
  expect(blocks.map(({ page }) => page)).toEqual(expect.arrayContaining(["README.md", "docs/README.md"]))
})

const withoutSpace = (text: string) => text.replaceAll(/\s/g, "")

/** Runs a program in this process, which has the packages loaded, and returns what it prints. */
async function run(file: string, folder: string): Promise<string> {
  const lines: string[] = []
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(format(...values)))
  const before = process.cwd()
  process.chdir(folder)
  try {
    await import(pathToFileURL(file).href)
  } finally {
    process.chdir(before)
    log.mockRestore()
  }
  return lines.join("\n")
}
