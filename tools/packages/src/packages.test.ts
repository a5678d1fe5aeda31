import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { afterAll, describe, expect, test } from "vitest"
import { pack, publicPackages } from "./packages.ts"
import { unpack } from "./unpack.ts"

const folder = mkdtempSync(join(tmpdir(), "pami-packages-"))
afterAll(() => rmSync(folder, { recursive: true }))

// The packages are ES modules: CommonJS and the oldest resolution do not matter.
const resolutions = ["node16-esm", "bundler"]

const tarballs = new Map<string, string>()

describe.each(publicPackages())("$name", (found) => {
  const packed = pack(found, folder)
  tarballs.set(found.name, packed)
  const tarball = readFileSync(packed)

  test("publint finds no problem", async () => {
    const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) as ArrayBuffer
    const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  // The declarations of plain exports are compiled in another test.
  test.runIf(found.importable && !found.isPlain)("the types resolve, and match the code", async () => {
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
    expect(names.some((name) => /dist\/(index\.(js|html)|main\.js)$/.test(name))).toBe(true)
  })
})

// `npm run packed` does this with npm, in several versions of Node, and in a page.
test("the packed pami explains an image with the dependencies that it declares, and no others", async () => {
  const scene = fileURLToPath(new URL("../../../packages/zoo/pictures/scene.png", import.meta.url))
  const user = join(folder, "user")
  unpack("pami", tarballs, user)
  writeFileSync(join(user, "package.json"), JSON.stringify({ type: "module" }))
  writeFileSync(
    join(user, "explain.js"),
    `import { explainer } from "pami"
import { models } from "@pami/zoo"
const { onnx, labels, preprocessing } = models.scenes
await using explain = await explainer(onnx.href, { labels, preprocessing, passes: 60 })
const { prediction, map, figure } = await explain(process.argv[2])
console.log(prediction[0].label, map().length, (await figure()).length > 10_000)
`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, ["explain.js", scene], { cwd: user })
  expect(stdout).toBe("mushroom 9216 true\n")
})
