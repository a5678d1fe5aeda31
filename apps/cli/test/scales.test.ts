import { readFileSync } from "node:fs"
import { join } from "node:path"
import { onnxModel } from "@pami/test-models"
import type { OnnxNode } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"

let at: string
let base: string[]

beforeAll(async () => {
  at = folder()
  const picture = await flag(at)
  base = ["explain", picture, "--preset", "0-1", "--mask", "black", "--quality", "fast"]
})

/** One number: so many times the mean of red less that of blue, and what `last` makes of it. */
function oneNumber(last: readonly OnnxNode[] = []): Uint8Array {
  return onnxModel({
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 32, 32] }],
    outputs: [{ name: last.length > 0 ? "probability" : "years", dtype: "float32", shape: [null, 1] }],
    nodes: [
      { op: "GlobalAveragePool", inputs: ["image"], outputs: ["pooled"] },
      { op: "Flatten", inputs: ["pooled"], outputs: ["means"] },
      { op: "Gemm", inputs: ["means", "mix", "offset"], outputs: ["years"] },
      ...last,
    ],
    initializers: [
      { name: "mix", dtype: "float32", shape: [3, 1], data: Float32Array.of(40, 0, -10) },
      { name: "offset", dtype: "float32", shape: [1], data: Float32Array.of(last.length > 0 ? -10 : 30) },
    ],
  })
}

test("a regression's number keeps its size in text, JSON and manifest, and is never a share of a hundred", async () => {
  const model = file(at, "years.onnx", oneNumber())
  const manifest = join(at, "years.json")
  const args = [...base, "--model", model, "--manifest", manifest]
  const { status, stdout, stderr } = await pami([...args, "-o", join(at, "years.png")])
  expect(status, stderr).toBe(0)
  expect(stdout).toMatch(/prediction +output 0 4\d\.\d/)
  expect(stdout).not.toContain("%")
  expect(JSON.parse(readFileSync(manifest, "utf8"))).toMatchObject({
    scale: { unit: "value" },
    extra: { recipe: { activation: "value" } },
  })
  expect((await pami(["verify", manifest])).status).toBe(0)
  const refused = await pami([...args, "--score", "log-odds"])
  expect(refused.status).toBe(3)
  expect(refused.stderr).toContain("READ_OUT_UNSUITABLE")
})

test("one sigmoid with two labels: both can be targets, and one contrasted with the other", async () => {
  const sigmoid = { op: "Sigmoid", inputs: ["years"], outputs: ["probability"] }
  const model = file(at, "red.onnx", oneNumber([sigmoid]))
  const named = ["--model", model, "--labels", file(at, "two.txt", "rest\nred\n"), "--no-figure"]
  const one = async (target: string, ...more: string[]) => {
    const { stdout, stderr, status } = await pami([...base, ...named, "--target", target, ...more, "--json"])
    expect(status, stderr).toBe(0)
    return JSON.parse(stdout).results[0]
  }
  const [red, rest] = [await one("red"), await one("rest")]
  expect(red.scale.unit).toBe("probability")
  expect(red.maps[0].score + rest.maps[0].score).toBeCloseTo(1, 6)
  expect(red.maps[0].score).toBeGreaterThan(0.5)
  expect(red.maps[0].peak.x).toBeLessThan(24)
  expect(rest.maps[0].peak.x).toBeGreaterThanOrEqual(24)
  const contrast = await one("rest", "--versus", "red")
  expect(contrast.versus.label).toBe("red")
  const softmax = await pami([...base, ...named, "--activation", "softmax"])
  expect(softmax.status).toBe(3)
  expect(softmax.stderr).toContain("ACTIVATION_UNSUITABLE")
})
