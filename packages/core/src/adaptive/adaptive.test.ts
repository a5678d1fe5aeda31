import { expect, test } from "vitest"
import { functionModel, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  countParts,
  explain,
  firstPasses,
  fixedPartitions,
  fromParts,
  grid,
  lastStage,
  ofLastStage,
  ofStage,
  passesOfStages,
  relay,
  slidingWindow,
  twoStages,
  untilConverged,
} from "../index.ts"
import type { Partition, Partitioner, Scored } from "../index.ts"

const units = [12]
const input = plainInput(
  units,
  Float32Array.from({ length: 12 }, (_, unit) => unit / 20),
)
const model = functionModel(units, (item) => [item.reduce((sum, value) => sum + value, 0) / 4])
const target = classProbability({ labels: 1, activation: "none" })
const run = (partitioner: Partitioner) => explain({ model, input, target, partitioner })

/** Notes the partitions that it cuts, the scores that it sees, and whether it was closed. */
function observed(partitioner: Partitioner) {
  const seen = { cut: 0, passes: [] as number[], closed: false }
  return {
    seen,
    partitioner: {
      ...partitioner,
      async *partitions(cutInput): AsyncGenerator<Partition, void, Scored> {
        try {
          for await (const partition of partitioner.partitions(cutInput)) {
            seen.cut++
            const scored = yield partition
            seen.passes.push((await scored()).passes)
          }
        } finally {
          seen.closed = true
        }
      },
    } satisfies Partitioner,
  }
}

const cells = grid({ size: 4, shift: 1 })

test("the first passes of a partitioner are those of a sweep with as many passes", async () => {
  for (const passes of [1, 3, 4, 7, 1000]) {
    const limited = await run(firstPasses(cells, passes))
    const whole = await explain({ model, input, target, partitioner: cells, passes })
    expect(limited.passes).toBe(whole.passes)
    expect(average(limited)).toEqual(average(whole))
    expect(firstPasses(cells, passes).total(input)).toBe(whole.passes)
  }
  expect(firstPasses({ ...cells, total: () => null }, 3).total(input)).toBe(null)
})

test("a partitioner with enough passes cuts no further partition, and is closed", async () => {
  const { seen, partitioner } = observed(cells)
  await run(firstPasses(partitioner, countParts(await first(cells))))
  expect(seen).toMatchObject({ cut: 1, closed: true })
  expect(() => firstPasses(cells, 0)).toThrow(/passes is at least 1; got 0/)
})

async function first(partitioner: Partitioner): Promise<Partition> {
  for await (const partition of partitioner.partitions(input)) return partition
  throw new Error("no partition")
}

test("a wrapped partitioner sees the scores of its partitions", async () => {
  const { seen, partitioner } = observed(cells)
  const { partitions } = await run({ ...cells, partitions: (whole) => relay(partitioner.partitions(whole)) })
  let passes = 0
  expect(seen.passes).toEqual(partitions.map((partition) => (passes += countParts(partition))))
  expect(seen).toMatchObject({ cut: 4, closed: true })
})

test("before its first partition a partitioner gets an explanation without passes; from another one, an error", async () => {
  const seen: number[] = []
  const early: Partitioner = {
    ...cells,
    partitions: () => ({
      [Symbol.asyncIterator]: () => ({
        next: async (scored: Scored) => {
          seen.push((await scored()).passes)
          return { done: true, value: undefined }
        },
      }),
    }),
  }
  await run(early)
  expect(seen).toEqual([0])
  await expect(run(untilConverged(early, 0.1))).rejects.toThrow(/no partition has been yielded yet/)
})

test("a sweep ends with the partition after which the map has converged, and looks at fewer and fewer", async () => {
  // One part for each partition, of equal scores: converged at the first look that can tell.
  const flat = functionModel(units, () => [0.5])
  const many = fixedPartitions(Array.from({ length: 200 }, () => fromParts([Int32Array.of(0, 12)])))
  const converged = await explain({ model: flat, input, target, partitioner: untilConverged(many, 1e-9) })
  expect(converged.passes).toBe(2)
  const { seen, partitioner } = observed(cells)
  expect((await run(untilConverged(partitioner, 1e9))).passes).toBeLessThan(cells.total(input)!)
  expect(seen.closed).toBe(true)
  await expect(run(untilConverged(partitioner, 1e-9))).resolves.toMatchObject({ passes: cells.total(input) })
})

const two = (look: (map: Float32Array) => void = () => {}) =>
  twoStages({
    first: grid({ size: 4, shift: 2 }),
    second: observedSecond.partitioner,
    look(explanation, whole) {
      look(average(explanation))
      return { ...whole, digest: "sha256:guide" }
    },
    settings: { looks: "once" },
  })
const observedSecond = observed(grid({ size: 3, shift: 3 }))

test("the second stage is cut from a look at the first, both are one sweep, and each is read alone", async () => {
  const maps: Float32Array[] = []
  const explanation = await run(two((map) => maps.push(map)))
  const one = await run(grid({ size: 4, shift: 2 }))
  const second = await run(grid({ size: 3, shift: 3 }))
  expect(maps).toEqual([average(one)])
  expect(passesOfStages(explanation)).toEqual([one.passes, second.passes])
  expect(lastStage(explanation)).toBe(2)
  expect(average(ofStage(explanation, 1))).toEqual(average(one))
  expect(average(ofLastStage(explanation))).toEqual(average(second))
  expect(ofStage(explanation, 1).planned).toEqual([2])
  expect(ofStage(explanation, 2).planned).toEqual([1])
  expect(ofStage(one, 1)).toBe(one)
  // The second stage sees its own scores alone.
  expect(observedSecond.seen.passes).toEqual([second.passes])
  expect(explanation.provenance.partitioner).toEqual({
    name: "two-stages",
    settings: {
      looks: "once",
      first: { name: "grid", settings: { size: 4, shift: 2, passes: null } },
      second: { name: "grid", settings: { size: 3, shift: 3, passes: null } },
    },
  })
})

test("two stages have a total and a plan if both have", () => {
  const whole = slidingWindow({ radius: 2, stride: 2 })
  const unknown: Partitioner = { ...whole, total: () => null }
  delete unknown.planned
  const of = (first: Partitioner, second: Partitioner) => twoStages({ first, second, look: () => input })
  expect(of(whole, cells).total(input)).toBe(whole.total(input)! + cells.total(input)!)
  expect(of(whole, cells).planned!(input)).toEqual([...whole.planned!(input), ...cells.planned!(input)])
  for (const stages of [of(unknown, cells), of(whole, unknown)]) {
    expect(stages.total(input)).toBe(null)
    expect(stages.planned).toBe(undefined)
  }
})

test("an empty first stage ends the sweep", async () => {
  const none: Partitioner = { ...cells, total: () => 0, planned: () => [0], partitions: () => [] }
  const explanation = await run(twoStages({ first: none, second: cells, look: () => input }))
  expect(explanation.partitions).toEqual([])
})
