import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  distanceToFull,
  explain,
  fixedPartitions,
  fromLabels,
  untilConverged,
} from "../index.ts"
import { random } from "../tensor.ts"
import type { ExplainOptions } from "../index.ts"

const units = [16, 16]

/** Many random partitions, and a model that likes the middle. */
function setting(seed: number): ExplainOptions {
  const next = random(seed)
  const partitions = Array.from({ length: 120 }, () =>
    fromLabels(
      Int32Array.from({ length: 256 }, () => Math.floor(6 * next())),
      units,
    ),
  )
  const pull = noise(256, seed)
  return {
    model: functionModel(units, (item) => [0, item.reduce((sum, v, u) => sum + v * pull[u], 0)]),
    input: plainInput(units, noise(256, seed + 1)),
    target: classProbability({ classes: [1] }),
    partitioner: fixedPartitions(partitions),
  }
}

test("the estimated distance is the true one, on average over many inputs", async () => {
  const settings = Array.from({ length: 25 }, (_, seed) => setting(seed))
  const fulls = await Promise.all(settings.map(explain))
  for (const passes of [60, 180, 480]) {
    let [estimated, true_] = [0, 0]
    for (const [seed, full] of fulls.entries()) {
      const part = await explain({ ...settings[seed], passes })
      const [whole, map] = [average(full), average(part)]
      const squares = map.reduce((sum, value, u) => sum + (value - whole[u]) ** 2, 0)
      true_ += Math.sqrt(squares / 256) / (Math.max(...map) - Math.min(...map))
      estimated += distanceToFull(part)
      expect(distanceToFull(full)).toBe(0)
    }
    // The mean over 25 inputs, of 256 units that share parts, has a noise of a tenth.
    expect(estimated / true_).toBeGreaterThan(0.9)
    expect(estimated / true_).toBeLessThan(1.1)
  }
})

test("a sweep stops when it has converged, at the same pass for every batch size and number of runs at once", async () => {
  const { partitioner, ...rest } = setting(3)
  const options = { ...rest, partitioner: untilConverged(partitioner!, 0.05) }
  const explanations = await Promise.all(
    ([1, 7, 32, "auto"] as const).map((batch) => explain({ ...options, batch })),
  )
  const limits = { ...options.model.limits, preferredRuns: 4 }
  explanations.push(await explain({ ...options, model: { ...options.model, limits } }))
  const [first] = explanations
  expect(first.passes).toBeGreaterThan(12)
  expect(first.passes).toBeLessThan(720)
  expect(first.complete).toBe(true)
  expect(distanceToFull(first)).toBeLessThanOrEqual(0.05)
  for (const other of explanations)
    expect([other.passes, ...average(other)]).toEqual([first.passes, ...average(first)])
  expect(() => untilConverged(partitioner!, 0)).toThrow(RangeError)
})

test("no distance is estimated while units lie in fewer than two parts", async () => {
  expect(distanceToFull(await explain({ ...setting(1), passes: 5 }))).toBe(Infinity)
})
