import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { complete, type Module } from "./complete.ts"
import { findExamples } from "./find-examples.ts"

/** An example as a module. */
export interface WrittenExample {
  /** Source of the package that it was found in, and its first line there. */
  readonly file: string
  readonly line: number
  readonly code: string
  /** Path of the module. */
  readonly path: string
}

type Export = string | { readonly [condition: string]: Export }

/**
 * Writes each `@example` in the doc comments of a package as a module, with imports of what it uses: what the package
 * exports, and what `test/given.ts` has for examples to take for granted, as a model or an input.
 *
 * @param root path of the package
 * @param folder that the modules are written to, below the package, so that its dependencies are found
 */
export async function writeExamples(root: string, folder: string): Promise<WrittenExample[]> {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Readonly<Record<string, Export>>
  }
  const entries = Object.values(exports).flatMap((one) => sourceOf(one) ?? [])
  const given = existsSync(join(root, "test/given.ts")) ? ["test/given.ts"] : []
  const modules = await Promise.all([...given, ...entries].map(readModule))
  mkdirSync(folder, { recursive: true })
  return globSync("src/**/*.ts", { cwd: root })
    .filter((file) => !file.endsWith(".test.ts"))
    .toSorted()
    .flatMap((file) =>
      findExamples(readFileSync(join(root, file), "utf8")).map(({ line, code }) => {
        const path = join(folder, `${file.replaceAll(/\W/g, "-")}-${line}.ts`)
        writeFileSync(path, complete(code, modules))
        return { file, line, code, path }
      }),
    )

  async function readModule(file: string): Promise<Module> {
    const path = join(root, file)
    const names = Object.keys((await import(pathToFileURL(path).href)) as object)
    return { path: relative(folder, path), names }
  }
}

/** Returns the source of an export on Node. */
function sourceOf(one: Export): string | undefined {
  if (typeof one === "string") return undefined
  const { source, node } = one
  if (typeof source === "string") return source
  return node === undefined ? undefined : sourceOf(node)
}
