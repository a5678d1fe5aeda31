import { manifest, passesOfStages } from "@pami/core"
import type { Manifest } from "@pami/core"
import { segment } from "@pami/superpixels"
import { expect, test } from "vitest"
import { model, picture } from "../test/given.ts"
import {
  completeRecipe,
  createTarget,
  decidePreprocessing,
  mapNames,
  moveRecord,
  parseRecord,
  parseSavedRecord,
  prepareInput,
  readMap,
  type RecipeDraft,
  type ImageRecord,
  type RecipeRecord,
  replay,
  resolveRecipe,
  runRecipe,
} from "./index.ts"
import { readClasses } from "./manifest-record.ts"

const preparation = decidePreprocessing(model, { preset: "0-1" })
const draft = {
  mask: "black",
  activation: "none",
  target: { classes: [0] },
  strategy: "grid",
  stride: 4,
} as const

/** Runs a recipe as far as the limits say, and returns its manifest with what replays it. */
async function record(own: RecipeDraft, limits?: readonly number[]) {
  const recipe = completeRecipe({ ...draft, ...own }, preparation)
  const resolved = await resolveRecipe(recipe)
  const prepared = await prepareInput(resolved, model, picture)
  const tools = { model, segmenter: segment, prepared }
  const target = createTarget(recipe, { classes: [0, 1] })
  const explanation = await runRecipe(resolved, { ...tools, target, ...(limits && { limits }) })
  const extra: RecipeRecord = {
    backend: "function",
    model: null,
    picture: "red.png",
    recipe,
    stages: passesOfStages(explanation),
  }
  const read = (computed: typeof explanation, id: Parameters<typeof readMap>[2]) =>
    readMap(recipe, computed, id)
  const written = JSON.parse(JSON.stringify(manifest(explanation, { read, extra }))) as Manifest
  const again = (change: Partial<Manifest> = {}, inRecord: object = {}, inRecipe: object = {}) => {
    const honest = parseRecord(written) as ImageRecord
    const forged = { ...honest, ...inRecord, recipe: { ...honest.recipe, ...inRecipe } }
    return replay({ ...written, ...change }, forged, { ...tools, resolved })
  }
  return { written, explanation, again }
}

const failed = async (verification: ReturnType<typeof replay>) =>
  (await verification).checks.filter(({ same }) => !same).map(({ what }) => what)
const invalid = { code: "MANIFEST_INVALID" }

test("a complete sweep replays as complete, and only as that", async () => {
  const { written, again } = await record({})
  expect(written.complete).toBe(true)
  expect(await failed(again())).toEqual([])
  expect((await again()).same).toBe(true)
  expect(await failed(again({ complete: false }))).toEqual(["complete"])
  expect(await failed(again({}, { stages: [written.passes + 1] }))).toEqual(["passes of each stage"])
  expect((await again({}, { stages: [written.passes + 1] })).same).toBe(false)
})

test("a sweep that was stopped early replays as incomplete, and only as that", async () => {
  const { written, explanation, again } = await record({}, [5])
  expect(written.passes).toBe(5)
  // The limits were this run's: the recipe asks for all.
  expect(explanation.complete).toBe(true)
  expect(await failed(again({ complete: false }))).toEqual([])
  expect(await failed(again({ complete: true }))).toEqual(["complete"])
})

test("a sweep of two stages is complete after the second", async () => {
  const { again } = await record({ stages: 2, passes: 10 })
  expect(await failed(again())).toEqual([])
  expect(await failed(again({}, { stages: [5] }))).toContain("complete")
})

test("a sweep that converged is complete as far as its manifest says so, others are not", async () => {
  const { again } = await record({ until: 1e6 })
  expect(await failed(again())).toEqual([])
  expect(await failed(again({ complete: false }))).toEqual([])
  expect(await failed(again({}, {}, { until: 1e-9 }))).toEqual(["complete"])
  expect(await failed(again({}, {}, { until: null }))).toEqual(["complete"])
})

test("a manifest that contradicts itself is refused", async () => {
  const { written, again } = await record({ passes: 10 })
  const [map] = written.maps
  const kept = (classes: unknown) =>
    ({
      target: { ...written.target, settings: { ...written.target.settings, classes } },
    }) as Partial<Manifest>
  const beside = (target: string | number) => ({ maps: [...written.maps, { ...map, target }] })
  await expect(again({ ...beside(2), ...kept([0, 1]) })).rejects.toMatchObject(invalid)
  await expect(again({ ...beside("cat"), ...kept([0, 1]) })).rejects.toMatchObject(invalid)
  await expect(again({ ...beside("cat"), ...kept("all") })).rejects.toMatchObject(invalid)
  await expect(again({ maps: [] })).rejects.toMatchObject(invalid)
  await expect(again(kept("none"))).rejects.toMatchObject(invalid)
  await expect(again(kept([0, 0]))).rejects.toMatchObject(invalid)
  await expect(again({}, {}, { target: { classes: [3] } })).rejects.toMatchObject(invalid)
  await expect(again({}, {}, { target: { classes: [0, 3] } })).rejects.toMatchObject(invalid)
  await expect(again({}, {}, { versus: 3 })).rejects.toMatchObject(invalid)
  await expect(again({}, { stages: [5, 5] })).rejects.toMatchObject(invalid)
  await expect(again({}, { stages: [11] })).rejects.toMatchObject(invalid)
  // The maps of chosen classes need not be those of the strongest.
  expect(await failed(again({}, {}, { target: { top: 1 } }))).toEqual([])
  expect(await failed(again({}, {}, { versus: 1 }))).toEqual([])
})

test("the classes of a manifest are all, or a list", () => {
  const classes = (value: unknown) =>
    readClasses({ target: { name: "x", settings: { classes: value } } } as unknown as Manifest)
  expect(classes("all")).toBe("all")
  expect(classes([3, 1])).toEqual([3, 1])
  expect(() => classes([])).toThrow(expect.objectContaining(invalid))
})

const recipe = completeRecipe(
  { mask: "grey.png", labelMaps: ["a.png", "https://host/b.png"], feeds: { size: "3", state: "s.npy" } },
  preparation,
)
const files: RecipeRecord = {
  backend: "function",
  model: "m.onnx",
  picture: "https://host/p.png",
  recipe,
  stages: [9],
}

test("a manifest has a record of this program, or is refused", () => {
  const parse = (extra: object) => parseRecord({ extra } as unknown as Manifest)
  expect(parse(files)).toEqual(files)
  for (const extra of [{}, { recipe }, { picture: "p.png" }])
    expect(() => parse(extra)).toThrow(/^it was written neither/)
  for (const change of [{ stages: [] }, { stages: [1, 1, 1] }, { recipe: {} }, { colour: "red" }])
    expect(() => parse({ ...files, ...change })).toThrow(expect.objectContaining(invalid))
})

test("a saved explanation has a record, or none", async () => {
  const { explanation } = await record({}, [5])
  const parse = (extra: object) =>
    parseSavedRecord({ explanation, extra } as Parameters<typeof parseSavedRecord>[0], "a.npz")
  expect(parse({})).toBeUndefined()
  expect(parse(files)).toEqual(files)
  expect(() => parse({ picture: "p.png" })).toThrow(expect.objectContaining({ code: "EXPLANATION_INVALID" }))
})

test("every name of a record is replaced in its field, web addresses stay where they are", () => {
  const fields: string[] = []
  const named = mapNames(files, (name, field) => {
    fields.push(`${field}: ${name}`)
    return name
  })
  expect(named).toEqual(files)
  expect(fields.toSorted()).toEqual([
    "model: m.onnx",
    "picture: https://host/p.png",
    "recipe.feeds.state: s.npy",
    "recipe.labelMaps[0]: a.png",
    "recipe.labelMaps[1]: https://host/b.png",
    "recipe.mask: grey.png",
  ])
  const moved = moveRecord(files, (name) => `up/${name}`)
  expect(moved).toMatchObject({ model: "up/m.onnx", picture: "https://host/p.png" })
  expect((moved as ImageRecord).recipe.labelMaps).toEqual(["up/a.png", "https://host/b.png"])
})
