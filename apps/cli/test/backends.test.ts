import { readFileSync } from "node:fs"
import { join } from "node:path"
import { tolerances } from "@pami/conformance"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"
import { backendModule } from "./backend-module.ts"

let at: string
let picture: string

beforeAll(async () => {
  at = folder()
  picture = await flag(at)
})

interface Explained {
  readonly results: readonly {
    readonly maps: readonly {
      readonly id: number
      readonly score: number
      readonly peak: unknown
      readonly mean: number
    }[]
  }[]
}

/** Explains the image with the bundled model and writes a manifest. */
async function explainOn(backend: string, manifest: string): Promise<Explained> {
  const how = ["--backend", backend, "--strategy", "grid", "--passes", "16", "--json"]
  const call = await pami(["explain", picture, ...how, "--no-figure", "--manifest", manifest])
  expect(call.status, call.stderr).toBe(0)
  return JSON.parse(call.stdout) as Explained
}

test("every backend gives the same explanation; its manifest names it and its device, and verifies", async () => {
  const backends = [
    "onnxruntime-node",
    "onnxruntime-web",
    "tfjs:wasm",
    backendModule(at, "own.js", "reference"),
  ]
  const explained: Explained[] = []
  const named: string[] = []
  for (const [index, backend] of backends.entries()) {
    const manifest = join(at, `${index}.json`)
    explained.push(await explainOn(backend, manifest))
    const text = readFileSync(manifest, "utf8")
    expect(text).not.toContain(at)
    named.push((JSON.parse(text) as { extra: { backend: string } }).extra.backend)
    // A module is run where the user names it, and only there.
    const again = backend.endsWith(".js") ? ["--backend", backend] : []
    const { stdout, status } = await pami(["verify", manifest, ...again])
    expect(status, stdout).toBe(0)
    expect(stdout).toContain("same to the last bit")
  }
  expect(named).toEqual(["onnxruntime-node:cpu", "onnxruntime-web:wasm", "tfjs:wasm", "./own.js"])
  const [first, ...others] = explained.map(({ results }) => results[0].maps[0])
  for (const map of others) {
    expect(map).toMatchObject({ id: first.id, peak: first.peak })
    // As far apart as the table of the conformance suite allows scores and maps to be.
    expect(Math.abs(map.score - first.score)).toBeLessThan(tolerances.score.largest)
    expect(Math.abs(map.mean - first.mean)).toBeLessThan(tolerances.map.largest)
  }
})

test("a model of another runtime's format is refused with the backend that reads it", async () => {
  const model = file(at, "model.onnx", brightness({ size: 32, output: "logits" }))
  const { stderr, status } = await pami(["explain", picture, "--model", model, "--backend", "tfjs:cpu"])
  expect(status).toBe(3)
  expect(stderr).toMatch(/looks like an ONNX model.*onnxruntime-node.*MODEL_UNRECOGNIZED/)
})

test.each([
  ["a device that it does not have", "tfjs:gpu", /tfjs has no device "gpu"; it has .*wasm/],
  ["a missing file", "./no-such-backend.js", /unknown backend ".\/no-such-backend.js"/],
])("a backend with %s is an error of usage", async (_, backend, says) => {
  const { stderr, status } = await pami(["explain", picture, "--backend", backend])
  expect(status).toBe(2)
  expect(stderr).toMatch(says)
})

test("a module that is not a backend is refused with the export that is expected", async () => {
  const module = file(at, "no-backend.js", "export default () => 1\n")
  const { stderr, status } = await pami(["explain", picture, "--backend", module])
  expect(status).toBe(2)
  expect(stderr).toContain("default export should be a BackendPackage")
})
