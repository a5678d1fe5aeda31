import { contractVersion, manifest, PamiError, passesOfStages } from "@pami/core"
import type { Model, Read, Tensors } from "@pami/core"
import type { LabelMap, Picture } from "@pami/image"
import { createMethod } from "@pami/methods"
import { segment } from "@pami/superpixels"
import { expect, test } from "vitest"
import {
  type RecipeFiles,
  prepareInput,
  completeRecipe,
  type ImageRecord,
  type RecipeRecord,
  moveRecord,
  decidePreprocessing,
  readMap,
  parseRecord,
  replay,
  resolveRecipe,
  runRecipe,
  createTarget,
} from "./index.ts"

const side = 16
const picture: Picture = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(255) }

/** Two classes: the first is likely as far as the left half of the image is bright. */
const model: Model = {
  contract: contractVersion,
  backend: "arithmetic",
  inputs: [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }],
  outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 2] }],
  limits: { preferredBatch: 8 },
  digest: "sha256:of nothing",
  settings: {},
  async run(feeds): Promise<Tensors> {
    const { shape, data } = feeds["image"]
    const pixels = data as Float32Array
    const size = 3 * side * side
    const probabilities = new Float32Array(2 * shape[0])
    for (let item = 0; item < shape[0]; item++) {
      let sum = 0
      for (let at = 0; at < size; at++) if (at % side < side / 2) sum += pixels[item * size + at]
      const share = sum / (size / 2)
      probabilities.set([share, 1 - share], 2 * item)
    }
    return { probabilities: { dtype: "float32", shape: [shape[0], 2], data: probabilities } }
  },
  async dispose() {},
}

const missing = (file: string) => new PamiError("FILE_NOT_FOUND", `${file} does not exist`)
const halves: LabelMap = {
  width: side,
  height: side,
  data: Int32Array.from({ length: side * side }, (_, at) => (at % side < side / 2 ? 0 : 1)),
}
const files: RecipeFiles = {
  picture: (file) => Promise.reject(missing(file)),
  labels: (file) => (file === "halves.png" ? Promise.resolve(halves) : Promise.reject(missing(file))),
  bytes: (file) => Promise.reject(missing(file)),
}
const tools = { model, segmenter: segment }
const preparation = decidePreprocessing(model, { preset: "0-1" })

async function explainWith(choices: Parameters<typeof completeRecipe>[0]) {
  const recipe = completeRecipe({ mask: "black", activation: "none", ...choices }, preparation)
  const resolved = await resolveRecipe(recipe, files)
  const prepared = await prepareInput(resolved, model, picture)
  const target = createTarget(recipe, { classes: [0, 1] })
  return {
    recipe,
    resolved,
    prepared,
    explanation: await runRecipe(resolved, { ...tools, prepared, target }),
  }
}

test("what nobody chooses is decided: quality says how much is spent, passes and mode which copies are shown", () => {
  expect(completeRecipe({}, preparation)).toMatchObject({
    strategy: "pre-segmentation",
    passes: null,
    augment: "none",
    mask: "blur",
  })
  expect(completeRecipe({ quality: "fast" }, preparation).passes).toBe(150)
  expect(completeRecipe({ quality: "best" }, preparation).augment).toBe("shifts")
  expect(completeRecipe({ passes: 5000 }, preparation).augment).toBe("shifts:60")
  expect(completeRecipe({ mode: "authors" }, preparation).augment).toBe("authors")
  expect(completeRecipe({ labelMaps: ["halves.png"], quality: "fast" }, preparation)).toMatchObject({
    augment: "none",
    passes: null,
  })
  expect(() => completeRecipe({ augment: "sideways" }, preparation)).toThrow("sideways")
  const quality = "perfect" as "best"
  expect(() => completeRecipe({ quality }, preparation)).toThrow('quality: "fast" or "balanced" or "best"')
})

test("what has no effect is not kept, and what cannot be done is refused before anything runs", () => {
  const idle = { mode: "authors", augment: "flip", cutBy: "raw", combine: "product", seed: 3 } as const
  const settings = [{ algorithm: "slic" }] as const
  const padded = { ...preparation.preprocessing, padColor: [9, 9, 9] } as const
  const recipe = completeRecipe(
    { strategy: "grid", mask: "black", labelMaps: ["halves.png"], settings, ...idle },
    { input: "image", preprocessing: padded },
  )
  expect(recipe).toMatchObject({
    mode: "corrected",
    augment: "none",
    cutBy: "coloured",
    combine: "second",
    seed: 0,
  })
  expect(recipe).toMatchObject({ settings: null, labelMaps: [], preprocessing: { padColor: [0, 0, 0] } })
  expect(completeRecipe({ stages: 2, mask: "noise", ...idle }, preparation)).toMatchObject(idle)
  const bars = { ...padded, fit: "pad" } as const
  expect(completeRecipe({}, { input: "image", preprocessing: bars }).preprocessing.padColor).toEqual([
    9, 9, 9,
  ])
  expect(() => completeRecipe({ stages: 2, passes: 1 }, preparation)).toThrow(
    "at least one pass for each stage",
  )
})

test("a label map's parts get exactly their scores", async () => {
  const { recipe, explanation } = await explainWith({ labelMaps: ["halves.png"] })
  const map = readMap(recipe, explanation, 0)
  expect([map[0], map[side - 1]]).toEqual([1, 0])
  await expect(explainWith({ labelMaps: ["gone.png"] })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})

test("a recipe of another method sweeps and reads as that method, and its replay is the same to the last bit", async () => {
  const draft = { method: "kernel-shap", passes: 40, seed: 3, mask: "black" } as const
  const { recipe, resolved, prepared, explanation } = await explainWith(draft)
  expect(recipe).toMatchObject({ ...draft, strategy: "pre-segmentation", augment: "none" })
  const method = createMethod("kernel-shap", { passes: 40, seed: 3 })
  expect(readMap(recipe, explanation, 0)).toEqual(method.read(explanation, 0))
  const contrast = readMap(recipe, explanation, { target: 0, versus: 1 })
  expect(contrast[0]).toBeCloseTo(method.read(explanation, 0)[0] - method.read(explanation, 1)[0], 6)
  const record: RecipeRecord = {
    backend: "arithmetic",
    model: null,
    picture: "white.png",
    recipe,
    stages: [40],
  }
  const read: Read = (computed, target) => readMap(recipe, computed, target)
  const text = JSON.stringify(manifest(explanation, { read, extra: record }))
  const written = JSON.parse(text) as ReturnType<typeof manifest>
  expect(
    await replay(written, parseRecord(written) as ImageRecord, { ...tools, resolved, prepared }),
  ).toMatchObject({
    same: true,
  })
})

test("details of the method pami are not kept with another, whose seed is", () => {
  const details = { strategy: "grid", radius: 4, stride: 2, until: 0.1, stages: 2, augment: "flip" } as const
  expect(completeRecipe({ method: "lime", seed: 5, mask: "black", ...details }, preparation)).toMatchObject({
    strategy: "pre-segmentation",
    radius: null,
    stride: null,
    until: null,
    stages: 1,
    augment: "none",
    seed: 5,
    passes: 600,
  })
  expect(completeRecipe({ method: "occlusion", seed: 5, quality: "fast" }, preparation)).toMatchObject({
    seed: 0,
    passes: 300,
  })
})

test("a number of passes is shared by two stages, and their replay is the same to the last bit", async () => {
  const { recipe, resolved, prepared, explanation } = await explainWith({
    stages: 2,
    passes: 31,
    combine: "product",
  })
  expect(passesOfStages(explanation)).toEqual([16, 15])
  const record: RecipeRecord = {
    backend: "arithmetic",
    model: null,
    picture: "white.png",
    recipe,
    stages: passesOfStages(explanation),
  }
  const read: Read = (computed, target) => readMap(recipe, computed, target)
  const text = JSON.stringify(manifest(explanation, { read, extra: record }))
  const written = JSON.parse(text) as ReturnType<typeof manifest>
  const { same } = await replay(written, parseRecord(written) as ImageRecord, {
    ...tools,
    resolved,
    prepared,
  })
  expect(same).toBe(true)
  const forged = (change: object, inRecipe: object = {}) => {
    const { recipe: honest, ...rest } = parseRecord(written) as ImageRecord
    return replay(
      { ...written, ...change },
      { ...rest, recipe: { ...honest, ...inRecipe } },
      { ...tools, resolved, prepared },
    )
  }
  const wrong = async (change: object) =>
    (await forged(change)).checks.filter((check) => !check.same).map(({ what }) => what)
  expect(await wrong({ complete: false })).toEqual(["complete"])
  await expect(forged({}, { passes: 30 })).rejects.toThrow("extra.stages[0]: at most 15")
  await expect(forged({}, { stages: 1 })).rejects.toThrow("extra.stages: at most 1")
  // With more passes to spend, what was recorded would have been stopped early.
  expect((await forged({}, { passes: 80 })).checks.filter((check) => !check.same)).toMatchObject([
    { what: "complete", expected: true, actual: false },
  ])
  const darker = { ...picture, data: picture.data.map(() => 200) }
  const changed = await replay(written, parseRecord(written) as ImageRecord, {
    ...tools,
    resolved,
    prepared: await prepareInput(resolved, model, darker),
  })
  expect(changed.checks.filter((check) => !check.same).map(({ what }) => what)).toContain("input digest")
})

test("a record's files move with it; other names stay", () => {
  const recipe = completeRecipe(
    { mask: "grey.png", labelMaps: ["parts.png"], feeds: { size: "3", mask: "mask.npy" } },
    preparation,
  )
  const record = { backend: "b", model: "m.onnx", picture: "p.png", recipe, stages: [1] }
  const moved = moveRecord(record, (file) => `up/${file}`)
  expect(moved).toMatchObject({ model: "up/m.onnx", picture: "up/p.png", backend: "b" })
  expect(moved.recipe).toMatchObject({
    mask: "up/grey.png",
    labelMaps: ["up/parts.png"],
    feeds: { size: "3", mask: "up/mask.npy" },
  })
  const plain = completeRecipe({ mask: "#808080" }, preparation)
  expect(moveRecord({ ...record, model: null, recipe: plain }, () => "elsewhere")).toMatchObject({
    model: null,
    recipe: { mask: "#808080" },
  })
})

test("a manifest of another program is refused", () => {
  const foreign = { extra: { tool: "another" } } as unknown as ReturnType<typeof manifest>
  expect(() => parseRecord(foreign)).toThrow(/^it was written neither/)
})

test("preprocessing is that of the caller, else a known one, else a guess, which is a finding", () => {
  const config = {
    name: "here/preprocessor_config.json",
    text: '{"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5],"size":{"height":16,"width":16}}',
  }
  expect(preparation.preprocessing.name).toBe("0-1")
  expect(decidePreprocessing(model, { preset: "0-1", known: config }).preprocessing.mean).toEqual([0, 0, 0])
  expect(decidePreprocessing(model, { known: config })).toMatchObject({
    findings: [{ code: "FOUND_NEARBY" }],
    preprocessing: { name: "preprocessor_config.json", mean: [0.5, 0.5, 0.5] },
  })
  expect(decidePreprocessing(model).findings.map(({ code }) => code)).toEqual(["PRESET_GUESSED"])
  const ownMean = { name: "own mean and std", mean: [0.25, 0.25, 0.25], std: [1, 1, 1] }
  expect(decidePreprocessing(model, { mean: [0.25] }).preprocessing).toMatchObject(ownMean)
  const broken = { ...config, text: "{" }
  expect(decidePreprocessing(model, { mean: [0.25], known: broken })).toMatchObject({
    preprocessing: ownMean,
    findings: [{ code: "HINT_UNUSABLE" }],
  })
})

test("a size and a layout that the model leaves open are guesses, unless they are given", () => {
  const open = {
    inputs: [{ name: "image", dtype: "float32" as const, shape: [null, null, null, null] }],
  }
  const codes = (options: Parameters<typeof decidePreprocessing>[1]) =>
    decidePreprocessing(open, options).findings.map(({ code }) => code)
  expect(codes({ preset: "0-1" })).toEqual(["SIZE_GUESSED", "LAYOUT_GUESSED"])
  expect(codes({ preset: "0-1", size: { width: 64, height: 64 }, layout: "nchw" })).toEqual([])
})

const three = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] }
const square = (side: number) => ({ size: { height: side, width: side } })

test.each<[string, readonly (number | null)[], object | string]>([
  [
    "a resized image that is too large",
    [null, 3, 4000, 4000],
    { ...three, size: { shortest_edge: 256 }, crop_size: 224 },
  ],
  ["lists in lists without end", [null, 3, 16, 16], `{"size":${"[".repeat(1e5)}${"]".repeat(1e5)}}`],
  ["three means for one channel", [null, 1, 28, 28], { ...three, ...square(28) }],
  ["one mean for three channels", [null, 3, 28, 28], { image_mean: [0.5], image_std: [0.5], ...square(28) }],
  ["metadata of colours for one channel", [null, 1, 28, 28], { task: "classify", imgsz: "[28, 28]" }],
  ["sides that the model does not take", [null, 3, 48, null], { ...three, ...square(224) }],
])("a file that nobody named ends no run: %s", (_, shape, file) => {
  const text = typeof file === "string" ? file : JSON.stringify(file)
  const declared = { inputs: [{ name: "image", dtype: "float32" as const, shape }] }
  const { findings, preprocessing } = decidePreprocessing(declared, { known: { name: "a.json", text } })
  expect(findings.slice(0, 2)).toMatchObject([
    { code: "HINT_UNUSABLE", message: expect.stringMatching(/^a\.json next to the model was ignored: /) },
    { code: "PRESET_GUESSED" },
  ])
  expect(preprocessing.name).toBe(shape[1] === 1 ? "0-1" : "imagenet")
})

test("objects in objects without end are unwrapped once", () => {
  const text = `${'{"image_processor":'.repeat(1e5)}1${"}".repeat(1e5)}`
  expect(
    decidePreprocessing(model, { known: { name: "processor_config.json", text } }).preprocessing.width,
  ).toBe(side)
})
