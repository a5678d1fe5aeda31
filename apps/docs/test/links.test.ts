import { globSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const folder = fileURLToPath(new URL("../dist", import.meta.url))
const files = new Set(globSync("**/*", { cwd: folder }))
const pages = [...files].filter((file) => file.endsWith(".html"))
const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), "utf8")]))
const anchors = new Map(
  Array.from(texts, ([page, text]) => [
    page,
    new Set(Array.from(text.matchAll(/ (?:id|name)="([^"]+)"/g), ([, id]) => id)),
  ]),
)

test("every link leads to a file of the site, and to a place in it", () => {
  const dead = Array.from(texts).flatMap(([page, text]) =>
    Array.from(text.matchAll(/ (?:href|src)="(?!\w+:)([^"]*)"/g), ([, link]) => link)
      .filter((link) => !leads(page, link))
      .map((link) => `${page} links to ${link}`),
  )
  expect([...new Set(dead)]).toEqual([])
  expect(pages.length).toBeGreaterThan(100)
})

function leads(page: string, link: string): boolean {
  const [path, anchor = ""] = decodeURIComponent(link).split("#")
  const target = path === "" ? page : posix.join(posix.dirname(page), path)
  // The demo, in the folder above.
  if (target === "../") return true
  const file = /(^|\/)\.?$/.test(target) ? posix.join(target, "index.html") : target
  return files.has(file) && (anchor === "" || (anchors.get(file)?.has(anchor) ?? true))
}
