import {
  average,
  contractVersion,
  contributions,
  coverage,
  denseInput,
  explain,
  fixedPartitions,
  fromSoftMasks,
  PamiError,
  slidingWindow,
  standardError,
} from "@pami/core"
import { random } from "@pami/core/tensor"
import type { Explanation, Input, Model } from "@pami/core"
import { decodeNpy, encodeNpy, flip, rotate, scale, shift } from "@pami/image"
import { preSegmentation } from "@pami/pre-segmentation"
import { segment } from "@pami/superpixels"
import { unzipSync, zipSync } from "fflate"
import { expect, test } from "vitest"
import { loadExplanation, saveExplanation } from "./index.ts"

const side = 12
const next = random(3)
const noise = () => Float32Array.from({ length: side * side }, () => next())
const original = noise()

const model: Model = {
  contract: contractVersion,
  backend: "arithmetic",
  inputs: [{ name: "x", dtype: "float32", shape: [null, side, side] }],
  outputs: [{ name: "p", dtype: "float32", shape: [null, 3] }],
  limits: { preferredBatch: 8 },
  digest: "sha256:none",
  settings: {},
  async run({ x }) {
    const items = x.shape[0]
    const data = new Float32Array(3 * items)
    for (let item = 0; item < items; item++)
      for (let unit = 0; unit < side * side; unit++)
        data[3 * item + (unit % 3)] += Number(x.data[item * side * side + unit]) / 100
    return { p: { dtype: "float32", shape: [items, 3], data } }
  },
  async dispose() {},
}

/** Variants of every kind: of axes, of axes that are interpolated, of single units. */
const variants = [
  shift({ x: 2, y: -1 }),
  scale({ factor: 1.4 }),
  rotate({ turns: 1 }),
  flip({ axis: "vertical" }),
]
const input: Input = denseInput({
  name: "x",
  units: [side, side],
  planes: 1,
  inner: 1,
  shape: [side, side],
  original,
  baseline: new Float32Array(side * side),
  variants: variants.map((augmentation) => ({
    name: augmentation.name,
    settings: augmentation.settings,
    inverse: augmentation.inverse([side, side]),
    values: () => ({ shape: [side, side], channels: 1, data: noise() }),
    make: () => ({ original: noise(), baseline: new Float32Array(side * side) }),
  })),
})

const explanation = await explain({
  model,
  input,
  partitioner: preSegmentation({
    segmenter: segment,
    settings: [
      { algorithm: "slic", segments: 9 },
      { algorithm: "watershed", markers: 12 },
    ],
  }),
})

function expectSame(loaded: Explanation): void {
  expect(loaded).toEqual(explanation)
  for (const target of [0, 1, 2, { target: 0, versus: 2 }])
    for (const score of [contributions.score, contributions.difference])
      expect(average(loaded, target, { score })).toEqual(average(explanation, target, { score }))
  expect(standardError(loaded)).toEqual(standardError(explanation))
  expect(coverage(loaded)).toEqual(coverage(explanation))
}

test("an explanation that was saved and loaded reads out to the same bytes, for every target", () => {
  const { explanation: loaded, extra } = loadExplanation(saveExplanation(explanation, { picture: "cat.png" }))
  expectSame(loaded)
  expect(extra).toEqual({ picture: "cat.png" })
  expect(saveExplanation(loaded)).toEqual(saveExplanation(explanation))
})

test("a file that is something else, or was changed, is refused with a code", () => {
  const bytes = saveExplanation(explanation)
  const files = unzipSync(bytes)
  const changed = (name: string, change: (data: Uint8Array) => Uint8Array) =>
    zipSync({ ...files, [name]: change(files[name].slice()) }, { level: 0 })
  const inHeader = (find: string, replace: string) => (data: Uint8Array) => {
    const text = new TextDecoder().decode(decodeNpy(data).data as Uint8Array).replace(find, replace)
    const header = new TextEncoder().encode(text)
    return encodeNpy(header, [header.length])
  }
  const cases: [what: string, bytes: Uint8Array, message: RegExp][] = [
    ["text", new TextEncoder().encode("no archive"), /invalid zip data/],
    ["the first half", bytes.subarray(0, bytes.length / 2), /invalid zip data/],
    ["compressed", zipSync(files, { level: 9 }), /is compressed/],
    ["without scores", zipSync({ "header.npy": files["header.npy"] }, { level: 0 }), /no array "scores"/],
    ["runs beyond the units", changed("runs.npy", (data) => data.fill(7, data.length - 8)), /sorted runs/],
    ["another format", changed("header.npy", inHeader("explanation-1", "explanation-9")), /header.format/],
    ["more passes", changed("header.npy", inHeader('"passes":', '"passes":9')), /not a saved explanation/],
  ]
  for (const [what, content, message] of cases) {
    const load = () => loadExplanation(content, "cat.npz")
    expect(load, what).toThrow(PamiError)
    expect(load, what).toThrow(expect.objectContaining({ code: "EXPLANATION_INVALID" }))
    expect(load, what).toThrow(message)
  }
})

const soft = fromSoftMasks(
  {
    shape: [3, 3],
    shares: Float32Array.from({ length: 45 }, () => next()),
    origins: Float64Array.from({ length: 10 }, () => -2 * next()),
    steps: [5, 5.5],
  },
  side * side,
)
const masked = await explain({
  model,
  input,
  partitioner: fixedPartitions([soft, ...(slidingWindow({ passes: 9 }).partitions(input) as [])]),
})

test("soft masks are saved too, by their coarse grids", () => {
  const bytes = saveExplanation(masked)
  const { explanation: loaded } = loadExplanation(bytes)
  expect(loaded).toEqual(masked)
  expect(average(loaded)).toEqual(average(masked))
  expect(saveExplanation(loaded)).toEqual(bytes)
})

test("soft masks that were changed are refused", () => {
  const files = unzipSync(saveExplanation(masked))
  const load = (changed: Record<string, Uint8Array>) => () =>
    loadExplanation(zipSync({ ...files, ...changed }, { level: 0 }))
  const { "shares.npy": _, ...without } = files
  expect(() => loadExplanation(zipSync(without, { level: 0 }))).toThrow('no array "shares"')
  expect(load({ "shares.npy": encodeNpy(new Float32Array(45).fill(2), [45]) })).toThrow("from 0 to 1")
  expect(load({ "shares.npy": encodeNpy(new Float32Array(44), [44]) })).toThrow("45 numbers")
  expect(load({ "origins.npy": encodeNpy(new Float64Array(10).fill(NaN), [10]) })).toThrow("10 finite")
  const header = new TextDecoder()
    .decode(decodeNpy(files["header.npy"]).data as Uint8Array)
    .replace('"steps":[5,', '"steps":[')
  const changed = new TextEncoder().encode(header)
  expect(load({ "header.npy": encodeNpy(changed, [changed.length]) })).toThrow("2 axes")
})
