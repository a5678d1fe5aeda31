import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { expect, test, vi } from "vitest"

test("the program of the README runs, and prints what it says", async () => {
  const [, code] = /```ts\n([^]*?)```/.exec(readFileSync(new URL("../README.md", import.meta.url), "utf8"))!
  const folder = new URL(".examples/", import.meta.url)
  const printed: string[] = []
  const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    printed.push(values.join(" "))
  })
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(new URL("readme.ts", folder), code)
    await import(new URL("readme.ts", folder).href)
  } finally {
    log.mockRestore()
    rmSync(folder, { recursive: true })
  }
  expect(printed).toEqual(Array.from(code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gm), ([, text]) => text))
})
