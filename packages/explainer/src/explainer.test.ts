import { fileURLToPath } from "node:url"
import { average, classProbability, grid, manifest, preferredTarget, slidingWindow } from "@pami/core"
import type { Manifest, Method, Target, Tensor } from "@pami/core"
import { lime } from "@pami/methods"
import { black } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import type { ImageRecipe, ImageRecord } from "@pami/recipe"
import { loadExplanation, parseRecord, prepareInput, readMap, replay, resolveRecipe } from "@pami/recipe"
import { models, pictures } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"
import { explainer, type Explainer } from "./index.ts"

const { labels, preprocessing, onnx } = models.scenes
const scene = pictures.scene.href
const backend = onnxruntimeNode({ threads: 1 })
const quick = { strategy: "grid", passes: 60, mask: "mean" } as const

let explain: Explainer
beforeAll(async () => {
  explain = await explainer(onnx.href, { backend, labels, preprocessing, ...quick })
})
afterAll(() => explain.dispose())

test("a path and an image give the prediction, the map, the figure, the manifest and the file", async () => {
  const { prediction, map, figure, save, findings, recipe } = await explain(scene)
  expect(prediction).toHaveLength(labels.length)
  expect(prediction[0].score).toBeGreaterThan(prediction[1].score)
  expect(labels).toContain(prediction[0].label)
  expect(map()).toHaveLength(96 * 96)
  expect([...(await figure()).subarray(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)))
  expect(new TextDecoder().decode(await figure({ format: "svg" }))).toMatch(/^<svg/)
  expect(recipe).toMatchObject({ activation: "softmax", passes: 60, target: { top: 1 } })
  expect(findings.map(({ code }) => code)).toContain("ACTIVATION_CHOSEN")
  const saved = loadExplanation(save())
  expect(readMap(recipe, saved.explanation)).toEqual(map())
})

test("the map of any other class costs no pass, by number or label", async () => {
  const { prediction, map, explanation } = await explain(scene)
  const second = prediction[1]
  expect(map(second.id as number)).toEqual(average(explanation, second.id))
  expect(map(second.label!)).toEqual(map(second.id as number))
  const contrast = map({ target: prediction[0].label!, versus: second.label! })
  expect(contrast[0]).toBeCloseTo(map()[0] - map(second.id as number)[0], 6)
  expect(() => map("unicorn")).toThrow(expect.objectContaining({ code: "LABEL_NOT_FOUND" }))
})

test("options of a call take the place of the explainer's own, and targets are numbers, labels or a count", async () => {
  const { prediction } = await explain(scene)
  const second = prediction[1].label!
  const named = await explain(scene, { target: second, passes: 30 })
  expect(named.explanation.passes).toBe(30)
  expect(named.map()).toEqual(named.map(second))
  expect((await explain(scene, { target: "top:2" })).manifest().maps).toHaveLength(2)
  expect((await explain(scene, { target: [0, 1] })).manifest().maps.map(({ target }) => target)).toEqual([
    0, 1,
  ])
  await expect(explain(scene, { passes: -1 })).rejects.toThrow("passes: at least 1, got -1")
})

test("a manifest may be that of another class or contrast of the same sweep", async () => {
  const { manifest } = await explain(scene, { target: 0 })
  const { maps, extra } = manifest({ target: { target: 1, versus: 0 } })
  expect(maps.map(({ target }) => target)).toEqual([1, 0])
  expect(extra).toMatchObject({ recipe: { target: { classes: [1] }, versus: 0 } })
  expect(manifest().maps.map(({ target }) => target)).toEqual([0])
})

test("the manifest of names and numbers replays to the last bit; one of objects does not claim to", async () => {
  const result = await explain(scene, { name: "scene.png" })
  const written = JSON.parse(JSON.stringify(result.manifest())) as Manifest
  const record = parseRecord(written)
  expect(record).toMatchObject({ picture: "scene.png", backend: "onnxruntime-node" })
  const resolved = await resolveRecipe((record as ImageRecord).recipe)
  const prepared = await prepareInput(resolved, explain.model, await decodePicture(scene))
  const { same } = await replay(written, record as ImageRecord, { model: explain.model, resolved, prepared })
  expect(same).toBe(true)
  expect((await explain(scene, { mask: black() })).manifest().extra).toEqual({})
})

test("contract objects: a target, a partitioner, a mask, a method, an image in memory", async () => {
  const picture = await decodePicture(scene)
  const byNames = await explain(picture, { strategy: "grid", mask: "black" })
  const byObjects = await explain(picture, {
    target: classProbability({ activation: "softmax" }),
    partitioner: grid({ passes: 60 }),
    mask: black(),
  })
  expect(byObjects.map()).toEqual(byNames.map())
  const flat: Method = {
    name: "flat",
    settings: {},
    partitioner: slidingWindow({ passes: 8 }),
    read: (explanation) => new Float32Array(9216).fill(preferredTarget(explanation).score),
  }
  const { map, prediction } = await explain(picture, { method: flat })
  expect(map()[7]).toBeCloseTo(prediction[0].score, 6)
})

test("a method by its name is that of @pami/methods, and the figure says which drew it", async () => {
  const options = { passes: 48, mask: "black" } as const
  const { map, manifest: record, recipe, figure } = await explain(scene, { method: "lime", ...options })
  const byObject = await explain(scene, { method: lime({ passes: 48 }), ...options })
  expect(map()).toEqual(byObject.map())
  expect(recipe).toMatchObject({ method: "lime", passes: 48 })
  expect(record().extra).toMatchObject({ recipe: { method: "lime" } })
  const drawn = async (result: { figure: typeof figure }) =>
    new TextDecoder().decode(await result.figure({ format: "svg" }))
  expect(await drawn({ figure })).toContain("LIME, 48 forward passes")
  expect(await drawn(byObject)).toContain("lime, 48 forward passes")
})

test("the figure names the caller's target, partitioner and mask", async () => {
  const warm: Target = {
    name: "warm",
    settings: {},
    bind: ({ original }) => {
      const [output] = Object.keys(original)
      return {
        targets: [{ id: "warm", label: "a warm place", score: 1 }],
        scale: { unit: "value" },
        preferred: 0,
        settings: {},
        findings: [],
        score: (outputs, count, scores) => {
          const { data, shape } = outputs[output] as Tensor
          for (let item = 0; item < count; item++) scores[item] = Number(data[item * shape[1]])
        },
      }
    },
  }
  const partitioner = { ...grid({ passes: 20 }), name: "tiles" }
  const result = await explain(scene, { target: warm, partitioner, mask: { ...black(), name: "night" } })
  const svg = new TextDecoder().decode(await result.figure({ format: "svg" }))
  for (const words of ["a warm place", "PAMI, tiles,", "(night)"]) expect(svg).toContain(words)
})

test("an input of the caller's is explained without an image, and has no figure", async () => {
  const picture = await decodePicture(scene)
  const own = await explainer(explain.model, { preprocessing, ...quick })
  const { recipe } = await own(picture)
  const { input } = await prepareInput(await resolveRecipe(recipe as ImageRecipe), explain.model, picture)
  const { map, figure } = await own(input, { partitioner: grid({ passes: 60 }) })
  expect(map()).toEqual((await explain(picture)).map())
  await expect(figure()).rejects.toMatchObject({ code: "FIGURE_UNAVAILABLE" })
  await own.dispose()
  // Who loaded the model disposes of it.
  expect((await explain(picture)).prediction).toHaveLength(labels.length)
})

test("a function of a batch of images is a model", async () => {
  const redness = ({ data, shape }: { data: Float32Array; shape: readonly number[] }) =>
    Array.from({ length: shape[0] }, (_, item) => {
      const plane = shape[2] * shape[3]
      const red = data.subarray(3 * item * plane, (3 * item + 1) * plane)
      const share = red.reduce((sum, value) => sum + value, 0) / plane
      return [share, 1 - share]
    })
  const size = { width: 8, height: 8 }
  const data = new Uint8Array(8 * 8 * 3).map((_, at) => (at % 3 === 0 && at < 96 ? 255 : 0))
  await using own = await explainer(redness, { size, preprocessing: "0-1", strategy: "grid", mask: "black" })
  const { map, prediction } = await own({ ...size, data }, { target: 0, activation: "none" })
  expect(prediction.find(({ id }) => id === 0)!.score).toBeCloseTo(0.5, 6)
  expect(map()[0]).toBeGreaterThan(map()[63])
  await expect(explainer(redness)).rejects.toThrow("needs the size of its images")
})

test("what cannot be opened says what to do", async () => {
  await expect(explainer("nothing.onnx")).rejects.toMatchObject({ code: "BACKEND_NOT_CHOSEN" })
  await expect(explainer("nothing.onnx", { backend })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  await expect(explainer(onnx.href, { backend, labels: "no-labels.txt" })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  })
  await expect(explain("no-image.png")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  await expect(explain(scene, { target: "unicorn" })).rejects.toMatchObject({ code: "LABEL_NOT_FOUND" })
})

test("the manifest names files by their paths, where the caller gave addresses", async () => {
  const { extra } = (await explain(pictures.scene, { mask: scene })).manifest()
  expect(extra).toMatchObject({
    picture: fileURLToPath(scene),
    model: fileURLToPath(onnx),
    recipe: { mask: fileURLToPath(scene) },
  })
})

test("a class that the model does not have is refused, never replaced by another", async () => {
  for (const target of [999, [1, 999]])
    await expect(explain(scene, { target })).rejects.toMatchObject({ code: "TARGET_OUT_OF_RANGE" })
  await expect(explain(scene, { target: 1, versus: 999 })).rejects.toMatchObject({
    code: "TARGET_OUT_OF_RANGE",
  })
  const { map, figure } = await explain(scene)
  expect(() => map({ target: 1, versus: 1 })).toThrow("target and versus are the same")
  await expect(figure({ targets: [] })).rejects.toThrow("targets must not be empty")
  await expect(figure({ format: "jpg" as "png" })).rejects.toThrow('format: "png" or "svg", got "jpg"')
})

test("an option that does not exist is refused; one that is undefined leaves the explainer's in force", async () => {
  await expect(explain(scene, { pases: 5 } as object)).rejects.toThrow("pases: unknown option")
  await expect(explain(scene, { labels: ["x"] } as object)).rejects.toThrow(
    "labels: an option of explainer()",
  )
  await expect(explainer(onnx.href, { backend, color: "red" } as object)).rejects.toThrow(
    "color: unknown option",
  )
  expect((await explain(scene, { passes: undefined })).explanation.passes).toBe(60)
  await expect(explain(scene, { target: null } as unknown as object)).rejects.toThrow(
    "target: a class number",
  )
})

test("the contrast of a method is the difference of its maps", async () => {
  const constant: Method = {
    name: "constant",
    settings: {},
    partitioner: slidingWindow({ passes: 8 }),
    read: (_, target) => new Float32Array(9216).fill(target === 1 ? 5 : 3),
  }
  const { map } = await explain(scene, { method: constant, target: 1, versus: 2 })
  expect(map()[0]).toBe(2)
  expect(map({ target: 2, versus: 1 })[0]).toBe(-2)
})

test("size and layout count more than those of the preprocessing", async () => {
  const size = { width: 8, height: 4 }
  const rows = ({ shape }: { shape: readonly number[] }) => Array.from({ length: shape[0] }, () => [0.4, 0.6])
  await using own = await explainer(rows, { ...quick, size, preprocessing })
  const { recipe } = await own(scene)
  expect((recipe as ImageRecipe).preprocessing).toMatchObject({ ...size, mean: preprocessing.mean })
})

test("an aborted explanation keeps what was computed", async () => {
  const stop = new AbortController()
  const error = await explain(scene, {
    signal: stop.signal,
    onProgress: ({ passes }) => passes > 0 && stop.abort(),
  }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: "ABORTED", partial: { complete: false } })
  expect(manifest((error as { partial: Parameters<typeof manifest>[0] }).partial).passes).toBeGreaterThan(0)
})
