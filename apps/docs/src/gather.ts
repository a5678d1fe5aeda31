import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { moveLinks } from "./move-links.ts"
import { findPages } from "./pages.ts"
import { root } from "./repository.ts"

/** Copies the Markdown of the repository, and the files that it shows and links to, to the folder that the site is built from. */
export function gatherPages(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, "public"), { recursive: true })
  cpSync(join(root, "apps/demo/public/icon.svg"), join(folder, "public/icon.svg"))
  const pages = findPages()
  for (const [file, place] of pages) {
    const { text, files } = moveLinks(readFileSync(join(root, file), "utf8"), file, pages)
    write(join(folder, place), withoutComments(text))
    for (const [path, source] of files) {
      const copy = join(folder, /\.(png|svg|jpg|webp)$/.test(path) ? path : `public/${path}`)
      mkdirSync(dirname(copy), { recursive: true })
      cpSync(join(root, source), copy)
    }
  }
}

/** Writes a file and the folders above it. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

// They say to the tests where a block of code comes from.
function withoutComments(markdown: string): string {
  return markdown.replaceAll(/^<!--.*?-->\n+/gm, "")
}
