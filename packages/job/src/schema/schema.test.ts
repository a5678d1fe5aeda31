import { preset } from "@pami/image"
import { expect, test } from "vitest"
import { jobOf, jobSchema } from "../index.ts"
import { check } from "./check.ts"

const job = jobOf({}, { input: "image", preprocessing: preset("0-1", { width: 32 }) })
const windows = { strategy: "sliding-window" }
const problem = (value: unknown) => {
  const checked = check(jobSchema, value, "job")
  return "problem" in checked ? checked.problem : undefined
}

test("what choices are made into passes its own schema, through a file too", () => {
  expect(problem(job)).toBeUndefined()
  expect(problem(JSON.parse(JSON.stringify(job)))).toBeUndefined()
})

test.each<[string, object]>([
  ["job.input is missing", { input: undefined }],
  ['job.activation: "auto" or "softmax"', { activation: "relu" }],
  ["job.radius: at most 8192, got 10000000", { radius: 1e7 }],
  ["job.radius: at least 1, got 1e-9", { radius: 1e-9 }],
  ["job: a radius of at most 128 times the stride", { ...windows, radius: 1000, stride: 1 }],
  ["job: a radius of at most the longer side", { ...windows, radius: 33 }],
  ["job: no radius and no stride with the strategy pre-segmentation", { stride: 3 }],
  ["job: no settings with windows", { ...windows, settings: [{ algorithm: "slic" }] }],
  ["job: no settings with windows", { labelMaps: ["a.png"], settings: [{ algorithm: "slic" }] }],
  ["job: no label maps with windows", { ...windows, labelMaps: ["a.png"] }],
  ['job: augment "none" with windows', { ...windows, augment: "flip" }],
  ['job: augment "none" with windows', { labelMaps: ["a.png"], augment: "flip" }],
  ['job: the mode "corrected"', { strategy: "grid", mask: "black", mode: "authors" }],
  ['job: cutBy "coloured" with one stage', { cutBy: "raw" }],
  ['job: combine "second" with one stage', { combine: "product" }],
  ["job: at least one pass for each stage", { stages: 2, passes: 1 }],
  ["job: a seed of 0 with a mask other than noise", { seed: 7 }],
  ["job.stride: at least 1, got 0", { stride: 0 }],
  ["job.passes: at most 10000000, got 1000000000000", { passes: 1e12 }],
  ["job.passes: a whole number, got 1.5", { passes: 1.5 }],
  ["job.stages: 1 or 2, got 3", { stages: 3 }],
  ["job.seed: a whole number", { seed: 0.5 }],
  ["job.until: above 0, got 0", { until: 0 }],
  ["job.augment: a length of at most 1000, got 1000000", { augment: ",".repeat(1e6) }],
  ["job.labelMaps: a length of at most 1000, got 5000", { labelMaps: Array.from({ length: 5000 }) }],
  ["job.labelMaps[1]: a text, got 7", { labelMaps: ["a.png", 7] }],
  ["job.mask must not be empty", { mask: "" }],
  ["job.mask: a text without the character U+0000", { mask: "a\0.png" }],
  ["job.feeds.size: a text, got 3", { feeds: { size: 3 } }],
  ["job.settings[0].segments: at least 1, got 0", { settings: [{ algorithm: "slic", segments: 0 }] }],
  ["job.settings: a list, got an object", { settings: { length: 1e9 } }],
  ["job.preprocessing.name is missing", { preprocessing: [] }],
  ["job.colour: there is no such field", { colour: "red" }],
])("a job with an error is refused: %s", (words, change) => {
  expect(problem({ ...job, ...change })).toContain(words)
})

test.each<[string, object]>([
  ["resizeTo.width: at most 8192, got 1000000000", { resizeTo: { width: 1e9, height: 32 } }],
  ["resizeTo: width times height of at most 16777216", { resizeTo: { width: 8192, height: 8192 } }],
  ["job.preprocessing: a resizeTo of at least", { fit: "crop-first", resizeTo: { width: 8, height: 32 } }],
  ["mean: a list, got 1000000000", { mean: 1e9 }],
  ["mean[1]: a number, got an object", { mean: [0.5, { a: 1 }, 0.5] }],
  ["mean and std with a number for each channel", { mean: [0.5], std: [0.5] }],
  ["std[2]: a number other than 0", { std: [1, 1, 0] }],
  ["padColor[0]: at most 255, got 256", { padColor: [256, 0, 0] }],
  ["a padColor of 0, 0, 0 where no bars are drawn", { padColor: [0, 0, 1] }],
  ["name: a text, got null", { name: null }],
])("preprocessing with an error is refused: %s", (words, change) => {
  expect(problem({ ...job, preprocessing: { ...job.preprocessing, ...change } })).toContain(words)
})

test("a stranger's value is shown in a few printable characters", () => {
  expect(problem({ ...job, mode: `\u001B[2J${"x".repeat(1e6)}` })?.length).toBeLessThan(200)
  expect(problem({ ...job, mode: "\u202Egnp" })).toContain('got "\\u202egnp"')
})
