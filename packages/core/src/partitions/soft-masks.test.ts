import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  coverage,
  explain,
  firstPasses,
  fixedPartitions,
  fromMasks,
  fromSoftMasks,
  partWeights,
  sharesOf,
  standardError,
} from "../index.ts"
import { random } from "../tensor.ts"

const grids = (...shape: number[]) => [{ name: "units", shape, start: 0 }]
const one = (shape: number[], shares: number[], origins: number[], steps: number[]) => ({
  shape,
  shares: Float32Array.from(shares),
  origins: Float64Array.from(origins),
  steps,
})

test("shares are interpolated between the points, and repeat the outermost beyond them", () => {
  const masks = one([3], [0, 1, 0.5], [1], [2])
  expect([...sharesOf(masks, 0, grids(8))]).toEqual([0, 0, 0.5, 1, 0.75, 0.5, 0.5, 0.5])
  const plane = one([2, 2], [0, 1, 1, 0], [0, 0], [2, 4])
  expect([...sharesOf(plane, 0, grids(3, 5))]).toEqual([
    0, 0.25, 0.5, 0.75, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 0.75, 0.5, 0.25, 0,
  ])
})

test("one point is the share of every unit, on any number of axes", () => {
  expect([...sharesOf(one([1, 1, 1], [0.25], [0, 0, 0], [1, 1, 1]), 0, grids(2, 1, 2))]).toEqual([
    0.25, 0.25, 0.25, 0.25,
  ])
})

test("units of other grids are preserved", () => {
  const two = [...grids(2), { name: "text", shape: [3], start: 2 }]
  expect([...sharesOf(one([2], [0, 0.5], [0], [1]), 0, two)]).toEqual([0, 0.5, 1, 1, 1])
})

test("the shares of one part are written over those of another", () => {
  const two = [...grids(2), { name: "text", shape: [1], start: 2 }]
  const masks = one([2], [0, 0.5, 1, 0.25], [0, 0], [1])
  const shares = sharesOf(masks, 0, two)
  expect(sharesOf(masks, 1, two, shares)).toBe(shares)
  expect([...shares]).toEqual([1, 0.25, 1])
})

test("arrays that do not fit each other are refused", () => {
  const fine = one([2], [0, 1], [0], [1])
  for (const [wrong, message] of [
    [{ ...fine, shares: new Float32Array(3) }, "2 shares and 1 origins"],
    [{ ...fine, steps: [1, 1] }, "2 steps"],
    [{ ...fine, steps: [0] }, "steps are above 0"],
    [{ ...fine, origins: Float64Array.of(NaN) }, "finite"],
    [{ ...fine, shares: Float32Array.of(0, 1.5) }, "0 to 1"],
  ] as const)
    expect(() => fromSoftMasks(wrong, 4)).toThrow(message)
})

const units = [5, 6]
const next = random(3)
const soft = fromSoftMasks(
  {
    shape: [3, 3],
    shares: Float32Array.from({ length: 7 * 9 }, () => next()),
    origins: Float64Array.from({ length: 14 }, () => -3 * next()),
    steps: [2.5, 3],
  },
  30,
)
const hard = fromMasks([Uint8Array.from({ length: 30 }, (_, unit) => unit % 2)], units)
// Linear, so that a pass is a sum over units; an odd batch crosses the border of the partitions.
const model = functionModel(units, (item) => [item.reduce((sum, value, unit) => sum + value * (unit % 7), 0)])
const original = noise(30, 2)
const options = {
  model,
  input: plainInput(units, original),
  target: classProbability({ labels: 1, activation: "none" }),
  partitioner: fixedPartitions([hard, soft]),
}

test("the sweep shows shares of units, and read-outs weight the scores by them", async () => {
  const explanation = await explain({ ...options, batch: 3 })
  const masks = [
    Float32Array.from({ length: 30 }, (_, unit) => unit % 2),
    ...Array.from({ length: 7 }, (_, k) => sharesOf(soft.soft!, k, explanation.grids)),
  ]
  const scores = masks.map((mask) => mask.reduce((sum, share, u) => sum + share * original[u] * (u % 7), 0))
  for (const [pass, score] of scores.entries()) expect(explanation.scores[pass]).toBeCloseTo(score, 5)
  for (const weight of ["equal", "area", "inverse-area"] as const) {
    const map = average(explanation, 0, { weight: partWeights[weight] })
    for (let unit = 0; unit < 30; unit++) {
      let [sum, total] = [0, 0]
      for (const [pass, mask] of masks.entries()) {
        const area = mask.reduce((a, b) => a + b, 0)
        const share = mask[unit] * { equal: 1, area, "inverse-area": 1 / area }[weight]
        sum += share * scores[pass]
        total += share
      }
      expect(map[unit]).toBeCloseTo(sum / total, 4)
    }
  }
  for (const [unit, count] of coverage(explanation).entries())
    expect(count).toBeCloseTo(
      masks.reduce((sum, mask) => sum + mask[unit], 0),
      5,
    )
})

test("the same bytes whatever the batch, from a clone, and as the beginning of a longer sweep", async () => {
  const explanation = await explain({ ...options, batch: 1 })
  const map = average(explanation)
  expect(average(await explain({ ...options, batch: 5 }))).toEqual(map)
  expect(average(structuredClone(explanation))).toEqual(map)
  expect(standardError(structuredClone(explanation))).toEqual(standardError(explanation))
  const short = await explain({ ...options, partitioner: firstPasses(options.partitioner, 4) })
  expect(short.partitions[1].soft!.origins).toHaveLength(6)
  expect(average(short)).toEqual(average(await explain({ ...options, passes: 4 })))
})

test("an input whose units cannot be mixed says so", async () => {
  const { open, ...input } = options.input
  const words = { ...input, open: (slots: number) => ({ ...open(slots), blend: undefined }) }
  await expect(
    explain({ ...options, input: words as unknown as typeof options.input }),
  ).rejects.toMatchObject({
    code: "PARTITION_UNSUITABLE",
    message: expect.stringContaining("soft masks"),
  })
})

test("at the units of other grids, which soft masks preserve, a read-out is the mean of all scores", async () => {
  const explanation = await explain({ ...options, partitioner: fixedPartitions([soft]) })
  const text = { name: "text", shape: [2], start: 30 } as const
  const map = average({ ...explanation, grids: [explanation.grids[0], text] })
  expect(map.subarray(0, 30)).toEqual(average(explanation))
  const mean = explanation.scores.reduce((sum, score) => sum + score, 0) / 7
  for (const unit of [30, 31]) expect(map[unit]).toBeCloseTo(mean, 5)
})
