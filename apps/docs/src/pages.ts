import { basename, dirname } from "node:path"
import { repositoryFiles } from "./repository.ts"

const patterns = [
  "README.md",
  "docs/**/*.md",
  "packages/*/README.md",
  "apps/*/README.md",
  "examples/**/README.md",
  "deploy/README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
]

/** Returns the pages of the site: for each Markdown file, by its path in the repository, its path on the site. */
export function findPages(): Map<string, string> {
  return new Map(repositoryFiles(patterns).map((file) => [file, pathOnSite(file)]))
}

/** The pages of `docs` are at the top of the site; a README is the page of its folder. */
function pathOnSite(file: string): string {
  if (file === "README.md") return "overview.md"
  const path = file.replace(/^docs\//, "")
  return basename(path) === "README.md"
    ? `${dirname(path)}/index.md`.replace(/^(docs|\.)\//, "")
    : path.toLowerCase()
}
