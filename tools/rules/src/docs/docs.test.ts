import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"
import { readText, repositoryFiles, root, workspacePackages } from "../workspace.ts"

test("every link in a Markdown file leads to a file of the repository", () => {
  const broken = repositoryFiles("{*.md,{docs,packages,apps,tools,examples,.github}/**/*.md}").flatMap(
    (file) =>
      [...readText(file).matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => join(dirname(file), target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${file} links to ${target}`),
  )
  expect(broken).toEqual([])
})

test("docs/architecture.md shows every published package", () => {
  const page = readText("docs/architecture.md")
  const names = workspacePackages()
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ manifest }) => manifest.name)
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
