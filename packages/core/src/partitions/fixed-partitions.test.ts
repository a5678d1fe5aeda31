import { expect, test } from "vitest"
import { fixedPartitions, fromLabels, fromMasks } from "../index.ts"

const halves = fromLabels(Int32Array.of(0, 0, 1, 1), [4], "halves")
const middle = fromMasks([[false, true, true, false]], [4], "middle")

test("the manifest names the partitions with their numbers of parts", () => {
  expect(fixedPartitions([halves, middle]).settings).toEqual({
    partitions: [
      { name: "halves", size: 2 },
      { name: "middle", size: 1 },
    ],
  })
})

test("an empty list is refused", () => {
  expect(() => fixedPartitions([])).toThrow(/at least one partition/)
})
