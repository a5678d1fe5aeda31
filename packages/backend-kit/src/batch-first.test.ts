import { expect, test } from "vitest"
import { batchFirst, type DeclaredTensor, moveAxis } from "./batch-first.ts"

const tensor = (shape: readonly number[], values?: readonly number[]) => ({
  dtype: "float32" as const,
  shape,
  data: Float32Array.from(values ?? Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i)),
})

const info = (name: string, shape: (number | null)[], axes: (string | undefined)[] = []): DeclaredTensor => ({
  name,
  dtype: "float32",
  shape,
  axes,
  hasShape: true,
})

test("an axis moves to another place and back, with its numbers", () => {
  expect(moveAxis(tensor([2, 3]), 0, 1)).toEqual(tensor([3, 2], [0, 3, 1, 4, 2, 5]))
  for (const shape of [[2, 3, 4], [3, 1, 2, 5], [4]])
    for (let from = 0; from < shape.length; from++)
      for (let to = 0; to < shape.length; to++) {
        const given = tensor(shape)
        const moved = moveAxis(given, from, to)
        const at = (indices: number[], { shape }: { shape: readonly number[] }) =>
          indices.reduce((offset, index, axis) => offset * shape[axis] + index, 0)
        const last = shape.map((length, axis) => Math.floor((length - 1) / (axis + 1)))
        const there = last.toSpliced(from, 1).toSpliced(to, 0, last[from])
        expect(moved.data[at(there, moved)]).toBe(given.data[at(last, given)])
        expect(moveAxis(moved, to, from)).toEqual(given)
      }
})

test("a state is fed and read with the batch first", () => {
  const state = info("state", [2, null, 3], [undefined, "N"])
  const layout = batchFirst([info("x", [null, 4], ["N"]), state], [info("y", [null, 1], ["N"]), state])
  expect(layout.inputs[1]).toEqual({ name: "state", dtype: "float32", shape: [null, 2, 3] })
  expect(layout.finding).toMatchObject({ code: "BATCH_AXES", level: "note" })
  expect(layout.finding!.message).toContain('"state" [2, N, 3] has it on axis 1')
  const fed = tensor([5, 2, 3])
  expect(layout.toModel(1, fed).shape).toEqual([2, 5, 3])
  expect(layout.fromModel(1, layout.toModel(1, fed))).toEqual(fed)
})

test("an input without a batch axis is fed once, and must be equal for all items", () => {
  const layout = batchFirst([info("x", [null, 4]), info("rate", [])], [info("y", [null, 1])])
  expect(layout.inputs[1].shape).toEqual([null])
  expect(layout.toModel(1, tensor([3], [8, 8, 8]))).toEqual(tensor([], [8]))
  expect(() => layout.toModel(1, tensor([3], [8, 8, 7]))).toThrow(
    expect.objectContaining({ code: "SHAPE_MISMATCH", message: expect.stringContaining("item 2") }),
  )
})

test("a model without a batch axis takes one item", () => {
  const layout = batchFirst([info("x", [3, 8, 8])], [info("y", [10])])
  expect(layout.inputs[0].shape).toEqual([1, 3, 8, 8])
  expect(layout.outputs[0].shape).toEqual([1, 10])
  expect(layout.toModel(0, tensor([1, 3, 8, 8])).shape).toEqual([3, 8, 8])
  expect(layout.fromModel(0, tensor([10])).shape).toEqual([1, 10])
})

test("a model with the batch first everywhere is left unchanged", () => {
  const layout = batchFirst([info("x", [null, 4])], [info("y", [null, 1])])
  const fed = tensor([2, 4])
  expect(layout.toModel(0, fed)).toBe(fed)
  expect(layout.fromModel(0, fed)).toBe(fed)
  expect(layout.finding).toBeUndefined()
})
