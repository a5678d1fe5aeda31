import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { checks, tolerances } from "../src/index.ts"

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8")
const text = readme.replaceAll(/\s+/g, " ")

test("the README lists every check", () => {
  for (const { name, promise } of checks) expect(text).toContain(`| \`${name}\` | ${promise} |`)
})

test("the README lists every tolerance with its reason", () => {
  for (const { what, largest, why } of Object.values(tolerances)) {
    const number = largest > 0 && largest < 1 ? largest.toExponential() : largest
    expect(text).toContain(`| ${what} | ${number} | ${why} |`)
  }
})

test("the README's program for Node's test runner is the one that the tests run", async () => {
  const program = await readFile(new URL("node/conformance.ts", import.meta.url), "utf8")
  expect(readme).toContain("```ts\n" + program + "```\n")
})
