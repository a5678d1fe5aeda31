import { average, ofStage, passesOfStages } from "@pami/core"
import { black, type LabelMap } from "@pami/image"
import { segment } from "@pami/superpixels"
import { expect, test } from "vitest"
import { model, picture } from "../test/given.ts"
import { createPartitioner } from "./create-partitioner.ts"
import {
  completeRecipe,
  createTarget,
  decidePreprocessing,
  prepareInput,
  readMap,
  type RecipeDraft,
  resolveRecipe,
  runRecipe,
} from "./index.ts"

const preparation = decidePreprocessing(model, { preset: "0-1" })
const complete = (draft: RecipeDraft) => completeRecipe(draft, preparation)
const settings = [
  { algorithm: "slic", segments: 9 },
  { algorithm: "watershed", markers: 12 },
] as const
const quick = { mask: "black", activation: "none", target: { classes: [0] }, settings } as const
// Red to the left, green in a corner.
const spots = {
  ...picture,
  data: Uint8Array.from({ length: 3 * 256 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 16, Math.floor(at / 48)]
    return at % 3 === 0 ? 255 - 17 * x : at % 3 === 1 && x > 4 && y > 8 ? 200 : 0
  }),
}
const tools = { model, segmenter: segment }

async function run(draft: RecipeDraft, limits?: readonly number[]) {
  const recipe = complete({ ...quick, ...draft })
  const resolved = await resolveRecipe(recipe)
  const prepared = await prepareInput(resolved, model, spots)
  const target = createTarget(recipe, { classes: [0, 1] })
  const options = { ...tools, prepared, target, ...(limits && { limits }) }
  return { recipe, resolved, prepared, explanation: await runRecipe(resolved, options) }
}

test("what nobody chooses depends on what is chosen", () => {
  expect(complete({ until: 0.01 }).augment).toBe("shifts")
  expect(complete({ passes: 4000 }).augment).toBe("shifts")
  expect(complete({ passes: 4001 }).augment).toBe("shifts:60")
  expect(complete({ passes: 9, until: 0.01, augment: "flip" }).augment).toBe("flip")
  expect(complete({ passes: null, quality: "fast" }).passes).toBe(150)
  expect(complete({ strategy: "grid", quality: "fast" })).toMatchObject({ passes: 300, augment: "none" })
  expect(complete({ strategy: "grid", quality: "best" }).passes).toBe(6000)
  // A stride says how many windows there are.
  expect(complete({ strategy: "grid", stride: 4, quality: "fast" }).passes).toBeNull()
})

test("a partitioner gets what the recipe says, else has its own values", async () => {
  const geometry = { grid: { width: 16, height: 16 } } as Parameters<typeof createPartitioner>[1]
  const settingsOf = async (draft: RecipeDraft) =>
    (await createPartitioner({ recipe: complete(draft), labelMaps: [] }, geometry)).settings
  const grid = { strategy: "grid" } as const
  expect(await settingsOf(grid)).toMatchObject({ size: null, shift: null, passes: null })
  expect(await settingsOf({ ...grid, radius: 3, stride: 2, passes: 7 })).toMatchObject({
    size: 6,
    shift: 2,
    passes: 7,
  })
  const windows = { strategy: "sliding-window" } as const
  expect(await settingsOf(windows)).toMatchObject({
    mode: "corrected",
    radius: null,
    stride: null,
    passes: null,
  })
  expect(await settingsOf({ ...windows, mode: "authors", radius: 3, stride: 2, passes: 7 })).toMatchObject({
    mode: "authors",
    radius: 3,
    stride: 2,
    passes: 7,
  })
  expect(await settingsOf({})).toEqual({ settings: "scheduled" })
  expect(await settingsOf({ settings })).toEqual({ settings })
  const { settings: authors } = await settingsOf({ mode: "authors" })
  expect(authors).toHaveLength(20)
})

test("the partition of a label map has the name of its file", async () => {
  const drawing: LabelMap = {
    width: 16,
    height: 16,
    data: Int32Array.from({ length: 256 }, (_, at) => at & 1),
  }
  const files = {
    picture: () => Promise.reject(new Error("unasked")),
    bytes: () => Promise.reject(new Error("unasked")),
    labels: () => Promise.resolve(drawing),
  }
  const recipe = complete({ labelMaps: ["drawn/halves.png", "C:\\drawn\\other.png"], mask: "black" })
  const resolved = await resolveRecipe(recipe, files)
  const prepared = await prepareInput(resolved, model, picture)
  const { partitions } = await runRecipe(resolved, { ...tools, prepared })
  expect(partitions.map(({ name }) => name)).toEqual(["halves.png", "other.png"])
})

test("files that a recipe names are refused where none can be opened", async () => {
  for (const draft of [{ mask: "grey.png" }, { labelMaps: ["a.png"] }, { feeds: { size: "size.npy" } }])
    await expect(resolveRecipe(complete(draft))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  const grey = { width: 1, height: 1, data: new Uint8Array(3).fill(51) }
  const files = {
    picture: () => Promise.resolve(grey),
    labels: () => Promise.reject(new Error("unasked")),
    bytes: () => Promise.resolve(Uint8Array.of(7)),
  }
  const recipe = complete({ mask: "grey.png", feeds: { size: "size.npy", scale: "2" } })
  expect(await resolveRecipe(recipe, files)).toMatchObject({ mask: grey, feeds: { size: Uint8Array.of(7) } })
  expect((await resolveRecipe(complete({ feeds: { scale: "2" } }), files)).mask).toBeUndefined()
})

test("masked pixels are replaced as the recipe says", async () => {
  const replaced = async (draft: RecipeDraft, mask?: typeof picture) => {
    const resolved = { ...(await resolveRecipe(complete(draft))), ...(mask && { mask }) }
    const { baseline } = await prepareInput(resolved, model, picture)
    return [...baseline.data]
  }
  const every = (value: number) => (values: number[]) => values.every((one) => one === value)
  expect(await replaced({ mask: "black" })).toSatisfy(every(0))
  expect(await replaced({ mask: "white" })).toSatisfy(every(1))
  expect(await replaced({ mask: "#333333" })).toSatisfy(every(Math.fround(0.2)))
  const grey = { ...picture, data: new Uint8Array(picture.data.length).fill(102) }
  expect(await replaced({}, grey)).toSatisfy(every(Math.fround(0.4)))
  const [mean, blur, noise] = [
    await replaced({ mask: "mean" }),
    await replaced({}),
    await replaced({ mask: "noise" }),
  ]
  expect(new Set(mean).size).toBeLessThan(4)
  expect(new Set(blur).size).toBeGreaterThan(4)
  expect(noise).not.toEqual(blur)
  expect(await replaced({ mask: "noise", seed: 1 })).not.toEqual(noise)
  expect(await replaced({ mode: "authors" })).not.toEqual(blur)
  const resolved = await resolveRecipe(complete({ mask: "white" }))
  const { baseline } = await prepareInput(resolved, model, picture, { masking: black() })
  expect([...baseline.data]).toSatisfy(every(0))
})

test("an input that the model does not have is refused", async () => {
  const resolved = await resolveRecipe({ ...complete({}), input: "sound" })
  await expect(prepareInput(resolved, model, picture)).rejects.toMatchObject({ code: "INPUT_NOT_FOUND" })
})

test("a sweep ends when its map has converged, but not before given limits", async () => {
  const all = (await run({ strategy: "grid", stride: 2 })).explanation
  const early = (await run({ strategy: "grid", stride: 2, until: 1e6 })).explanation
  expect(early.passes).toBeLessThan(all.passes)
  const until = (await run({ strategy: "grid", stride: 2, until: 1e6 }, [all.passes])).explanation
  expect(until.passes).toBe(all.passes)
  const ten = (await run({ strategy: "grid", stride: 2, until: 1e6 }, [10])).explanation
  expect(ten.passes).toBe(10)
})

test("progress knows the passes of both stages, and a signal stops the sweep", async () => {
  const recipe = complete({ ...quick, stages: 2, passes: 13 })
  const resolved = await resolveRecipe(recipe)
  const prepared = await prepareInput(resolved, model, spots)
  const totals: (number | null)[] = []
  await runRecipe(resolved, { ...tools, prepared, onProgress: ({ total }) => totals.push(total) })
  expect(new Set(totals)).toEqual(new Set([13]))
  const signal = AbortSignal.abort()
  await expect(runRecipe(resolved, { ...tools, prepared, signal })).rejects.toMatchObject({ code: "ABORTED" })
})

test("two stages share the passes, and the recipe says which map is read", async () => {
  const { explanation, recipe } = await run({ stages: 2, passes: 13 })
  expect(passesOfStages(explanation)).toEqual([7, 6])
  const second = average(ofStage(explanation, 2), 0)
  expect(readMap(recipe, explanation, 0)).toEqual(second)
  const first = average(ofStage(explanation, 1), 0)
  const product = readMap({ ...recipe, combine: "product" }, explanation, 0)
  expect(product).not.toEqual(second)
  expect(product).not.toEqual(first)
  // Of a single stage there is nothing to multiply.
  const single = await run({ passes: 7 })
  expect(passesOfStages(single.explanation)).toEqual([7])
  expect(readMap({ ...single.recipe, combine: "product" }, single.explanation, 0)).toEqual(
    average(single.explanation, 0),
  )
})

test("the second stage segments the map of the class that is explained, in colours or its values", async () => {
  const second = async (draft: RecipeDraft) => {
    const { explanation } = await run({ stages: 2, ...draft })
    return ofStage(explanation, 2).partitions.map(({ runs }) => [...runs])
  }
  const base = await second({})
  expect(await second({ cutBy: "raw" })).not.toEqual(base)
  expect(await second({ target: { classes: [1] } })).not.toEqual(base)
  expect(await second({ versus: 1 })).not.toEqual(base)
  expect((await run({ stages: 2, cutBy: "raw" })).explanation.provenance.partitioner.settings).toMatchObject({
    cutBy: "raw",
  })
})
