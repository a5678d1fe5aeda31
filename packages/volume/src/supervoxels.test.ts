import { average, classProbability, countParts, explain, peak } from "@pami/core"
import { functionBackend } from "@pami/backend-kit/function-backend"
import { expect, test } from "vitest"
import { minimum } from "./masking.ts"
import { placeOfVoxel } from "./places.ts"
import { supervoxels } from "./supervoxels.ts"
import { volumeOfArray } from "./volume.ts"
import { volumeInput } from "./volume-input.ts"

const side = 16
const inside = (unit: number) => {
  const { slice, row, column } = placeOfVoxel({ shape: [side, side, side] }, unit)
  return (slice - 10) ** 2 + (row - 5) ** 2 + (column - 6) ** 2 <= 9
}
const volume = volumeOfArray({
  shape: [side, side, side],
  data: Float32Array.from({ length: side ** 3 }, (_, unit) => (inside(unit) ? 1 : ((unit * 7) % 5) / 10)),
})
const tensor = { name: "scan", dtype: "float32", shape: [null, 1, side, side, side] } as const

test("the map of a model that sees a bright ball peaks in the ball", async () => {
  const model = await functionBackend(
    ({ scan: { data, shape } }) =>
      Array.from({ length: shape[0] }, (_, item) => {
        const seen = data.subarray(item * side ** 3, (item + 1) * side ** 3)
        const share = seen.reduce(
          (sum: number, value, unit) => sum + (inside(unit) && value === 1 ? 1 : 0),
          0,
        )
        return [share / 123, 1 - share / 123]
      }),
    { inputs: [tensor] },
  ).load("ball")
  const { input } = await volumeInput({ volume, tensor, masking: minimum() })
  const explanation = await explain({
    model,
    input,
    target: classProbability(),
    partitioner: supervoxels({ passes: 200 }),
  })
  const map = average(explanation, 0)
  expect(inside(peak(map))).toBe(true)
  expect(explanation.passes).toBeGreaterThan(120)
  expect(explanation.passes).toBeLessThan(280)
  const sizes = explanation.partitions.map(countParts)
  expect(sizes[0]).toBeLessThan(sizes[sizes.length - 1])
})

test("numbers that make no sense are refused", () => {
  expect(() => supervoxels({ segments: [] })).toThrow("segments")
  expect(() => supervoxels({ segments: [0] })).toThrow("segments")
  expect(() => supervoxels({ passes: 0 })).toThrow("passes")
  expect(() => supervoxels({ compactness: 0 })).toThrow("compactness")
  expect(() => placeOfVoxel({ shape: [2, 2, 2] }, 8)).toThrow("no unit 8")
})
