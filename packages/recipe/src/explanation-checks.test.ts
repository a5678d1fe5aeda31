import type { Explanation } from "@pami/core"
import { decodeNpy, encodeNpy } from "@pami/image"
import type { NpyArray } from "@pami/image"
import { unzipSync, zipSync } from "fflate"
import { expect, test } from "vitest"
import { loadExplanation, saveExplanation } from "./index.ts"

const named = { name: "x", settings: {} }
const digested = { digest: "sha256:none", settings: {} }

/** Two grids of 2 x 2 and 3 units, two variants, and partitions of 2 + 1 parts that reach the first and the last unit. */
const explanation: Explanation = {
  grids: [
    { name: "image", shape: [2, 2], start: 0 },
    { name: "words", shape: [3], start: 4, labels: ["a", "b", "c"] },
  ],
  variants: [
    { name: "original" },
    {
      name: "moved",
      inverse: {
        image: {
          axes: [
            { first: Int32Array.of(1, -1) },
            { first: Int32Array.of(0, 1), second: Int32Array.of(1, -1), share: Float64Array.of(0.5, 0.25) },
          ],
        },
        words: { sources: Int32Array.of(2, -1, 0) },
      },
    },
  ],
  targets: [
    { id: 0, label: "cat", score: 0.75 },
    { id: 7, score: 0.25 },
  ],
  preferred: 1,
  scale: { unit: "probability", range: [0, 1] },
  baseline: Float64Array.of(0.5, 0.125),
  prediction: [{ id: 7, score: 0.25 }],
  partitions: [
    { name: "a", runs: Int32Array.of(0, 2, 3, 5, 5, 7), offsets: Int32Array.of(0, 4, 6) },
    { name: "b", runs: Int32Array.of(0, 7), offsets: Int32Array.of(0, 2), variant: 1, stage: 2 },
  ],
  planned: [1, 1],
  scores: Float32Array.of(1, 2, 3, 4, 5, 6),
  passes: 3,
  complete: true,
  findings: [],
  provenance: { backend: "b", model: digested, input: digested, partitioner: named, target: named },
}
const files = unzipSync(saveExplanation(explanation))
const zip = (changed: Record<string, Uint8Array>) => zipSync({ ...files, ...changed }, { level: 0 })
const array = (data: NpyArray["data"]) => encodeNpy(data, [data.length])

// oxlint-disable-next-line typescript/no-explicit-any
type Header = any

/** Returns the file with another header. */
function withHeader(change: (header: Header) => void): Uint8Array {
  const header = JSON.parse(new TextDecoder().decode(decodeNpy(files["header.npy"]).data as Uint8Array))
  change(header)
  return zip({ "header.npy": array(new TextEncoder().encode(JSON.stringify(header))) })
}

test("grids, labels, variants and stages are kept; other files in the archive are passed over", () => {
  expect(loadExplanation(zip({})).explanation).toEqual(explanation)
  expect(loadExplanation(zip({ "notes.txt": Uint8Array.of(1) })).explanation).toEqual(explanation)
  expect(loadExplanation(withHeader(() => {})).explanation).toEqual(explanation)
  const all: Explanation = { ...explanation, prediction: explanation.targets, planned: null }
  const { explanation: loaded } = loadExplanation(saveExplanation(all))
  expect(loaded).toEqual(all)
  expect(loaded.prediction).toBe(loaded.targets)
})

test("a sweep that was stopped early has parts without scores", () => {
  const early = { ...explanation, scores: explanation.scores.slice(0, 4), passes: 2, complete: false }
  expect(loadExplanation(saveExplanation(early)).explanation).toEqual(early)
})

const huge = 2 ** 28
test.each<[string, (header: Header) => void]>([
  ["a grid that overlaps another", ({ grids }) => (grids[1].start = 3)],
  ["a first grid that begins later", ({ grids }) => (grids[0].start = 1)],
  ["fewer labels than units", ({ grids }) => grids[1].labels.pop()],
  ["more units than any input", ({ grids }) => grids.push({ name: "x", shape: [huge], start: 7 })],
  ["a preferred target that it does not have", (header) => (header.preferred = 2)],
  ["a partition of an unknown variant", ({ partitions }) => (partitions[1].variant = 2)],
  ["a transform of an unknown grid", ({ variants }) => (variants[1].inverse[1].grid = "pixels")],
  ["a transform of too few axes", ({ variants }) => variants[1].inverse[0].axes.pop()],
  ["more passes than scores", (header) => (header.passes = 4)],
  ["fewer passes than scores", (header) => (header.passes = 2)],
  ["fewer partitions than offsets", ({ partitions }) => partitions.pop()],
  ["larger partitions than offsets", ({ partitions }) => (partitions[0].size = 3)],
  [
    "soft masks of fewer axes than the grid",
    ({ partitions }) => (partitions[0].soft = { shape: [2], steps: [1, 1] }),
  ],
  ["an unknown field", (header) => (header.colour = "red")],
  ["settings that are a list", (header) => (header.extra = [])],
  ["settings of nothing", (header) => (header.extra = null)],
])("an explanation with %s is refused", (_, change) => {
  expect(() => loadExplanation(withHeader(change))).toThrow(
    expect.objectContaining({ code: "EXPLANATION_INVALID" }),
  )
})

/** Soft masks of 2 + 1 parts, each partition on another grid. */
const masked: Explanation = {
  ...explanation,
  partitions: [
    {
      name: "a",
      runs: Int32Array.of(0, 7, 0, 7),
      offsets: Int32Array.of(0, 2, 4),
      soft: {
        shape: [1, 2],
        shares: Float32Array.of(0, 0.25, 0.5, 1),
        origins: Float64Array.of(-1, 0, 1, 2),
        steps: [1, 1],
      },
    },
    {
      name: "b",
      runs: Int32Array.of(0, 7),
      offsets: Int32Array.of(0, 2),
      soft: {
        shape: [3, 1],
        shares: Float32Array.of(1, 0.5, 0),
        origins: Float64Array.of(3, 4),
        steps: [0.5, 2],
      },
    },
  ],
}

test("every partition of soft masks gets its own", () => {
  expect(loadExplanation(saveExplanation(masked)).explanation).toEqual(masked)
})

test("soft masks have the axes of the first grid", () => {
  const [first, second] = masked.partitions
  const flat = { ...second.soft!, shape: [3], origins: Float64Array.of(3) }
  const short = { ...second.soft!, steps: [0.5] }
  for (const soft of [flat, short]) {
    const bytes = saveExplanation({ ...masked, partitions: [first, { ...second, soft }] })
    expect(() => loadExplanation(bytes)).toThrow(expect.objectContaining({ code: "EXPLANATION_INVALID" }))
  }
})

test("as many units as the largest input has are accepted", () => {
  const header = withHeader(({ grids }) => grids.push({ name: "x", shape: [huge - 7], start: 7 }))
  expect(loadExplanation(header).explanation.grids).toHaveLength(3)
})

test.each<[string, Record<string, NpyArray["data"]>]>([
  ["a header of numbers", { header: Float32Array.of(1) }],
  ["scores of another type", { scores: Float64Array.of(1, 2, 3, 4, 5, 6) }],
  ["a score too many", { scores: Float32Array.of(1, 2, 3, 4, 5, 6, 7) }],
  ["a baseline of another type", { baseline: Float32Array.of(0.5, 0.125) }],
  ["a baseline too long", { baseline: Float64Array.of(0.5, 0.125, 0) }],
  ["a baseline that is not finite", { baseline: Float64Array.of(0.5, NaN) }],
  ["runs of another type", { runs: Float32Array.of(0, 2, 3, 5, 5, 7, 0, 7) }],
  ["offsets of another type", { offsets: Float32Array.of(0, 4, 6, 0, 2) }],
  ["an offset too many", { offsets: Int32Array.of(0, 4, 6, 0, 2, 2) }],
  ["offsets that do not begin at 0", { offsets: Int32Array.of(2, 4, 6, 0, 2) }],
  ["offsets that go back", { offsets: Int32Array.of(0, 6, 4, 0, 2) }],
  ["half a run", { offsets: Int32Array.of(0, 3, 6, 0, 2) }],
  ["offsets beyond the runs", { offsets: Int32Array.of(0, 4, 6, 0, 4) }],
  ["a run that begins before another ends", { runs: Int32Array.of(0, 2, 1, 5, 5, 7, 0, 7) }],
  ["a run before the first unit", { runs: Int32Array.of(-1, 2, 3, 5, 5, 7, 0, 7) }],
  ["an empty run", { runs: Int32Array.of(0, 2, 3, 3, 5, 7, 0, 7) }],
  ["a run that ends before it begins", { runs: Int32Array.of(0, 2, 3, 5, 6, 5, 0, 7) }],
  ["a run beyond the last unit", { runs: Int32Array.of(0, 2, 3, 5, 5, 8, 0, 7) }],
  ["sources of another type", { variant1_1_sources: Float32Array.of(2, -1, 0) }],
  ["too few sources", { variant1_1_sources: Int32Array.of(2, -1) }],
  ["a source beyond the units", { variant1_1_sources: Int32Array.of(3, -1, 0) }],
  ["a source before nothing", { variant1_1_sources: Int32Array.of(2, -2, 0) }],
  ["a share that is not finite", { variant1_0_share1: Float64Array.of(0.5, Infinity) }],
  ["a share too many", { variant1_0_share1: Float64Array.of(0.5, 0.25, 0) }],
  ["a second source beyond the axis", { variant1_0_second1: Int32Array.of(2, 0) }],
])("an explanation with %s is refused", (_, arrays) => {
  const changed = Object.entries(arrays).map(([name, data]) => {
    expect(files).toHaveProperty([`${name}.npy`])
    return [`${name}.npy`, array(data)]
  })
  expect(() => loadExplanation(zip(Object.fromEntries(changed)))).toThrow(
    expect.objectContaining({ code: "EXPLANATION_INVALID" }),
  )
})
