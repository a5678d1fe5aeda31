import { expect, test } from "vitest"
import { type Declared, findBatchAxes } from "./batch-axes.ts"

/** A number is a length, a text the name of a free axis, `null` a free axis without a name. */
type Shape = readonly (number | string | null)[] | undefined

function declared(shapes: readonly Shape[]): Declared[] {
  return shapes.map((shape, index) => ({
    name: String(index),
    shape: shape?.map((length) => (typeof length === "number" ? length : null)),
    axes: shape?.map((length) => (typeof length === "string" ? length : undefined)) ?? [],
  }))
}

// oxfmt-ignore
test.each<[what: string, inputs: Shape[], outputs: Shape[], size: number | null, ...axes: (number | null)[][]]>([
  ["first everywhere", [["N", 3, 8, 8]], [["N", 10]], null, [0], [0]],
  ["a scalar and a vector of one beside", [["batch", 3, 8, 8], [], [1]], [["batch", 10]], null, [0, null, null], [0]],
  ["a state with layers first", [["B", 512], [2, "B", 128]], [["B", 1], [2, "B", 128]], null, [0, 1], [0, 1]],
  ["a state, nothing named", [[null, 512], [2, null, 128]], [[null, 1], [2, null, 128]], null, [0, 1], [0, 1]],
  ["another free axis first", [["batch", 3, 8, 8], ["boxes", 4]], [["batch", 10]], null, [0, null], [0]],
  ["another name for each", [["unk__1", 8, 8, 3]], [["unk__2", 10]], null, [0], [0]],
  ["an output of items traced", [["batch", 3, 8, 8]], [[1, 10]], null, [0], [0]],
  ["an output without a batch", [["batch", 3, 8, 8]], [[10]], 1, [0], [null]],
  ["an output of no shape", [["batch", 3, 8, 8]], [undefined], null, [0], [0]],
  ["a fixed batch", [[4, 3, 8, 8]], [[4, 10], [12, 4, 5], [7]], 4, [0], [0, 1, null]],
  ["a fixed batch, one number an item", [[4, 3, 8, 8]], [[4]], 4, [0], [0]],
  ["a fixed batch of one, with a state", [[1, 3, 8, 8], [2, 1, 16]], [[1, 10]], 1, [0, null], [0]],
  ["a fixed batch of one, after a state", [[2, 1, 16], [1, 3, 8, 8]], [[1, 10], [2, 1, 16]], 1, [null, 0], [0, null]],
  ["a fixed batch, after a state", [[2, 4, 16], [4, 3, 8, 8]], [[4, 10], [2, 4, 16]], 4, [1, 0], [0, 1]],
  ["two lengths, equally often", [[4, 8], [2, 8]], [[4, 10], [2, 10]], 2, [null, 0], [null, 0]],
  ["two names for the batch", [["batch", 8], ["batch_size", 8], [2, "bs", 8]], [["batch", 10]], null, [0, 0, 1], [0]],
  ["another usual name of an output", [["batch", 8], ["n", 4]], [["batch", 10], ["n", 4]], null, [0, null], [0, null]],
  ["an image without a batch", [[3, 8, 8]], [[10]], 1, [null], [null]],
  ["an image without a batch, as many classes as planes", [[3, 8, 8]], [[3]], 1, [null], [null]],
  ["an image without a batch, answers with one", [[8, 8, 3]], [[1, 10]], 1, [null], [0]],
  ["three grey images at a time", [[3, 8, 8]], [[3, 10]], 3, [0], [0]],
])("%s", (_, inputs, outputs, size, ...axes) => {
  const found = findBatchAxes(declared(inputs), declared(outputs))
  expect(found).toEqual({ size, inputs: axes[0], outputs: axes[1] })
})
