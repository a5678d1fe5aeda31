import { expect, test } from "vitest"
import { complete } from "./complete.ts"
import { findExamples } from "./find-examples.ts"

test("an example ends at the next tag, or with its comment; a fence is not a part of it", () => {
  const source = `
/**
 * Adds.
 *
 * @example
 * const sum = add(1, 2)
 *   .valueOf()
 * @throws never
 */
export function add() {}

/**
 * @example
 * \`\`\`ts
 * add(3, 4)
 * \`\`\`
 */
`
  expect(findExamples(source)).toEqual([
    { line: 6, code: "const sum = add(1, 2)\n  .valueOf()\n" },
    { line: 14, code: "add(3, 4)\n" },
  ])
})

test("names are imported from the first module that has them, unless the example declares them", () => {
  const modules = [
    { path: "./given.ts", names: ["model", "input"] },
    { path: "../src/index.ts", names: ["explain", "input", "map", "text"] },
  ]
  const code = 'const { map: drawn } = explain({ model, input }).text // "map"\nconst map = "text"\n'
  expect(complete(code, modules)).toBe(
    `import { model, input } from "./given.ts"\nimport { explain } from "../src/index.ts"\n${code}\nexport {}\n`,
  )
})
