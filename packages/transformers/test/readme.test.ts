import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { explainedTasks } from "@pami/transformers"
import { expect, test, vi } from "vitest"

const root = fileURLToPath(new URL("../", import.meta.url))
const readme = readFileSync(join(root, "README.md"), "utf8")
const read = (file: string) => readFileSync(join(root, "src", file), "utf8")

test("the example of the README prints what it says", async () => {
  const [, code] = /```ts\n(.*?)```/s.exec(readme)!
  const folder = join(root, ".examples/readme")
  const printed: string[] = []
  const log = vi.spyOn(console, "log").mockImplementation((value) => void printed.push(String(value)))
  mkdirSync(folder, { recursive: true })
  try {
    const file = join(folder, "example.ts")
    writeFileSync(file, code)
    await import(pathToFileURL(file).href)
  } finally {
    log.mockRestore()
    rmSync(folder, { recursive: true })
  }
  expect(printed).toEqual(Array.from(code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gm), ([, line]) => line))
})

/** Names in backticks in the first column of a table of the README, by the name of that column. */
function rowsOf(column: string, after: string): string[] {
  const part = readme.slice(readme.indexOf(after))
  const [, table] = new RegExp(`^\\| ${column} .*\\n((?:\\|.*\\n)+)`, "m").exec(part)!
  return Array.from(table.matchAll(/^\| `([\w-]+)`/gm), ([, name]) => name)
}

test("the tables of the README have every pipeline, error and finding", () => {
  expect(rowsOf("pipeline", "").toSorted()).toEqual(explainedTasks.toSorted())
  const [errors, findings] = read("codes.ts").split("FindingCode")
  const codes = (text: string) => Array.from(text.matchAll(/"([A-Z_]+)"/g), ([, code]) => code)
  expect(rowsOf("code", "## Errors")).toEqual(codes(errors))
  expect(rowsOf("code", "## Findings")).toEqual(codes(findings))
})
