import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { models } from "@pami/zoo"
import { describe, expect, test } from "vitest"
import backendPackage, { available, type Device, tfjs } from "./index.ts"
import { native } from "../test/native.ts"
import { answers, expected, largestDifference, scenes, softmax } from "../test/scenes.ts"

const { href } = models.scenes.tfjs["model.json"]
const here: Device[] = native ? ["cpu", "wasm", "node"] : ["cpu", "wasm"]

describe.each(here)("%s", (device) => {
  test("outputs equal those of the ONNX file", async () => {
    const model = await tfjs({ device }).load(href)
    const probabilities = softmax(await answers(model, scenes, 3))
    // Rounding of float32 between runtimes: 2e-5, measured on several networks.
    expect(largestDifference(probabilities, expected)).toBeLessThan(2e-5)
    await model.dispose()
  })

  test("the same bits whatever the batch size, and from a model loaded again", async () => {
    const [first, second] = await Promise.all([1, 2].map(() => tfjs({ device }).load(href)))
    const bits = await answers(first, scenes, 3)
    for (const size of [1, 2]) expect(await answers(first, scenes, size)).toEqual(bits)
    expect(await answers(second, scenes, 1)).toEqual(bits)
    await Promise.all([first.dispose(), second.dispose()])
  })
})

test("models on different devices run concurrently, each on its device", async () => {
  const loaded = await Promise.all(here.map((device) => tfjs({ device }).load(href)))
  const alone: Float32Array[] = []
  for (const model of loaded) alone.push(await answers(model, scenes, 1))
  expect(alone[0]).not.toEqual(alone[1])
  const together = await Promise.all(loaded.map((model) => answers(model, scenes, 1)))
  expect(together).toEqual(alone)
  expect(loaded.map(({ settings }) => settings["device"])).toEqual(here)
  await Promise.all(loaded.map((model) => model.dispose()))
})

test("settings hold what can change bits, and nothing else", async () => {
  const settings = async (options: object) => {
    const model = await tfjs(options).load(href)
    await model.dispose()
    return model.settings
  }
  expect(await settings({ device: "cpu" })).toEqual({ runtime: "tfjs 4.22.0", device: "cpu" })
  const wasm = { runtime: "tfjs 4.22.0", device: "wasm", simd: true }
  expect(await settings({ device: "wasm" })).toEqual(wasm)
  expect(await settings({ device: "wasm", threads: 2, batch: 4 })).toEqual(wasm)
})

test("the preferred batch can be chosen", async () => {
  const model = await tfjs({ device: "cpu", batch: 3 }).load(href)
  expect(model.limits).toEqual({ preferredBatch: 3 })
  await model.dispose()
})

test.skipIf(native)("without native TensorFlow, another device is taken, and the model says so", async () => {
  const model = await tfjs().load(href)
  expect(model.settings["device"]).toBe("wasm")
  expect(model.findings).toEqual([
    {
      code: "DEVICE_REPLACED",
      level: "warning",
      message: expect.stringMatching(/has no native library.*npm rebuild.*runs on "wasm" instead/),
      fix: expect.stringContaining('choose device "wasm"'),
    },
  ])
  const chosen = await tfjs({ device: "wasm" }).load(href)
  expect(chosen.findings).toBeUndefined()
  await Promise.all([model.dispose(), chosen.dispose()])
})

test("if native TensorFlow is requested and missing, the error says what to install", async () => {
  const load = tfjs({ device: "node", tfjsNode: "/nowhere" }).load(href)
  await expect(load).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringMatching(
      /missing @tensorflow\/tfjs-node in \/nowhere: npm install @tensorflow\/tfjs-node@4\.22\.0/,
    ),
  })
})

test("nothing is written to the console, and nothing is imported before it is needed", async () => {
  const index = JSON.stringify(new URL("./index.ts", import.meta.url).href)
  const code = `
    const { tfjs } = await import(${index})
    const backend = tfjs({ device: "cpu" })
    const before = "_tfengine" in globalThis
    const model = await backend.load(${JSON.stringify(href)})
    await model.run({ image: { dtype: "float32", shape: [1, 96, 96, 3], data: new Float32Array(27648) } })
    process.stdout.write(String(before))`
  const options = ["-C", "source", "--no-warnings", "--input-type=module", "--eval", code]
  const cwd = fileURLToPath(new URL(".", import.meta.url))
  const { stdout, stderr } = await promisify(execFile)(process.execPath, options, { cwd })
  expect({ stdout, stderr }).toEqual({ stdout: "false", stderr: "" })
})

test("available() starts the device", async () => {
  const usable = { usable: true, version: "4.22.0" }
  expect(await available("cpu")).toEqual(usable)
  expect(await available("wasm")).toEqual(usable)
  const version = `4.22.0, on ${native ? "node" : "wasm"}`
  expect(await available()).toEqual({ usable: true, version })
  for (const device of ["webgl", "webgpu", "abacus"])
    expect(await available(device)).toEqual({ usable: false, reason: expect.stringContaining(device) })
})

test("programs find the backend by its name", () => {
  expect(backendPackage).toMatchObject({
    name: "tfjs",
    devices: ["auto", "node", "webgpu", "webgl", "wasm", "cpu"],
  })
  const formats = ["tfjs-layers", "tfjs-graph"]
  expect(backendPackage.create({ device: "wasm", threads: 1 })).toMatchObject({ name: "tfjs", formats })
  expect(backendPackage.create()).toMatchObject({ formats: [...formats, "tf-saved-model"] })
})

test("options out of range are refused", () => {
  expect(() => tfjs({ device: "abacus" as "cpu" })).toThrow(RangeError)
  expect(() => tfjs({ threads: 0 })).toThrow(RangeError)
  expect(() => tfjs({ threads: 200_000 })).toThrow("from 1 to 1024, got 200000")
  expect(() => tfjs({ device: "wasm", threads: 65 })).toThrow("from 1 to 64, got 65")
  expect(() => tfjs({ batch: 2 ** 31 })).toThrow("from 1 to 4096")
  expect(() => tfjs({ batch: 1.5 })).toThrow(RangeError)
})
