import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { afterAll, describe, expect, test } from "vitest"
import { pack, publicPackages } from "./packages.ts"

const folder = mkdtempSync(join(tmpdir(), "pami-packages-"))
afterAll(() => rmSync(folder, { recursive: true }))

// The packages are ES modules: CommonJS and the oldest resolution do not matter.
const resolutions = ["node16-esm", "bundler"]

describe.each(publicPackages())("$name", (found) => {
  const packed = pack(found, folder)
  const tarball = readFileSync(packed)

  test("publint finds no problem", async () => {
    const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) as ArrayBuffer
    const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  test.runIf(found.importable)("the types resolve, and match the code", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(tarball))
    const problems = analysis.types === false ? ["no types were found"] : analysis.problems
    const relevant = problems.filter(
      (problem) =>
        typeof problem === "string" ||
        !("resolutionKind" in problem) ||
        resolutions.includes(problem.resolutionKind),
    )
    expect(relevant).toEqual([])
  })

  test("tests are not published", () => {
    const names = createPackageFromTarballData(tarball).listFiles()
    expect(names.filter((name) => name.includes(".test."))).toEqual([])
    expect(names.some((name) => name.endsWith("dist/index.js") || name.endsWith("dist/main.js"))).toBe(true)
  })
})
