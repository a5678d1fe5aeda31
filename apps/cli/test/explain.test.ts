import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { random } from "@pami/core/tensor"
import { decodeNpy } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { brightness, convolutions, twoInputs } from "@pami/test-models"
import { beforeAll, describe, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"

const labels = "red\ngreen\nblue\n"
let at: string
let picture: string
let model: string
let base: string[]

beforeAll(async () => {
  at = folder()
  picture = await flag(at)
  model = file(at, "model.onnx", brightness({ size: 32, gain: 12 }))
  base = [
    "explain",
    picture,
    "--model",
    model,
    "--labels",
    file(at, "names.txt", labels),
    "--preset",
    "0-1",
    "--mask",
    "black",
  ]
})

interface Document {
  model: { file: string; preprocessing: { name: string; mean: number[] } }
  results: {
    prediction: { id: number; label: string; score: number }[]
    maps: { id: number; label: string; peak: { x: number; y: number }; digest: string }[]
    versus: { label: string } | null
    passes: number
    complete: boolean
    findings: { code: string }[]
    files: Record<string, string>
    error?: { code: string }
  }[]
}

async function json(args: string[], output = ["--no-figure"]): Promise<Document> {
  const { stdout, status, stderr } = await pami([...args, "--json", ...output])
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as Document
}

async function mapOf(args: string[]): Promise<{ data: Float32Array; shape: readonly number[] }> {
  const path = join(at, "map.npy")
  await json([...args, "--map", path])
  const { data, shape } = decodeNpy(readFileSync(path))
  return { data: data as Float32Array, shape }
}

test("every class is explained where it is: red left, blue right, green above", async () => {
  const found = await json([...base, "--target", "top:3"])
  const peaks = Object.fromEntries(found.results[0].maps.map(({ label, peak }) => [label, peak]))
  expect(peaks["red"].x).toBeLessThan(24)
  expect(peaks["blue"].x).toBeGreaterThanOrEqual(24)
  expect(peaks["green"].y).toBeLessThan(8)
})

test("a label, its number and a different spelling of it name the same class", async () => {
  const digests = await Promise.all(
    ["blue", "2", "Blue"].map(
      async (target) => (await json([...base, "--target", target])).results[0].maps[0].digest,
    ),
  )
  expect(new Set(digests).size).toBe(1)
})

test("--versus shows what speaks for one class rather than the other", async () => {
  const args = [...base, "--target", "red", "--versus", "blue"]
  const { data, shape } = await mapOf(args)
  expect(shape).toEqual([32, 32])
  expect(data[16 * 32 + 4]).toBeGreaterThan(0)
  expect(data[16 * 32 + 28]).toBeLessThan(0)
  const [contrast] = (await json(args)).results
  const [plain] = (await json([...base, "--target", "red"])).results
  expect(contrast.versus?.label).toBe("blue")
  expect(contrast.maps[0].digest).not.toBe(plain.maps[0].digest)
})

test("--map is float32 [H, W] in the model's grid, one after the other for several targets", async () => {
  expect((await mapOf(base)).shape).toEqual([32, 32])
  expect((await mapOf([...base, "--target", "top:2"])).shape).toEqual([2, 32, 32])
})

test("the image is a PNG that holds a figure", async () => {
  await json(base, ["-o", join(at, "out.png")])
  const { width, height } = await decodePicture(join(at, "out.png"))
  expect(width).toBeGreaterThan(600)
  expect(height).toBeGreaterThan(200)
})

test("--no-figure draws none, and goes with no option of a figure", async () => {
  const { results } = await json([...base, "--map", join(at, "map.npy")])
  expect(results[0].files).toEqual({ map: join(at, "map.npy") })
  const { status, stderr } = await pami([...base, "--no-figure", "-o", join(at, "none.png")])
  expect([status, stderr]).toEqual([2, expect.stringContaining("--no-figure")])
  expect(existsSync(join(at, "none.png"))).toBe(false)
})

test("the same bytes for every batch size and number of threads", async () => {
  const arbitrary = file(at, "arbitrary.onnx", convolutions({ weight: random(3) }))
  const args = ["explain", picture, "--model", arbitrary, "--preset", "0-1", "--mask", "noise", "--seed", "5"]
  const settings = [
    [],
    ["--batch", "1"],
    ["--batch", "7"],
    ["--batch", "32"],
    ["--threads", "1"],
    ["--threads", "2"],
  ]
  const digests: string[] = []
  for (const setting of settings) digests.push((await json([...args, ...setting])).results[0].maps[0].digest)
  expect(new Set(digests).size).toBe(1)
  expect((await json([...args, "--seed", "6"])).results[0].maps[0].digest).not.toBe(digests[0])
})

test("every strategy and mask gives a different map", async () => {
  const other = await flag(at, "other.png", 20, 20)
  const digests: string[] = []
  for (const args of [
    [],
    ["--mode", "authors"],
    ["--strategy", "grid"],
    ["--strategy", "sliding-window"],
    ["--strategy", "sliding-window", "--mode", "authors"],
    ["--strategy", "sliding-window", "--radius", "9"],
    ["--strategy", "sliding-window", "--stride", "4"],
    ["--passes", "50"],
    ["--mask", "white"],
    ["--mask", "mean"],
    ["--mask", "blur"],
    ["--mask", "#336699"],
    ["--mask", other],
    ["--preset", "-1-1"],
    ["--mean", "0.5,0.4,0.3"],
    ["--mean", "0.4"],
    ["--std", "0.5"],
    ["--resize", "crop"],
    ["--resize", "pad"],
  ])
    digests.push((await json([...base, "--passes", "60", ...args])).results[0].maps[0].digest)
  expect(new Set(digests).size).toBe(digests.length)
})

test("--passes spends exactly as many", async () => {
  expect((await json([...base, "--passes", "77"])).results[0].passes).toBe(77)
})

test("too few passes to cover the image are a finding", async () => {
  const few = await json([...base, "--passes", "3"])
  expect(few.results[0].findings.map(({ code }) => code)).toContain("UNITS_UNCOVERED")
  const enough = await json([...base, "--passes", "40"])
  expect(enough.results[0].findings.map(({ code }) => code)).not.toContain("UNITS_UNCOVERED")
})

test("several inputs share the model; one that fails does not stop the others", async () => {
  const second = await flag(at, "second.png")
  const results = join(at, "many", "figures")
  const args = ["explain", picture, join(at, "missing.png"), second, "--model", model, "--preset", "0-1"]
  const { status, stdout, stderr } = await pami([
    ...args,
    "--json",
    "-o",
    results,
    "--map",
    join(at, "many", "maps"),
  ])
  expect(status).toBe(3)
  expect(stderr).toContain("FILE_NOT_FOUND")
  const { results: found } = JSON.parse(stdout) as Document
  expect(found.map((result) => result.error?.code)).toEqual([undefined, "FILE_NOT_FOUND", undefined])
  expect(existsSync(join(results, "flag.png")) && existsSync(join(results, "second.png"))).toBe(true)
  expect(existsSync(join(at, "many", "maps", "second.npy"))).toBe(true)
})

test("labels and preprocessing next to the model are found", async () => {
  const home = join(at, "home")
  mkdirSync(home)
  const config = { id2label: { 0: "rot", 1: "gruen", 2: "blau" } }
  file(home, "config.json", JSON.stringify(config))
  const size = { height: 32, width: 32 }
  file(
    home,
    "preprocessor_config.json",
    JSON.stringify({ size, image_mean: [0.1, 0.2, 0.3], image_std: [1, 1, 1] }),
  )
  const own = file(home, "model.onnx", brightness())
  const { model: used, results } = await json(["explain", picture, "--model", own])
  expect(used.preprocessing).toMatchObject({
    name: "preprocessor_config.json",
    mean: [0.1, 0.2, 0.3],
    width: 32,
  })
  expect(results[0].prediction.map(({ label }) => label).sort()).toEqual(["blau", "gruen", "rot"])
})

test("a guess is a finding, and given preprocessing is not called a guess", async () => {
  const guessed = await json(["explain", picture, "--model", model])
  expect(guessed.results[0].findings.map(({ code }) => code)).toContain("PRESET_GUESSED")
  const given = await json(base)
  expect(given.results[0].findings.map(({ code }) => code)).not.toContain("PRESET_GUESSED")
})

test("a model's second input is fed what --feed says", async () => {
  const two = file(at, "two.onnx", twoInputs())
  const args = ["explain", picture, "--model", two, "--preset", "0-1", "--size", "24", "--target", "0"]
  const weak = await json([...args, "--feed", "strength=0.5"])
  const strong = await json([...args, "--feed", "strength=2"])
  expect(strong.results[0].prediction[0].score).toBeGreaterThan(weak.results[0].prediction[0].score)
})

describe("models of every form", () => {
  for (const layout of ["nchw", "nhwc"] as const)
    for (const dtype of ["float32", "float16", "uint8", "int32", "int64"] as const)
      for (const batch of [null, 1, 4])
        test(`${layout} ${dtype} with ${batch === null ? "a free batch" : `a batch of ${batch}`}`, async () => {
          const own = file(at, "form.onnx", brightness({ layout, dtype, batch, size: 32, output: "logits" }))
          const found = await json([
            "explain",
            picture,
            "--model",
            own,
            "--preset",
            dtype.startsWith("float") ? "0-1" : "0-255",
            "--target",
            "2",
            "--mask",
            "black",
            "--passes",
            "60",
          ])
          expect(found.results[0].maps[0].peak.x).toBeGreaterThanOrEqual(24)
        })
})
