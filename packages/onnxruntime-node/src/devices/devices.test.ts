import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { softwareGpu } from "@pami/browser-tests/software-gpu"
import { brightness, onnxModel } from "@pami/test-models"
import { expect, test } from "vitest"
import backend, { available, onnxruntimeNode } from "../index.ts"
import { brokenLibrary, missingLibrary } from "./libraries.ts"
import { probeModel } from "./probe-model.ts"

// A device that this platform has not.
const foreign = process.platform === "linux" ? "dml" : "cuda"

test("a device of another platform is refused with the platform, before the model is opened", async () => {
  const reason = expect.stringMatching(
    /^onnxruntime-node has "\w+" for (Windows|Linux \(x64\)) only, not for/,
  )
  expect(await available(foreign)).toEqual({ usable: false, reason })
  await expect(onnxruntimeNode({ device: foreign }).load(brightness())).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: reason,
  })
})

test("a device that is not known is refused with those that are", async () => {
  const all = "cpu, cuda, tensorrt, coreml, dml, webgpu"
  expect(() => backend.create({ device: "gpu" })).toThrow(
    new RangeError(`device must be one of ${all}, got "gpu"`),
  )
  expect(await available("gpu")).toMatchObject({ usable: false, reason: expect.stringContaining(all) })
})

test("a missing library of CUDA is named, with how to get it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pami-"))
  try {
    expect(missingLibrary("cuda", folder)).toContain(
      "ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node",
    )
    for (const name of ["shared", "cuda"])
      await writeFile(join(folder, `libonnxruntime_providers_${name}.so`), "not a library")
    expect(missingLibrary("cuda", folder)).toBeUndefined()
    expect(brokenLibrary("cuda", folder)).toMatch(/providers_shared\.so.*; it needs CUDA 12 and cuDNN 9$/s)
    expect(missingLibrary("webgpu", join(folder, "none"))).toBeUndefined()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test("the model that tries a device out adds two numbers", () => {
  const value = { dtype: "float32", shape: [null, 2] } as const
  const nodes = [{ op: "Add", inputs: ["x", "x"], outputs: ["y"] }]
  const written = onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
  expect(new Uint8Array(probeModel)).toEqual(written)
})

const gpu = softwareGpu()
if (gpu === undefined)
  console.error("\n*** WebGPU is not tried out: no SwiftShader was found beside Chromium ***\n")

test.skipIf(gpu === undefined)("on WebGPU a model is tested, and a device that errs is refused", async () => {
  const program = fileURLToPath(new URL("../../test/on-webgpu.ts", import.meta.url))
  const options = ["--conditions=source", "--no-warnings", program]
  const { stdout } = await promisify(execFile)(process.execPath, options, { env: { ...process.env, ...gpu } })
  const [right, wrong, partial] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(right).toMatchObject({ device: "webgpu", findings: [] })
  // Other sums than the processor's: it did run elsewhere.
  expect(right.largest).toBeGreaterThan(0)
  expect(right.largest).toBeLessThan(5e-6)
  expect(wrong).toMatchObject({
    code: "MODEL_FAILED",
    message: expect.stringMatching(/fails the test on webgpu, .*output "y" holds .*: use the device "cpu"$/),
  })
  expect(partial).toMatchObject({ device: "webgpu", findings: ["DEVICE_PARTIAL"] })
})
