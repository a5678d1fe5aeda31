import type { Feeds, TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { checkFeeds } from "./check-feeds.ts"

const inputs: readonly TensorInfo[] = [
  { name: "x", dtype: "float32", shape: [null, 2] },
  { name: "words", dtype: "string", shape: [null] },
  { name: "any", dtype: "int32", shape: [] },
]
const x = { dtype: "float32", shape: [2, 2], data: new Float32Array(4) } as const
const words = { dtype: "string", shape: [2], data: ["a", "b"] } as const
const any = { dtype: "int32", shape: [1, 1], data: new Int32Array(1) } as const

test("feeds are returned in the order of the inputs", () => {
  expect(checkFeeds(inputs, { any, words, x })).toEqual([x, words, any])
})

test.each<[string, Feeds, { code?: string; name?: string; message?: RegExp }]>([
  ["a missing input", { x, any }, { code: "INPUT_NOT_FOUND", message: /input "words" was not fed/ }],
  ["an unknown input", { x, words, any, y: x }, { code: "INPUT_NOT_FOUND", message: /no input "y"/ }],
  [
    "another length",
    { x: { ...x, shape: [1, 4] }, words, any },
    { code: "SHAPE_MISMATCH", message: /axis 1 must be 2, got 4/ },
  ],
  [
    "another rank",
    { x: { ...x, shape: [4] }, words, any },
    { code: "SHAPE_MISMATCH", message: /has 2 axes, got 1/ },
  ],
  [
    "another element type",
    { x: words, words, any },
    { code: "SHAPE_MISMATCH", message: /takes float32, got texts/ },
  ],
  [
    "too few elements",
    { x: { ...x, shape: [3, 2] }, words, any },
    { name: "RangeError", message: /needs 6/ },
  ],
  ["an array of another type", { x: { ...x, data: new Int32Array(4) }, words, any }, { name: "TypeError" }],
])("%s is refused", (_, feeds, { message = /./, ...error }) => {
  expect(() => checkFeeds(inputs, feeds)).toThrow(
    expect.objectContaining({ ...error, message: expect.stringMatching(message) }),
  )
})
