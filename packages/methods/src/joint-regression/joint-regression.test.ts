import { functionBackend } from "@pami/backend-kit/function-backend"
import {
  classProbability,
  countParts,
  everything,
  explain,
  fixedPartitions,
  fromLabels,
  fromParts,
  partOf,
  peak,
  unitsOf,
} from "@pami/core"
import type { Partition, Partitioner } from "@pami/core"
import { expect, test } from "vitest"
import { inputOf, play } from "../../test/subject.ts"
import { difference } from "../shared/runs.ts"
import { jointRegression } from "../index.ts"
import { kindOf } from "./evidence.ts"

const units = 48
// Two segmentations of a line: of 16 parts of 3 units, and of 12 parts of 4.
const segmentation = (size: number) =>
  fromLabels(
    Int32Array.from({ length: units }, (_, unit) => Math.floor(unit / size)),
    [units],
    `parts of ${size}`,
  )
const partitioner: Partitioner = fixedPartitions([segmentation(3), segmentation(4)])
const sweep = (passes: number, game: (values: ArrayLike<number>) => number, seed = 0) =>
  play([units], game, jointRegression({ passes, seed, partitioner }), {
    input: inputOf([units], new Float32Array(units).fill(1)),
  })
const partsOf = (partition: Partition) =>
  Array.from({ length: countParts(partition) }, (_, k) => partOf(partition, k))
const ofKind = (partitions: readonly Partition[], kind: string) =>
  partitions.filter((partition) => kindOf(partition).kind === kind)

test("a quarter of the passes keep a part, a quarter remove it, half preserve pairs of unions", async () => {
  const { partitions, passes } = await sweep(96, (values) => values[0] / 2)
  expect(passes).toBe(96)
  const [kept, removed, unions] = ["kept", "removed", "union"].map((kind) =>
    ofKind(partitions, kind).flatMap(partsOf),
  )
  expect([kept.length, removed.length, unions.length]).toEqual([24, 24, 48])
  const whole = everything(units)
  for (const [index, part] of kept.entries()) expect(removed[index]).toEqual(difference(whole, part))
  for (let pair = 0; pair < unions.length; pair += 2)
    expect(unions[pair + 1]).toEqual(difference(whole, unions[pair]))
  // The smaller union of each pair preserves about a half, three tenths or a tenth, whole parts of 3 or 4 units.
  const areas = unions.filter((_, index) => index % 2 === 0).map(unitsOf)
  for (const [index, area] of areas.entries())
    expect(Math.abs(area - units * [0.5, 0.3, 0.1][index % 3])).toBeLessThanOrEqual(2)
  expect(new Set(ofKind(partitions, "union").map((one) => kindOf(one).segmentation))).toEqual(
    new Set(["parts of 3", "parts of 4"]),
  )
})

test("units that raise the score are above those without effect, and those that lower it below", async () => {
  const game = (values: ArrayLike<number>) => {
    let score = 0.5
    for (let unit = 0; unit < units; unit++)
      if (unit >= 12 && unit < 24) score += values[unit] / 30
      else if (unit >= 36) score -= values[unit] / 60
    return score
  }
  const map = jointRegression({ partitioner }).read(await sweep(240, game))
  const mean = (from: number, to: number) =>
    map.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
  expect(mean(12, 24)).toBeGreaterThan(10 * Math.abs(mean(0, 12)))
  expect(mean(36, 48)).toBeLessThan(-2 * Math.abs(mean(0, 12)))
})

test("another seed draws other unions, the same seed the same", async () => {
  const game = (values: ArrayLike<number>) => values[5] / 2
  const [first, same, other] = [await sweep(96, game), await sweep(96, game), await sweep(96, game, 1)]
  expect(same.partitions).toEqual(first.partitions)
  expect(other.partitions).not.toEqual(first.partitions)
})

test("a constant score and an input of one part give a map of zeros", async () => {
  expect(new Set(jointRegression({ partitioner }).read(await sweep(60, () => 0.5)))).toEqual(new Set([0]))
  const one = fixedPartitions([fromParts([everything(units)])])
  const method = jointRegression({ passes: 12, partitioner: one })
  const explanation = await play([units], (values) => values[0] / 2, method, {
    input: inputOf([units], new Float32Array(units).fill(1)),
  })
  expect(method.read(explanation).every(Number.isFinite)).toBe(true)
})

test("the map of a target does not depend on the targets that were read before it", async () => {
  const backend = functionBackend(
    ({ x: { data, shape } }) =>
      Array.from({ length: shape[0] }, (_, item) => [data[item * units + 1] / 2, data[item * units + 40]]),
    { inputs: [{ name: "x", dtype: "float32", shape: [null, units] }] },
  )
  const method = jointRegression({ passes: 96, partitioner })
  const explanation = await explain({
    model: await backend.load("two outputs"),
    input: inputOf([units]),
    target: classProbability({ classes: "all", activation: "none" }),
    partitioner: method.partitioner,
  })
  const [first, second, again] = [0, 1, 0].map((target) => method.read(explanation, target))
  expect(again).toEqual(first)
  expect(method.read({ ...explanation }, 1)).toEqual(second)
  expect(peak(first)).toBeLessThan(3)
  expect(peak(second)).toBeGreaterThan(38)
})
