import { contractVersion, type Model } from "@pami/core"
import { describeModel, explainerOf } from "@pami/explainer"
import { encodeNpy } from "@pami/image"
import { afterAll, expect, test } from "vitest"
import type { Tracing } from "../../src/engine/judge-contract.ts"
import type { KindInput, KindOptions, KindSnapshot } from "../../src/engine/kinds/contract.ts"
import { createKindsEngine } from "../../src/engine/kinds/engine.ts"

/** The models of this test are functions of their input. */
let model: Model
const engine = createKindsEngine({
  async open({ name }) {
    const described = await describeModel(model)
    const explain = explainerOf(described, { name, isOwned: false })
    return {
      name,
      backend: "own",
      described,
      writer: undefined,
      decoder: undefined,
      files: {},
      explainWith: () => explain,
      dispose: async () => undefined,
    }
  },
})
afterAll(() => engine.dispose())

async function explained(used: Model, input: KindInput, options: KindOptions = {}) {
  model = used
  await engine.load({ name: "own", model: [], files: {}, backend: "auto" })
  let last: KindSnapshot | undefined
  await engine.explain(input, options, (snapshot) => void (last = snapshot))
  return { seen: last!.seen!, map: last!.maps[0] }
}

async function traced(rankings: Parameters<typeof engine.trace>[1]) {
  let last: Tracing | undefined
  await engine.trace(0, rankings, (step) => void (last = step))
  return last!
}

const own = {
  contract: contractVersion,
  backend: "own",
  limits: { preferredBatch: 8 },
  digest: "sha256:none",
  settings: {},
  dispose: async () => undefined,
} as const

/** 0.1, and 0.5 more for "wonderful", 0.3 for "story". */
const words: Model = {
  ...own,
  inputs: [{ name: "text", dtype: "string", shape: [null] }],
  outputs: [{ name: "p", dtype: "float32", shape: [null, 1] }],
  async run({ text }) {
    const texts = text.data as readonly string[]
    const score = (one: string) =>
      0.1 + (one.includes("wonderful") ? 0.5 : 0) + (one.includes("story") ? 0.3 : 0)
    return { p: { dtype: "float32", shape: [texts.length, 1], data: Float32Array.from(texts, score) } }
  },
}

/** A weighted sum of its numbers. */
function linear(weights: readonly number[]): Model {
  const { length } = weights
  return {
    ...own,
    inputs: [{ name: "x", dtype: "float32", shape: [null, length] }],
    outputs: [{ name: "y", dtype: "float32", shape: [null, 1] }],
    async run({ x }) {
      const items = x.shape[0]
      const data = Float32Array.from({ length: items }, (_, item) =>
        weights.reduce((sum, weight, i) => sum + weight * Number(x.data[item * length + i]), 0),
      )
      return { y: { dtype: "float32", shape: [items, 1], data } }
    },
  }
}

const text = "We saw a wonderful story about the sea yesterday"
const review = { kind: "text", texts: { text }, name: "review" } as const
const regression: KindOptions = { task: "regression" }

test("the most important words alone, and all others, have the scores of the model that is a function of words", async () => {
  const { seen, map } = await explained(words, review, regression)
  expect(seen.checks).toMatchObject({ units: 9, masks: ["delete"] })
  expect(map.reach).toMatchObject({ masked: expect.closeTo(0.1, 6), whole: expect.closeTo(0.9, 6) })
  const one = await engine.keepBrightest(0, 1 / 9)
  expect([...one.part]).toEqual([3, 4])
  expect(one.kept).toBeCloseTo(0.6, 6)
  expect(one.others).toBeCloseTo(0.4, 6)
  // Both words are needed for 90 % of .9.
  expect(await engine.smallestRegion(0)).toMatchObject({ share: 2 / 9, part: Int32Array.of(3, 5) })
})

test("curves of words are those of the function, and a rival has its own", async () => {
  const { seen } = await explained(words, review, { ...regression, passes: 40 })
  const { share, curves } = await traced(["pami", "random", ...seen.checks.rivals])
  expect(share).toBe(1)
  const insertion = curves.find(({ ranking, kind }) => ranking === "pami" && kind === "insertion")!
  expect(insertion.scores.map((score) => score.toFixed(1))).toEqual([
    "0.1",
    "0.6",
    "0.9",
    ...Array.from({ length: 7 }, () => "0.9"),
  ])
  expect(curves).toHaveLength(2 * (2 + seen.checks.rivals.length))
  expect(curves.every(({ area }) => area !== null)).toBe(true)
})

const bytesOf = (lines: readonly string[]) => new TextEncoder().encode(lines.join("\n"))

test("columns are masked by medians and by zeros", async () => {
  const rows = ["a,b,c,d", "1,2,3,4", "3,2,1,0", "2,2,2,2"]
  const input = { kind: "file", bytes: bytesOf(rows), name: "rows.csv" } as const
  const { seen } = await explained(linear([4, 3, 2, 1]), input, { task: "regression", background: "zeros" })
  expect(seen.checks).toMatchObject({ units: 4, masks: ["median", "zeros"] })
  const two = await engine.keepBrightest(0, 0.5)
  // The effects are 4, 6, 6 and 4.
  expect([...two.part]).toEqual([1, 3])
  expect([two.kept, two.others]).toEqual([12, 8])
  const { curves } = await traced(["pami", ...seen.checks.rivals])
  const startOf = (mask: string) =>
    curves.find((curve) => curve.kind === "insertion" && curve.mask === mask)!.scores[0]
  expect([startOf("median"), startOf("zeros")]).toEqual([20, 0])
})

test("a volume comes with its values, and its most important voxel alone has the score of the function", async () => {
  const values = new Float32Array(64)
  values[21] = 8
  const voxel: Model = {
    ...linear(Array.from(values, (value) => value / 8)),
    inputs: [{ name: "x", dtype: "float32", shape: [null, 4, 4, 4] }],
  }
  const input = { kind: "file", bytes: encodeNpy(values, [4, 4, 4]), name: "scan.npy" } as const
  const { seen } = await explained(voxel, input, { task: "regression", mask: "mean" })
  expect(seen.content).toMatchObject({ kind: "volume", shape: [4, 4, 4], values })
  expect(seen.checks).toMatchObject({ units: 64, masks: ["blur", "mean"] })
  const one = await engine.keepBrightest(0, 1 / 64)
  expect([...one.part]).toEqual([21, 22])
  // The mean of all voxels is an eighth.
  expect([one.kept, one.others]).toEqual([8, 0.125])
})
