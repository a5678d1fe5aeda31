import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { expect, test, vi } from "vitest"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
const programs = Array.from(readme.matchAll(/```ts\n([^]*?)```/gu), ([, code]) => code)

test.each(programs.map((code, index) => [index + 1, code] as const))(
  "program %i of the README runs, and prints what it says",
  async (index, code) => {
    const folder = new URL(`.examples/readme-${index}/`, import.meta.url)
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
    expect(printed).toEqual(Array.from(code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gmu), ([, text]) => text))
    expect(printed.length).toBeGreaterThan(0)
  },
)
