import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { serve, startServer } from "@pami/test-models/open-inference"
import { models } from "@pami/zoo"
import { expect, test, vi } from "vitest"

const root = fileURLToPath(new URL("../", import.meta.url))
const readme = readFileSync(join(root, "README.md"), "utf8")
const read = (file: string) => readFileSync(join(root, "src", file), "utf8")

test("the example of the README prints what it says", async () => {
  const [, code] = /```ts skip: .*?\n(.*?)```/s.exec(readme)!
  await using server = await startServer({
    models: { scenes: serve(await onnxruntimeNode().load(models.scenes.onnx.href)) },
  })
  const folder = join(root, ".examples/readme")
  const printed: string[] = []
  const log = vi.spyOn(console, "log").mockImplementation((value) => void printed.push(JSON.stringify(value)))
  mkdirSync(folder, { recursive: true })
  try {
    const file = join(folder, "example.ts")
    writeFileSync(file, code.replace("http://localhost:8000/v2", server.url))
    await import(pathToFileURL(file).href)
  } finally {
    log.mockRestore()
    rmSync(folder, { recursive: true })
  }
  expect(printed).toEqual(Array.from(code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gm), ([, line]) => line))
})

/** Names in backticks in the first column of a table of the README, by the name of that column. */
function rowsOf(column: string): string[] {
  const [, table] = new RegExp(`^\\| ${column} .*\\n((?:\\|.*\\n)+)`, "m").exec(readme)!
  return Array.from(table.matchAll(/^\| `(\w+)`/gm), ([, name]) => name)
}

test("the tables of the README have every option, error and finding", () => {
  const options = /interface OpenInferenceOptions .*?\n\}/s.exec(read("backend.ts"))![0]
  const own = Array.from(options.matchAll(/^ {2}readonly (\w+)\?/gm), ([, name]) => name)
  const rules = ["callsPerSecond", "concurrency", "retries", "retryDelay", "timeout"]
  expect(rowsOf("option").toSorted()).toEqual([...own, ...rules].toSorted())

  const codes = (text: string) => Array.from(text.matchAll(/"([A-Z_]{5,})"/g), ([, code]) => code)
  const [errors, findings] = read("codes.ts").split("/** Codes of the findings")
  const kit = readFileSync(join(root, "../backend-kit/src/server/api-error.ts"), "utf8")
  const [ofServers] = /export type ApiErrorCode =.*?\n\n/s.exec(kit)!
  expect(rowsOf("finding").toSorted()).toEqual(codes(findings).toSorted())
  expect(rowsOf("error")).toEqual(expect.arrayContaining([...codes(errors), ...codes(ofServers)]))
})
