import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Row } from "@pami/conformance"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami, stopAtLook } from "./fixtures.ts"
import { backendModule } from "./backend-module.ts"

let at: string
let picture: string
let model: string

beforeAll(async () => {
  at = folder()
  picture = await flag(at)
  model = file(at, "model.onnx", brightness({ size: 32, output: "logits" }))
})

/** The document of `--json`. */
interface Document {
  readonly passed: boolean
  readonly complete: boolean
  readonly facts: Readonly<Record<string, string>>
  readonly backends: readonly { backend: string; version: string | null; reason: string | null }[]
  readonly rows: readonly Row[]
  readonly checks: readonly { backend: string; check: string; outcome: string; message: string }[]
}

test("the bundled models are compared with the stored truth, in a table", async () => {
  const { stdout, status } = await pami(["conformance", "--backend", "onnxruntime-node"])
  expect(status, stdout).toBe(0)
  expect(stdout).toMatch(/^scenes\/pre-segmentation-authors, compared with stored truth$/m)
  expect(stdout).toMatch(/^  backend +scores +maps +levels +peak +ranks +passes\/s$/m)
  expect(stdout).toMatch(/^  onnxruntime-node +\d\.\de-7 .* same +1\.000000 +\d+ +passed$/m)
  expect(stdout).toMatch(/^(\d+) of \1 comparisons passed/m)
})

test("your own backend is checked against the contract, and every failure is listed", async () => {
  const reason = "it reads no files"
  const module = backendModule(
    at,
    "own.js",
    "onnxruntime-node",
    "(numbers) => numbers.map((number, i) => (i % 3 ? number : number + 0.125))",
    { address: reason },
  )
  const page = join(at, "report.html")
  const { stdout, status } = await pami(["conformance", "--backend", module, "--html", page])
  expect(status).toBe(4)
  expect(stdout).toMatch(/^own\.js, the contract: \d+ passed, 1 exempt, 1 not tried, \d FAILED$/m)
  expect(stdout).toMatch(/^  exempt +address +it reads no files$/m)
  expect(stdout).toMatch(
    /^  FAILED +linear +for x = 1, -4.* gives y = -1\.875, -8, 18; expected y = -2, -8, 18$/m,
  )
  expect(stdout).toMatch(
    /^own\.js, scenes\/sliding-window-corrected:\n.*\n  scores differ by 0\.0\d+ in pass/m,
  )
  expect(stdout).toMatch(/^0 of \d+ comparisons passed/m)
  const html = readFileSync(page, "utf8")
  for (const text of ["own.js", "1.2.3", reason, "expected y = -2, -8, 18", process.versions.node])
    expect(html).toContain(text)
  expect(html).not.toContain(at)
})

test("one's own model is compared with the first backend, on all that load it", async () => {
  const call = await pami(["conformance", "--model", model, "--input", picture, "--passes", "8", "--json"])
  expect(call.status, call.stdout).toBe(0)
  const { passed, rows, backends, facts } = JSON.parse(call.stdout) as Document
  expect(passed).toBe(true)
  expect(rows.map(({ backend, model, subject, against }) => [backend, model, subject, against])).toEqual([
    ["onnxruntime-node:cpu", "model.onnx", "model.onnx/flag.png", "onnxruntime-node:cpu"],
    ["onnxruntime-web:wasm", "model.onnx", "model.onnx/flag.png", "onnxruntime-node:cpu"],
  ])
  expect(rows[1]).toMatchObject({ samePeak: true, passed: true })
  expect(backends.find(({ backend }) => backend === "tfjs:webgl")).toMatchObject({
    version: null,
    reason: expect.stringContaining("webgl") as unknown,
  })
  expect(facts["Node"]).toBe(process.versions.node)
  expect(call.stdout).not.toContain(at)
})

test("preprocessing is as for explain, and a guess is a finding", async () => {
  const own = ["conformance", "--model", model, "--input", picture, "--backend", "onnxruntime-node"]
  const digestOf = async (...args: string[]) => {
    const call = await pami([...own, "--passes", "4", "--json", ...args])
    return (JSON.parse(call.stdout) as Document).rows[0].mapDigest
  }
  expect(await digestOf("--preset", "imagenet")).not.toBe(await digestOf("--preset", "0-1"))
  expect(await digestOf("--mean", "0", "--std", "1")).toBe(await digestOf("--preset", "0-1"))
  const { stderr } = await pami([...own, "--passes", "4"])
  expect(stderr).toMatch(/note +no preprocessing was given/)
})

test("a backend that does not work here fails where it was asked for", async () => {
  const backends = ["--backend", "tfjs:webgl", "--backend", "onnxruntime-node"]
  const { stdout, status } = await pami(["conformance", ...backends, "--json"])
  expect(status).toBe(4)
  const { passed, rows } = JSON.parse(stdout) as Document
  expect(passed).toBe(false)
  expect(new Set(rows.map(({ backend, passed }) => `${backend} ${passed}`))).toEqual(
    new Set(["tfjs:webgl false", "onnxruntime-node true"]),
  )
  expect(rows[0].reasons[0]).toMatch(/^BACKEND_UNAVAILABLE: .*webgl/)
})

test("two backends of one name are listed by the names that the user gave", async () => {
  const [first, second] = ["one.js", "two.js"].map((name) =>
    file(
      at,
      name,
      `export default { name: "same", devices: [], available: async () => ({ usable: false, reason: "no ${name}" }), create() {} }`,
    ),
  )
  const { stdout, status } = await pami(["conformance", "--backend", first, "--backend", second])
  expect(status).toBe(4)
  expect(stdout).toContain(`${first}, scenes/`)
  expect(stdout).toContain("BACKEND_UNAVAILABLE: no two.js")
})

test("Ctrl-C while a backend hangs: what was done before is printed and written", async () => {
  const suite = new URL("../../../packages/conformance/src/index.ts", import.meta.url).href
  const module = file(
    at,
    "hangs.mjs",
    `import { referenceBackend } from ${JSON.stringify(suite)}
export default {
  name: "hangs", devices: [], available: async () => ({ usable: true, version: "1" }),
  create: () => ({ ...referenceBackend(), load: () => new Promise(() => {}) }),
}`,
  )
  const page = join(at, "hangs.html")
  const stop = new AbortController()
  const args = ["conformance", "--backend", module, "--json", "--html", page]
  const call = await pami(args, stop.signal, (unsaved) => unsaved && stop.abort("SIGINT"))
  expect(call.status, call.stderr).toBe(130)
  const { complete, checks } = JSON.parse(call.stdout) as Document
  expect(complete).toBe(false)
  expect(checks).toHaveLength(1)
  expect(readFileSync(page, "utf8")).toContain("hangs")
})

test("what the model's files say of its outputs is obeyed, and reported", async () => {
  const home = join(at, "home")
  mkdirSync(home)
  const model = file(home, "model.onnx", brightness({ size: 32, output: "logits" }))
  file(home, "config.json", `{ "problem_type": "multi_label_classification" }`)
  const own = ["--model", model, "--input", picture, "--backend", "onnxruntime-node", "--passes", "2"]
  const { stderr } = await pami(["conformance", ...own])
  expect(stderr).toMatch(/sigmoid.*config\.json|config\.json.*sigmoid/)
})

test("Ctrl-C ends it, and what was done is printed and written", async () => {
  const page = join(at, "stopped.html")
  // The first subject of 64 passes looks at the signal some ten times.
  const call = await pami(
    ["conformance", "--backend", "onnxruntime-node", "--json", "--html", page],
    stopAtLook(30),
  )
  expect(call.status).toBe(130)
  const { complete, rows } = JSON.parse(call.stdout) as Document
  expect(complete).toBe(false)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.length).toBeLessThan(4)
  expect(readFileSync(page, "utf8")).toContain(`${rows.length} of ${rows.length} comparisons passed`)
})

test.each([
  [["--model", "model.onnx"], /--model FILE needs an --input FILE/],
  [["--input", "flag.png"], /--input FILE needs the --model FILE/],
  [["--passes", "8"], /--passes is for a model of your own/],
  [["--mean", "0.5"], /--mean is for a model of your own/],
  [["--backend", "no-such-backend"], /unknown backend "no-such-backend"/],
])("%j is a usage error", async (args, says) => {
  const { stdout, stderr, status } = await pami(["conformance", ...args])
  expect({ stdout, status }).toEqual({ stdout: "", status: 2 })
  expect(stderr).toMatch(says)
})

test("files that are not there are found out before any work is done", async () => {
  const missing = join(at, "missing")
  const own = (model: string, input: string, ...more: string[]) =>
    pami(["conformance", "--model", model, "--input", input, ...more])
  for (const call of [
    await own(missing, picture),
    await own(model, missing),
    await own(model, picture, "--preset", missing),
  ])
    expect(call).toMatchObject({ status: 3, stdout: "", stderr: expect.stringContaining("FILE_NOT_FOUND") })
  const page = join(missing, "page.html")
  const call = await own(model, picture, "--html", page)
  expect(call).toMatchObject({ status: 4, stdout: "", stderr: expect.stringContaining("FILE_UNWRITABLE") })
  expect(existsSync(page)).toBe(false)
})
