import { classProbability } from "@pami/core"
import { expect, test } from "vitest"
import { bind, round, tensor } from "../../test/bind.ts"
import { positiveClasses } from "./positive-classes.ts"

test("all positive labels are targets of one sweep, the strongest first; the strongest one if none is positive", async () => {
  const targets = async (probabilities: number[], threshold?: number) => {
    const target = classProbability({ activation: "none", classes: positiveClasses(threshold) })
    const bound = await bind(target, { y: tensor([1, probabilities.length], probabilities) })
    return bound.targets.map(({ id, score }) => [id, round(score)])
  }
  expect(await targets([0.6, 0.1, 0.9, 0.5])).toEqual([
    [2, 0.9],
    [0, 0.6],
    [3, 0.5],
  ])
  expect(await targets([0.6, 0.1, 0.9, 0.5], 0.8)).toEqual([[2, 0.9]])
  expect(await targets([0.2, 0.3, 0.1])).toEqual([[1, 0.3]])
  expect(() => positiveClasses(NaN)).toThrow(RangeError)
})
