import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { expect, test, vi } from "vitest"

test("the program of the README runs, and prints what it says", async () => {
  const [, code] = /```ts\n([^]*?)```/.exec(readFileSync(new URL("../README.md", import.meta.url), "utf8"))!
  const folder = new URL(".examples/", import.meta.url)
  const log = vi.spyOn(console, "log").mockImplementation(() => {})
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(new URL("readme.ts", folder), code)
    await import(new URL("readme.ts", folder).href)
    const promised = Array.from(code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gm), ([, text]) => text)
    expect(log.mock.calls.map((values) => values.join(" "))).toEqual(promised)
  } finally {
    log.mockRestore()
    rmSync(folder, { recursive: true })
  }
})
