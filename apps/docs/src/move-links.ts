import { existsSync, statSync } from "node:fs"
import { join, posix } from "node:path"
import { root } from "./repository.ts"

/** A page whose links lead to places of the site, and the files that they lead to beside the pages. */
export interface MovedPage {
  readonly text: string
  /** Paths in the repository, by the path on the site. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * Moves a page from its place in the repository to its place on the site: its links lead to the page of a Markdown file
 * or of a folder, and to a copy of any other file.
 *
 * @throws Error for a link to a file that does not exist
 */
export function moveLinks(text: string, file: string, pages: ReadonlyMap<string, string>): MovedPage {
  const here = posix.dirname(pages.get(file)!)
  const files = new Map<string, string>()
  const moved = outsideCode(text, (prose) =>
    prose.replaceAll(/\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)/g, (_, link: string, anchor = "") => {
      const target = posix.normalize(posix.join(posix.dirname(file), link)).replace(/\/$/, "")
      return `](${relativeTo(here, placeOf(target))}${anchor})`
    }),
  )
  return { text: moved, files }

  function placeOf(target: string): string {
    const page = pages.get(target) ?? pages.get(posix.join(target, "README.md"))
    if (page !== undefined) return page
    const path = join(root, target)
    if (!existsSync(path)) throw new Error(`${file} links to ${target}, which does not exist`)
    if (statSync(path).isDirectory())
      throw new Error(`${file} links to the folder ${target}, which has no page`)
    // Hosts do not know what a file of TypeScript is; a browser shows a text.
    const place = `files/${target}${/\.(png|svg|jpg|webp|json|html)$/.test(target) ? "" : ".txt"}`
    files.set(place, target)
    return place
  }
}

function relativeTo(folder: string, place: string): string {
  const path = posix.relative(folder, place)
  return path.startsWith(".") ? path : `./${path}`
}

/** Replaces the parts of a text that are outside of code. */
function outsideCode(markdown: string, replace: (prose: string) => string): string {
  return markdown
    .split(/(^```[^]*?^```$|`[^`\n]+`)/m)
    .map((part, index) => (index % 2 === 0 ? replace(part) : part))
    .join("")
}
