import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { version } from "@pami/core"
import { afterEach, beforeEach, expect, test } from "vitest"
import { createBackend } from "../src/create-backend.ts"
import type { Manifest } from "../src/manifest.ts"

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "pami-create-"))
})
afterEach(() => rmSync(parent, { recursive: true }))

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest
}

test.each(["", "My-Runtime", "../up", "a b", "3d", "@me/", "@me/up/up", "x".repeat(215)])(
  'the name "%s" is refused before anything is written',
  (name) => {
    expect(() => createBackend({ name, parent })).toThrow("is not a name for a backend")
    expect(readdirSync(parent)).toEqual([])
  },
)

test("a folder that is not empty is refused; an empty one is used", () => {
  const folder = join(parent, "my-runtime")
  mkdirSync(folder)
  createBackend({ name: "my-runtime", parent })
  const before = readFileSync(join(folder, "src/backend.ts"), "utf8")
  expect(() => createBackend({ name: "@me/my-runtime", parent })).toThrow(`${folder} exists and is not empty`)
  expect(readFileSync(join(folder, "src/backend.ts"), "utf8")).toBe(before)
})

test("the name of the template is replaced everywhere", () => {
  const folder = createBackend({ name: "wasm", parent })
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) =>
    f.includes("."),
  ))
    expect(readFileSync(join(folder, file), "utf8"), file).not.toMatch(/my-?backend/i)
  expect(readFileSync(join(folder, "src/index.ts"), "utf8")).toContain("export { wasmBackend }")
})

test("PAMI's packages come from the registry, others have exact versions", () => {
  const { name, dependencies, devDependencies, overrides } = manifestIn(
    createBackend({ name: "@me/far", parent }),
  )
  expect(name).toBe("@me/far")
  expect(dependencies).toEqual({ "@pami/backend-kit": `^${version}`, "@pami/core": `^${version}` })
  expect(devDependencies).toEqual({
    "@pami/conformance": `^${version}`,
    "@types/node": expect.stringMatching(/^\d+\.\d+\.\d+$/),
    typescript: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    vitest: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
  expect(overrides).toBeUndefined()
})

test("PAMI's packages come from tarballs, with their dependencies", () => {
  const packages = join(parent, "tarballs")
  mkdirSync(packages)
  const add = (file: string) => writeFileSync(join(packages, file), "")
  add("pami-core-1.2.3.tgz")
  add("pami-backend-kit-1.2.3.tgz")
  add("other-1.0.0.tgz")
  expect(() => createBackend({ name: "near", parent, packages })).toThrow("no tarball of @pami/conformance")
  add("pami-conformance-1.2.3-next.0.tgz")
  add("pami-pre-segmentation-1.2.3.tgz")
  const { dependencies, devDependencies, overrides } = manifestIn(
    createBackend({ name: "near", parent, packages }),
  )
  expect(dependencies).toEqual({
    "@pami/backend-kit": `file:${packages}/pami-backend-kit-1.2.3.tgz`,
    "@pami/core": `file:${packages}/pami-core-1.2.3.tgz`,
  })
  expect(devDependencies["@pami/conformance"]).toBe(`file:${packages}/pami-conformance-1.2.3-next.0.tgz`)
  expect(overrides).toEqual({
    "@pami/pre-segmentation": `file:${packages}/pami-pre-segmentation-1.2.3.tgz`,
  })
  add("pami-core-1.3.0.tgz")
  expect(() => createBackend({ name: "new", parent, packages })).toThrow("several tarballs of @pami/core")
})

test("the program writes into the user's folder, prints the next steps, and explains errors", async () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const create = (...parameters: string[]) =>
    promisify(execFile)(process.execPath, ["-C", "source", main, ...parameters], {
      env: { ...process.env, INIT_CWD: parent },
    })
  const { stdout } = await create("my-runtime", "--in", "below")
  expect(readdirSync(join(parent, "below/my-runtime"))).toContain("README.md")
  expect(stdout).toContain("cd below/my-runtime\n")
  const wrong = [[], ["a", "--packages", "nowhere"], ["--unknown"]]
  const errors = await Promise.all(wrong.map((parameters) => create(...parameters).catch((error) => error)))
  for (const [i, error] of errors.entries())
    expect(error, wrong[i].join(" ")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^create-backend: /),
    })
})
