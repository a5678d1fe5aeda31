import { expect, test } from "vitest"
import { sampleLines } from "./sample-lines.ts"

const text = [
  "// A comment.",
  'import { b } from "./b.ts"',
  "/** A doc comment of a < b. */",
  "export function a(x: number, y?: number): number {",
  "  const name = 'x'",
  "  if (y === undefined) return x",
  "  return x + y",
  "}",
].join("\n")

test("only lines with something to mutate are chosen", async () => {
  const lines = await sampleLines([{ file: "src/a.ts", text }], 10, 1)
  expect(lines.toSorted()).toEqual(["src/a.ts:6-6", "src/a.ts:7-7"])
})

test("a seed always chooses the same lines, another seed others", async () => {
  const sources = Array.from({ length: 40 }, (_, i) => ({ file: `src/${i}.ts`, text }))
  const chosen = await sampleLines(sources, 20, 7)
  expect(new Set(chosen).size).toBe(20)
  expect(await sampleLines(sources, 20, 7)).toEqual(chosen)
  expect(await sampleLines(sources, 20, 8)).not.toEqual(chosen)
})
