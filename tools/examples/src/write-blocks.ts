import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Block, findBlocks } from "./find-blocks.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** A program of a page, as a module. */
export interface WrittenBlock extends Block {
  /** Path of the page in the repository. */
  readonly page: string
  /** Path of the module. */
  readonly path: string
}

/** Returns the paths of all pages of Markdown for readers, from the root of the repository. */
export function findPages(): string[] {
  const pages = "{README.md,docs/**/*.md,{packages,apps}/*/README.md,examples/**/README.md,deploy/README.md}"
  return globSync(pages, { cwd: root, exclude: ["**/node_modules", "**/dist", "**/.*"] }).toSorted()
}

/**
 * Writes each program of the pages, a block that is `ts`, as a module.
 *
 * @param folder that the modules are written to, below a package that has what they import
 */
export function writeBlocks(folder: string): WrittenBlock[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return findPages().flatMap((page) =>
    findBlocks(readFileSync(join(root, page), "utf8"))
      .filter(({ language }) => language === "ts")
      .map((block) => {
        const path = join(folder, `${page.replaceAll(/\W/g, "-")}-${block.line}.ts`)
        writeFileSync(path, block.code)
        return { ...block, page, path }
      }),
  )
}
