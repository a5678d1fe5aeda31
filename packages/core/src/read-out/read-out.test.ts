import { expect, test } from "vitest"
import { functionModel, noise, passesOf, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  contributions,
  explain,
  fixedPartitions,
  fromLabels,
  fromMasks,
  partWeights,
  preferredTarget,
  productOf,
  readOutScores,
  readOutWeights,
  scoresOf,
} from "../index.ts"
import { random } from "../tensor.ts"

const units = [6, 7]
const next = random(4)
const partitions = Array.from({ length: 12 }, () =>
  fromLabels(
    Int32Array.from({ length: 42 }, () => Math.floor(5 * next())),
    units,
  ),
)
const model = functionModel(units, (item) => [0, item.reduce((sum, v, u) => sum + v * ((u % 5) - 2), 0) / 3])
const explanation = await explain({
  model,
  input: plainInput(units, noise(42, 6)),
  target: classProbability(),
  partitioner: fixedPartitions(partitions),
})

const scoreOf = {
  score: (p: number) => p,
  difference: (p: number) => p - explanation.baseline[1],
  log: (p: number) => Math.log(p),
  "log-odds": (p: number) => Math.log(p / (1 - p)),
}
const weightOf = { equal: () => 1, area: (area: number) => area, "inverse-area": (area: number) => 1 / area }

for (const score of readOutScores)
  for (const weight of readOutWeights)
    test(`read-out ${score}, weight ${weight}: the weighted mean, computed by definition`, () => {
      const map = average(explanation, 1, { score: contributions[score], weight: partWeights[weight] })
      const passes = passesOf(explanation)
      for (let unit = 0; unit < 42; unit++) {
        let [sum, total] = [0, 0]
        for (const { mask, scores } of passes) {
          if (!mask[unit]) continue
          const share = weightOf[weight](mask.reduce((a, b) => a + b, 0))
          sum += share * scoreOf[score](scores[1])
          total += share
        }
        // Scores and maps are rounded to 32 bits; 1 - p loses a few of them.
        expect(map[unit]).toBeCloseTo(sum / total, 4)
      }
    })

test("a contrast is the difference of what its two classes give", () => {
  const [a, b] = [1, 0].map((target) => average(explanation, target, { score: contributions["log-odds"] }))
  const contrast = average(explanation, { target: 1, versus: 0 }, { score: contributions["log-odds"] })
  for (let unit = 0; unit < 42; unit++) expect(contrast[unit]).toBeCloseTo(a[unit] - b[unit], 4)
})

test("where no part lies the map is unknown, whatever the weight", async () => {
  const half = fromMasks([Uint8Array.from({ length: 42 }, (_, u) => (u % 7 < 3 ? 1 : 0))], units)
  const partial = await explain({
    model,
    input: plainInput(units, noise(42, 6)),
    target: classProbability(),
    partitioner: fixedPartitions([half, half, half]),
  })
  for (const weight of Object.values(partWeights))
    average(partial, 1, { weight }).forEach((value, u) => expect(Number.isNaN(value)).toBe(u % 7 >= 3))
})

test("a product is high only where every map is", () => {
  const product = productOf([Float32Array.of(0, 5, 10), Float32Array.of(1, 0.5, 0)])
  expect([...product]).toEqual([0, 0.25, 0])
  expect(() => productOf([])).toThrow(RangeError)
  expect(() => productOf([new Float32Array(2), new Float32Array(3)])).toThrow(/2, 3/)
})

test("a mean of probabilities lies between 0 and 1, whatever rounding leaves behind", async () => {
  const scores = [0.1, 0.2, 0.7, 0, 0, 1, 1 / 3]
  const row = fromMasks(
    scores.map((_, k) => Array.from({ length: 20 }, (_, u) => u >= 2 * k && u < 2 * k + 3)),
    [20],
  )
  let pass = 0
  const certain = functionModel([20], (item) => (item.some((v) => v > 0) ? [scores[pass++ % 7], 0] : [0, 0]))
  const swept = await explain({
    model: certain,
    input: plainInput([20], new Float32Array(20).fill(1)),
    target: classProbability({ activation: "none", classes: [0] }),
    partitioner: fixedPartitions([row]),
    batch: 1,
  })
  const map = average(swept)
  for (const value of map) expect(Number.isNaN(value) || (value >= 0 && value <= 1)).toBe(true)
  expect([...map].some((value) => Object.is(value, -0))).toBe(false)
  expect(() => average({ ...swept, scale: { unit: "value" } }, 0, { score: contributions.log })).toThrow(
    expect.objectContaining({ code: "READ_OUT_UNSUITABLE" }),
  )
})

test("a contrast lies between -1 and 1, and is not clamped to the range of a probability", () => {
  const contrast = average(explanation, { target: 0, versus: 1 })
  const other = average(explanation, { target: 1, versus: 0 })
  expect(Math.min(...contrast, ...other)).toBeLessThan(0)
  expect([...contrast].map((value) => -value)).toEqual([...other])
})

test("without a selection the map is that of the preferred target", () => {
  expect(preferredTarget(explanation)).toBe(explanation.targets[explanation.preferred])
  expect(average(explanation)).toEqual(average(explanation, preferredTarget(explanation).id))
  expect(scoresOf(explanation)).toEqual(scoresOf(explanation, { target: preferredTarget(explanation).id }))
})

test("a function of the user's is a contribution or a weight", () => {
  const doubled = average(explanation, 1, { score: (score) => 2 * score, weight: () => 3 })
  const map = average(explanation, 1)
  for (let unit = 0; unit < 42; unit++) expect(doubled[unit]).toBeCloseTo(2 * map[unit], 5)
})
