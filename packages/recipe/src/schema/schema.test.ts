import { preset } from "@pami/image"
import { expect, test } from "vitest"
import { completeRecipe, recipeDraftSchema, recipeSchema } from "../index.ts"
import { check } from "./check.ts"

const recipe = completeRecipe({}, { input: "image", preprocessing: preset("0-1", { width: 32 }) })
const windows = { strategy: "sliding-window" }
const problem = (value: unknown) => {
  const checked = check(recipeSchema, value, "recipe")
  return "problem" in checked ? checked.problem : undefined
}

test("what choices are made into passes its own schema, through a file too", () => {
  expect(problem(recipe)).toBeUndefined()
  expect(problem(JSON.parse(JSON.stringify(recipe)))).toBeUndefined()
})

test.each<[string, object]>([
  ["recipe.input is missing", { input: undefined }],
  ['recipe.activation: "auto" or "softmax"', { activation: "relu" }],
  ["recipe.radius: at most 8192, got 10000000", { radius: 1e7 }],
  ["recipe.radius: at least 1, got 1e-9", { radius: 1e-9 }],
  ["recipe: a radius of at most 128 times the stride", { ...windows, radius: 1000, stride: 1 }],
  ["recipe: a radius of at most the longer side", { ...windows, radius: 33 }],
  ["recipe: no radius and no stride with the strategy pre-segmentation", { stride: 3 }],
  ["recipe: no settings with windows", { ...windows, settings: [{ algorithm: "slic" }] }],
  ["recipe: no settings with windows", { labelMaps: ["a.png"], settings: [{ algorithm: "slic" }] }],
  ["recipe: no label maps with windows", { ...windows, labelMaps: ["a.png"] }],
  ['recipe: augment "none" with windows', { ...windows, augment: "flip" }],
  ['recipe: augment "none" with windows', { labelMaps: ["a.png"], augment: "flip" }],
  ['recipe: the mode "corrected"', { strategy: "grid", mask: "black", mode: "authors" }],
  ['recipe: cutBy "coloured" with one stage', { cutBy: "raw" }],
  ['recipe: combine "second" with one stage', { combine: "product" }],
  ["recipe: at least one pass for each stage", { stages: 2, passes: 1 }],
  ["recipe: a seed of 0 with a mask other than noise", { seed: 7 }],
  ["recipe.stride: at least 1, got 0", { stride: 0 }],
  ["recipe.passes: at most 10000000, got 1000000000000", { passes: 1e12 }],
  ["recipe.passes: a whole number, got 1.5", { passes: 1.5 }],
  ["recipe.stages: 1 or 2, got 3", { stages: 3 }],
  ["recipe.seed: a whole number", { seed: 0.5 }],
  ["recipe.until: above 0, got 0", { until: 0 }],
  ["recipe.augment: a length of at most 1000, got 1000000", { augment: ",".repeat(1e6) }],
  ["recipe.labelMaps: a length of at most 1000, got 5000", { labelMaps: Array.from({ length: 5000 }) }],
  ["recipe.labelMaps[1]: a text, got 7", { labelMaps: ["a.png", 7] }],
  ["recipe.mask must not be empty", { mask: "" }],
  ["recipe.mask: a text without the character U+0000", { mask: "a\0.png" }],
  ["recipe.feeds.size: a text, got 3", { feeds: { size: 3 } }],
  ["recipe.settings[0].segments: at least 1, got 0", { settings: [{ algorithm: "slic", segments: 0 }] }],
  ["recipe.settings: a list, got an object", { settings: { length: 1e9 } }],
  ["recipe.preprocessing.name is missing", { preprocessing: [] }],
  ["recipe.colour: unknown field", { colour: "red" }],
  ["recipe.target.classes must not be empty", { target: { classes: [] } }],
  ["recipe.target.classes: classes without repetition", { target: { classes: [1, 1] } }],
  ["recipe.target.classes[0]: at least 0, got -1", { target: { classes: [-1] } }],
  ["recipe.target.top: at least 1, got 0", { target: { top: 0 } }],
  ['recipe.method: "pami" or', { method: "gradient" }],
  ["recipe: no radius and no stride with", { method: "lime", radius: 3 }],
  ["recipe: one stage with another method than pami", { method: "rise", stages: 2 }],
  ["recipe: no label maps with", { method: "hsic", labelMaps: ["a.png"] }],
  ['recipe: augment "none" with', { method: "occlusion", augment: "flip" }],
  ["recipe: no until with another method than pami", { method: "kernel-shap", until: 0.1 }],
  ["recipe: a seed of 0 with", { method: "occlusion", seed: 7 }],
  ["recipe.target: top, classes or positive, got an object", { target: {} }],
  ["recipe: no radius and no stride with the strategy pre-segmentation", { radius: 3 }],
  ['recipe: the mode "corrected"', { settings: [{ algorithm: "slic" }], mask: "black", mode: "authors" }],
  ['recipe: the mode "corrected"', { labelMaps: ["a.png"], mask: "black", mode: "authors" }],
  ["recipe: one class with two stages", { stages: 2, target: { top: 2 } }],
  ["recipe: one class with two stages", { stages: 2, target: { classes: [0, 1] } }],
  ["recipe: a versus that is another class", { target: { classes: [1] }, versus: 1 }],
  ["superpixels times bins ** 3", { settings: [{ algorithm: "seeds", superpixels: 134_218 }] }],
  ["superpixels times bins ** 3", { settings: [{ algorithm: "seeds", superpixels: 262_145, bins: 4 }] }],
])("a recipe with an error is refused: %s", (words, change) => {
  expect(problem({ ...recipe, ...change })).toContain(words)
})

test.each<[string, object]>([
  ["resizeTo.width: at most 8192, got 1000000000", { resizeTo: { width: 1e9, height: 32 } }],
  ["resizeTo: width times height of at most 16777216", { resizeTo: { width: 8192, height: 8192 } }],
  ["recipe.preprocessing: a resizeTo of at least", { fit: "crop-first", resizeTo: { width: 8, height: 32 } }],
  ["mean: a list, got 1000000000", { mean: 1e9 }],
  ["mean[1]: a number, got an object", { mean: [0.5, { a: 1 }, 0.5] }],
  ["mean and std with a number for each channel", { mean: [0.5], std: [0.5] }],
  ["std[2]: a number other than 0", { std: [1, 1, 0] }],
  ["padColor[0]: at most 255, got 256", { padColor: [256, 0, 0] }],
  ["a padColor of 0, 0, 0 where no bars are drawn", { padColor: [0, 0, 1] }],
  ["name: a text, got null", { name: null }],
  ["resizeTo of at least width and height", { fit: "crop-first", resizeTo: { width: 32, height: 8 } }],
  ["exactly that for pad", { fit: "pad", resizeTo: { width: 32, height: 40 } }],
  ["exactly that for pad", { fit: "pad", resizeTo: { width: 40, height: 32 } }],
  ["a number for each channel", { std: [0.5] }],
  ["a number for each channel", { mean: [0.5] }],
  ["a number for each channel", { channels: "grey" }],
  ["a number for each channel", { channels: "grey", mean: [0.5] }],
])("preprocessing with an error is refused: %s", (words, change) => {
  expect(problem({ ...recipe, preprocessing: { ...recipe.preprocessing, ...change } })).toContain(words)
})

test.each<[string, object, object?]>([
  ["a radius of 128 times the stride", { ...windows, radius: 128, stride: 1 }, { width: 128, height: 8 }],
  ["a radius as long as the longer side", { ...windows, radius: 40 }, { height: 40 }],
  ["a stride without a radius", { ...windows, stride: 1 }],
  ["one pass for each stage", { stages: 2, passes: 2 }],
  ["the authors' list of 20", { mask: "black", mode: "authors" }],
  ["the authors' windows", { ...windows, mask: "black", mode: "authors" }],
  [
    "the authors' second stage",
    { settings: [{ algorithm: "slic" }], mask: "black", mode: "authors", stages: 2 },
  ],
  ["the authors' blur", { settings: [{ algorithm: "slic" }], mode: "authors" }],
  ["two stages for one class", { stages: 2, target: { classes: [7] } }],
  ["a contrast with the strongest class", { versus: 7 }],
  ["a contrast of several classes", { target: { classes: [1, 7] }, versus: 7 }],
  [
    "as many cells as a histogram may have",
    { settings: [{ algorithm: "seeds", superpixels: 262_144, bins: 4 }] },
  ],
  ["as many parts as five bins allow", { settings: [{ algorithm: "seeds", superpixels: 134_217 }] }],
  ["as many pixels as an image may have", {}, { width: 4096, height: 4096 }],
  ["crop-first of the whole image", {}, { fit: "crop-first" }],
  ["crop-first of a part", {}, { fit: "crop-first", resizeTo: { width: 40, height: 36 } }],
  ["any resizeTo for crop", {}, { fit: "crop", resizeTo: { width: 8, height: 8 } }],
  ["bars in a colour", {}, { fit: "pad", padColor: [1, 2, 3] }],
  ["one channel", {}, { channels: "grey", mean: [0.5], std: [0.5] }],
  ["the smallest deviations", {}, { std: [1e-6, -1e-6, 1] }],
])("a recipe with %s is accepted", (_, change, ofPreprocessing) => {
  const preprocessing = { ...recipe.preprocessing, ...ofPreprocessing }
  expect(problem({ ...recipe, preprocessing, ...change })).toBeUndefined()
})

test("what is wrong about fields together is said without their values, a single value is shown", () => {
  expect(problem({ ...recipe, stages: 2, passes: 1 })).toBe("recipe: at least one pass for each stage")
  const std = [1e-7, 1, 1]
  expect(problem({ ...recipe, preprocessing: { ...recipe.preprocessing, std } })).toMatch(/, got 1e-7$/)
  expect(problem("recipe")).toMatch(/^recipe: an object, got /)
  expect(check(recipeSchema, 7)).toMatchObject({ problem: expect.stringMatching(/^an object, got 7$/) })
})

test("an error in one of several kinds is that of the kind that the value comes closest to", () => {
  expect(problem({ ...recipe, target: { classes: [0, 1.5] } })).toBe(
    "recipe.target.classes[1]: a whole number, got 1.5",
  )
  expect(problem({ ...recipe, target: { classes: [1], top: 1 } })).toMatch(/^recipe\.target/)
  expect(problem({ ...recipe, target: 3 })).toMatch(/^recipe\.target: /)
  // An object cannot be the name of a preset.
  expect(check(recipeDraftSchema, { preprocessing: {} }, "recipe")).toEqual({
    problem: "recipe.preprocessing.name is missing",
  })
  expect(problem({ ...recipe, "a.b": 3 })).toBe('recipe."a.b": unknown field')
})

test("a stranger's value is shown in a few printable characters", () => {
  expect(problem({ ...recipe, mode: `\u001B[2J${"x".repeat(1e6)}` })?.length).toBeLessThan(200)
  expect(problem({ ...recipe, mode: "\u202Egnp" })).toContain('got "\\u202egnp"')
})
