import { expect, test } from "vitest"
import { sampleLines } from "./sample-lines.ts"

const text = [
  "// A comment.",
  'import { b } from "./b.ts"',
  "/** A doc comment. */",
  "export function a(x: number, y?: number) {",
  "  if (y === undefined) return x",
  "  return x + y",
  "}",
].join("\n")

test("only lines with an operator or a condition are chosen", () => {
  const lines = sampleLines([{ file: "src/a.ts", text }], 10, 1)
  expect(lines.toSorted()).toEqual(["src/a.ts:5-5", "src/a.ts:6-6"])
})

test("a seed always chooses the same lines, another seed others", () => {
  const sources = Array.from({ length: 40 }, (_, i) => ({ file: `src/${i}.ts`, text }))
  const chosen = sampleLines(sources, 20, 7)
  expect(new Set(chosen).size).toBe(20)
  expect(sampleLines(sources, 20, 7)).toEqual(chosen)
  expect(sampleLines(sources, 20, 8)).not.toEqual(chosen)
})
