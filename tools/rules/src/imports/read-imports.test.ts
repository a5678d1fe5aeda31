import { expect, test } from "vitest"
import { readImports } from "./read-imports.ts"

test("static, dynamic and type imports and re-exports count, each module once", () => {
  const text = `
    import "side-effect"
    import value from "value"
    import type { T } from "type"
    export { other } from "re-export"
    export type * from "type-re-export"
    const lazy = await import(/* @vite-ignore */ "dynamic")
    export { again } from "value"
    const computed = await import(name)
    const text = 'import "nothing"'
  `
  expect(readImports("a.ts", text)).toEqual([
    "side-effect",
    "value",
    "type",
    "re-export",
    "type-re-export",
    "dynamic",
  ])
})
