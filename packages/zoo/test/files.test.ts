import { parseLabels, parsePreprocessing } from "@pami/image"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { models, reasonsOf, samples, signal, sound, volume } from "../src/index.ts"

const text = (url: URL) => readFile(url, "utf8")
const named = Object.entries(models)

test("all files together are below 12 MB, and each below 1 MB", async () => {
  const folder = new URL("../models/", import.meta.url)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  )
  expect(sizes.length).toBeGreaterThan(50)
  expect(Math.max(...sizes)).toBeLessThan(1e6)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(12e6)
})

test.each(named.flatMap(([name, model]) => ("labels" in model ? [[name, model] as const] : [])))(
  "%s: the files beside the model list its classes",
  async (_, { onnx, labels }) => {
    expect(await parseLabels(await text(new URL("labels.txt", onnx.href)))).toEqual(labels)
    expect(await parseLabels(await text(new URL("config.json", onnx.href)))).toEqual(labels)
  },
)

test.each(named.flatMap(([name, model]) => ("preprocessing" in model ? [[name, model] as const] : [])))(
  "%s: the file beside the model describes its preprocessing",
  async (name, model) => {
    const folder = "onnx" in model ? model.onnx : "image" in model ? model.image.onnx : model.encoder.onnx
    const config = await text(new URL("preprocessor_config.json", folder.href))
    expect(parsePreprocessing(config, { name })).toEqual({ preprocessing: model.preprocessing, findings: [] })
  },
)

test("the files of scenes-match and loans list their words and columns", async () => {
  const { vocabulary, words } = models["scenes-match"]
  expect((await text(new URL(vocabulary.href))).trimEnd().split("\n")).toEqual(words)
  const { onnx, columns } = models.loans
  expect(JSON.parse(await text(new URL("columns.json", onnx.href)))).toEqual(columns)
})

test("the sample files hold the inputs of seeds", async () => {
  const bytes = (name: keyof typeof samples) => readFile(new URL(samples[name].href))
  const floats = async (name: keyof typeof samples) =>
    new Float32Array(new Uint8Array(await bytes(name)).slice(128).buffer)
  expect(await floats("signal")).toEqual(signal(3).values)
  expect(await floats("volume")).toEqual(volume(5).values)
  const wav = await bytes("word")
  const { samples: heard } = sound(7)
  for (const k of [0, 2000, 7999]) expect(wav.readInt16LE(44 + 2 * k) / 32767).toBeCloseTo(heard[k], 4)
  const [header, ...rows] = (await bytes("rows")).toString("utf8").trimEnd().split("\n")
  expect(header.split(",")).toEqual(models.loans.columns)
  const refused = rows.map((row) => reasonsOf(row.split(",").map(Number)).length > 0)
  expect(refused).toContain(true)
  expect(refused).toContain(false)
})
