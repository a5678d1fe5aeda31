import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { expect, test, vi } from "vitest"
import { fakeServer } from "./fake-server.ts"

const root = fileURLToPath(new URL("../", import.meta.url))

test("the example of the README prints what it says", async () => {
  const [, code] = /```ts skip: .*?\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8"))!
  await using server = await fakeServer()
  mkdirSync(join(root, ".examples"), { recursive: true })
  const folder = mkdtempSync(join(root, ".examples/readme-"))
  const printed: unknown[] = []
  const log = vi.spyOn(console, "log").mockImplementation((text: unknown) => void printed.push(String(text)))
  const before = process.cwd()
  try {
    process.chdir(folder)
    const file = join(folder, "example.ts")
    writeFileSync(file, code.replace("http://localhost:8000/v1", server.url))
    await import(pathToFileURL(file).href)
    expect(readFileSync(join(folder, "sources.html"), "utf8")).toContain("keys.md")
  } finally {
    process.chdir(before)
    log.mockRestore()
    rmSync(folder, { recursive: true, force: true })
  }
  const promised = [
    .../console\.log\(.*\) \/\/ (.+)$/m.exec(code)!.slice(1),
    ...Array.from(code.matchAll(/^\/\/ (.+)$/gm), ([, line]) => line),
  ]
  expect(printed).toEqual(promised)
  expect(server.answered).toBe(Number(promised[0]))
})
