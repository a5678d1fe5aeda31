import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { afterAll, expect, test, vi } from "vitest"
import { writeExamples } from "./write-examples.ts"

/**
 * Declares a test for each `@example` in the doc comments of a package, which runs it. A comment after `console.log(…)` is
 * what it prints: `console.log(map.length) // 1024`. `npm run typecheck` checks the types of examples.
 *
 * @param folder the package, as a file URL: `new URL("../", import.meta.url)`
 */
export async function testExamples(folder: URL): Promise<void> {
  const root = fileURLToPath(folder)
  const scratch = join(root, ".examples/run")
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  for (const { file, line, code, path } of await writeExamples(root, scratch))
    test(`the example at line ${line} of ${file} runs`, async () => {
      expect(await run(path)).toEqual(expect.arrayContaining(promised(code)))
    })
}

/** Runs a module, and returns the lines that it prints. */
async function run(file: string): Promise<string[]> {
  const printed: string[] = []
  const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    printed.push(values.join(" "))
  })
  try {
    await import(pathToFileURL(file).href)
  } finally {
    log.mockRestore()
  }
  return printed
}

/** Returns the lines that an example promises to print. */
function promised(code: string): string[] {
  return Array.from(code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gm), ([, text]) => text)
}
