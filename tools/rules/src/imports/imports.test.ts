import { expect, test } from "vitest"
import { arrows, knownCycles } from "./arrows.ts"
import { folderCycles } from "./folder-cycles.ts"
import { cycles, graphFrom } from "./graph.ts"
import { isTest, sourceImports } from "./source-imports.ts"
import { readManifest, workspacePackages } from "../workspace.ts"

const packages = workspacePackages()
const { modules, files } = sourceImports()
const apps = new Set(
  packages.filter(({ folder }) => folder.startsWith("apps/")).map(({ manifest }) => manifest.name),
)

// Files of the repository, which belong to no package.
const ofAll = ["vitest.shared.ts", "CITATION.cff"]

test("a path import stays in its package: other packages are imported by name", () => {
  const leaving = files.filter(({ to, folder }) => !to.startsWith(`${folder}/`) && !ofAll.includes(to))
  expect(leaving.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
})

test("a package declares every package that it imports", () => {
  const { devDependencies: everywhere = {} } = readManifest("package.json")
  const undeclared = modules.filter(({ to, manifest, published }) => {
    const { name, dependencies, peerDependencies, devDependencies } = manifest
    const declared = {
      ...dependencies,
      ...peerDependencies,
      ...(!published && { ...devDependencies, ...everywhere }),
    }
    return to !== name && !Object.hasOwn(declared, to)
  })
  expect(undeclared.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
})

test("every published package has its arrows", () => {
  const names = packages
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ manifest }) => manifest.name)
  expect(names.filter((name) => !apps.has(name) && !Object.hasOwn(arrows, name))).toEqual([])
})

test("no arrow points up: published source imports only the packages that arrows.ts allows", () => {
  const ours = new Set(packages.map(({ manifest }) => manifest.name))
  const upward = modules.filter(
    ({ to, manifest: { name }, published }) =>
      published && ours.has(to) && to !== name && !apps.has(name) && !arrows[name]?.includes(to),
  )
  expect(upward.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
})

test("no cycle between packages, tests included", () => {
  const edges = packages.flatMap(({ manifest: { name, dependencies, peerDependencies, devDependencies } }) =>
    Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies }).map(
      (to) => [name, to] as const,
    ),
  )
  expect(cycles(graphFrom(edges))).toEqual([])
})

const found = folderCycles(files.filter(({ file }) => !isTest(file)).map(({ file, to }) => [file, to]))

test("no cycle between files or between folders", () => {
  expect(found.filter(({ name }) => !knownCycles.includes(name))).toEqual([])
})

test.each(knownCycles)("the known cycle %s is still there: else remove it from arrows.ts", (name) => {
  expect(found.map((cycle) => cycle.name)).toContain(name)
})
