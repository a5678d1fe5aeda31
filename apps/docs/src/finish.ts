import { createHash } from "node:crypto"
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, posix } from "node:path"
import { placeholder } from "./placeholder.ts"
import { relateScript } from "./relate-script.ts"

/** The content security policy of the pages, which load their own files. No text is evaluated, and no style or script stands in a page. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ")

// The page stays when its address changes: relative addresses in it are made absolute before.
const absolute = `for (const link of document.querySelectorAll("#app [href], link[rel=icon]")) link.href = link.href`

/**
 * Finishes a built site: its addresses are relative, so that it may lie in any folder of a host, its scripts are files,
 * and each page holds the policy that lets it load its own files only.
 */
export function finish(folder: string): void {
  for (const file of globSync("**/*.{html,js,css}", { cwd: folder })) {
    const path = join(folder, file)
    const text = readFileSync(path, "utf8")
    if (file.endsWith(".html")) writeFileSync(path, finishPage(text, file, folder))
    else if (file.endsWith(".js")) writeFileSync(path, relateScript(text, upFrom(file)))
    else writeFileSync(path, text.replaceAll(placeholder, upFrom(file)))
  }
  // For its own development server. A page that is not there is the host's to answer: it knows the folder.
  for (const unused of ["hashmap.json", "404.html"]) rmSync(join(folder, unused))
}

function finishPage(page: string, file: string, folder: string): string {
  return page
    .replace("</body>", `  <script>${absolute}</script>\n  </body>`)
    .replace("<head>", `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replaceAll(/<script([^>]*)>(?!<)([^]+?)<\/script>/g, (_, attributes: string, code: string) => {
      const name = `assets/inline.${createHash("sha256").update(code).digest("hex").slice(0, 8)}.js`
      writeFileSync(join(folder, name), relateScript(code, "../", "document.currentScript.src"))
      return `<script${attributes} src="${placeholder}${name}"></script>`
    })
    .replaceAll(/ style="[^"]*"/g, "")
    .replaceAll(`"${placeholder}`, `"${upFrom(file)}`)
}

/** The way from a file to the folder of the site. */
function upFrom(file: string): string {
  return `${posix.relative(posix.dirname(file), ".") || "."}/`
}
