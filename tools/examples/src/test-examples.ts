import { execFile } from "node:child_process"
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { afterAll, expect, test, vi } from "vitest"
import { complete, type Module } from "./complete.ts"
import { findExamples } from "./find-examples.ts"

/** Options of {@link testExamples}. Paths are relative to the folder of the package. */
export interface ExampleOptions {
  /** Sources with examples. Default: all in `src`. */
  readonly files?: string
  /** Modules whose exports the examples use without an import: the entry points. Default: `src/index.ts`. */
  readonly entries?: readonly string[]
  /** A module with what examples take for granted: a model, an input. Default: none. */
  readonly given?: string
}

// Stryker rewrites the sources, and their types with them.
const mutated = process.env["STRYKER_MUTATOR_WORKER"] !== undefined

/**
 * Declares a test for each `@example` in the doc comments of a package, which runs it, and one that checks the types of
 * all. A comment after `console.log(…)` is what it prints: `console.log(map.length) // 1024`.
 *
 * @param folder the package, as a file URL: `new URL("../", import.meta.url)`
 */
export async function testExamples(folder: URL, options: ExampleOptions = {}): Promise<void> {
  const { files = "src/**/*.ts", entries = ["src/index.ts"], given } = options
  const root = fileURLToPath(folder)
  // Below the package, so that its dependencies are found.
  const scratch = join(root, ".examples")
  const modules = await Promise.all([...(given === undefined ? [] : [given]), ...entries].map(readModule))
  mkdirSync(scratch, { recursive: true })
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  for (const file of globSync(files, { cwd: root })
    .filter((one) => !one.endsWith(".test.ts"))
    .toSorted())
    for (const { line, code } of findExamples(readFileSync(join(root, file), "utf8"))) {
      const written = join(scratch, `${file.replaceAll(/\W/g, "-")}-${line}.ts`)
      writeFileSync(written, complete(code, modules))
      test(`the example at line ${line} of ${file} runs`, async () => {
        expect(await run(written)).toEqual(expect.arrayContaining(promised(code)))
      })
    }

  test.skipIf(mutated)("the examples have no type errors", async () => {
    const configuration = {
      extends: "../tsconfig.json",
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: ["*.ts"],
    }
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(configuration))
    // Reads the built declarations of other packages, as `typecheck` does.
    const parameters = ["-p", scratch, "--customConditions", "null", "--singleThreaded"]
    const { stdout } = await promisify(execFile)("tsc", parameters, { cwd: root }).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe("")
  })

  async function readModule(file: string): Promise<Module> {
    const path = join(root, file)
    const names = Object.keys((await import(pathToFileURL(path).href)) as object)
    return { path: relative(scratch, path), names }
  }
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
