import { readFileSync } from "node:fs"
import { explainedTasks } from "@pami/transformers"
import { expect, test } from "vitest"

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8")

/** Names in backticks in the first column of a table of the README, by the name of that column. */
function rowsOf(column: string, after = ""): string[] {
  const readme = read("README.md")
  const part = readme.slice(readme.indexOf(after))
  const [, table] = new RegExp(`^\\| ${column} .*\\n((?:\\|.*\\n)+)`, "m").exec(part)!
  return Array.from(table.matchAll(/^\| `([\w-]+)`/gm), ([, name]) => name)
}

test("the tables of the README have every pipeline, error and finding", () => {
  expect(rowsOf("pipeline").toSorted()).toEqual(explainedTasks.toSorted())
  const [errors, findings] = read("src/codes.ts").split("FindingCode")
  const codes = (text: string) => Array.from(text.matchAll(/"([A-Z_]+)"/g), ([, code]) => code)
  expect(rowsOf("code", "## Errors")).toEqual(codes(errors))
  expect(rowsOf("code", "## Findings")).toEqual(codes(findings))
})
