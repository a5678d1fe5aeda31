import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { type CheckResult, checks, runChecks } from "@pami/conformance"
import type { BackendPackage } from "@pami/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createBackend } from "../src/create-backend.ts"

// Below this package, from which packages of the workspace can be imported.
const parent = fileURLToPath(new URL("../.examples/created/", import.meta.url))
const example = fileURLToPath(new URL("../example/src/runtime.ts", import.meta.url))

beforeAll(() => {
  rmSync(parent, { recursive: true, force: true })
  mkdirSync(parent, { recursive: true })
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

/** Returns the output of the compiler for a package, with the package's settings. */
function typecheck(folder: string): string {
  const tsc = fileURLToPath(new URL("../../../node_modules/.bin/tsc", import.meta.url))
  const { stdout, stderr } = spawnSync(tsc, ["-p", "tsconfig.json"], { cwd: folder, encoding: "utf8" })
  return stdout + stderr
}

async function packageIn(folder: string): Promise<BackendPackage> {
  return (await import(pathToFileURL(join(folder, "src/index.ts")).href)).default
}

function namesOf(results: readonly CheckResult[], outcome: CheckResult["outcome"]): string[] {
  return results.filter((result) => result.outcome === outcome).map(({ check }) => check.name)
}

describe("a new package", () => {
  let folder: string
  beforeAll(() => {
    folder = createBackend({ name: "@me/new-runtime", parent })
  })

  test("type-checks", () => expect(typecheck(folder)).toBe(""))

  test("has its name as a backend", async () => {
    const found = await packageIn(folder)
    expect(found).toMatchObject({ name: "@me/new-runtime", devices: ["cpu"] })
    expect(found.create().name).toBe("@me/new-runtime")
    expect(await import(pathToFileURL(join(folder, "src/index.ts")).href)).toHaveProperty("newRuntimeBackend")
    expect(await found.available("abacus")).toEqual({
      usable: false,
      reason: 'unknown device "abacus"',
    })
    expect(() => found.create({ device: "abacus" })).toThrow(RangeError)
  })

  test("fails in the suite where it needs run, and only there", async () => {
    const found = await packageIn(folder)
    const results = await runChecks(() => found.create())
    const failed = results.filter(({ outcome }) => outcome === "failed")
    for (const { check, message } of failed)
      expect(message, check.name).toContain("run is not written yet: write it in src/runtime.ts")
    expect(namesOf(results, "passed")).toEqual([
      "exemptions",
      "metadata",
      "limits",
      "digest",
      "settings",
      "address",
      "dispose-twice",
      "file-not-found",
      "file-unreadable",
      "model-unrecognized",
      "model-truncated",
      "weights-outside",
      "model-unsupported",
      "input-not-found",
      "contradictory-feed",
    ])
    expect(namesOf(results, "unavailable")).toEqual(["tensors-held"])
  })
})

test("with a runtime, it passes the suite", async () => {
  const folder = createBackend({ name: "written-runtime", parent })
  copyFileSync(example, join(folder, "src/runtime.ts"))
  expect(typecheck(folder)).toBe("")
  const found = await packageIn(folder)
  // `prove` runs the slow checks, of memory and of the other maps.
  const [map, ...otherMaps] = checks.filter(({ name }) => name.startsWith("maps/"))
  const quick = checks.filter((check) => check.name !== "memory" && !otherMaps.includes(check))
  const results = await runChecks(() => found.create(), { checks: quick })
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([])
  expect(namesOf(results, "passed")).toHaveLength(quick.length - 1)
  expect(namesOf(results, "passed")).toContain(map.name)
})
