import { readFileSync } from "node:fs"
import { expect, test } from "vitest"

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8")

/** Names in backticks in the first column of a table of the README, by the name of that column. */
function rowsOf(column: string): string[] {
  const [, table] = new RegExp(`^\\| ${column} .*\\n((?:\\|.*\\n)+)`, "m").exec(read("README.md"))!
  return Array.from(table.matchAll(/^\| `(\w+)`/gm), ([, name]) => name)
}

test("the tables of the README have every option and error", () => {
  const codes = Array.from(read("src/codes.ts").matchAll(/"(HUB_[A-Z_]+)"/g), ([, code]) => code)
  expect(rowsOf("code")).toEqual(codes)
  const [options] = /interface DownloadOptions .*?\n\}/s.exec(read("src/options.ts"))!
  const names = Array.from(options.matchAll(/readonly (\w+)\?/g), ([, name]) => name)
  expect(rowsOf("option").toSorted()).toEqual(names.filter((name) => name !== "retryDelay").toSorted())
})
