// The examples in doc comments take these for granted: an image of 16 x 16 with a bright square, and a model that sees it.
import { functionBackend } from "@pami/backend-kit/function-backend"
import { denseInput } from "@pami/core"
import type { DType, Tensor } from "@pami/core"

const side = 16
const isSquare = (unit: number) => {
  const [x, y] = [unit % side, Math.floor(unit / side)]
  return x >= 2 && x < 6 && y >= 4 && y < 8
}

export const input = denseInput({
  name: "x",
  units: [side, side],
  grid: "image",
  planes: 1,
  inner: 1,
  shape: [1, side, side],
  original: Float32Array.from({ length: side * side }, (_, unit) => (isSquare(unit) ? 1 : 0.25)),
  baseline: new Float32Array(side * side),
})

const shapes = {
  boxes: [2, 6],
  size: [1],
  embedding: [2],
  mask: [1, side, side],
  points: [2, 3],
  steps: [6, 4],
}
const outputs = Object.entries(shapes).map(([name, shape]) => ({
  name,
  dtype: "float32" as DType,
  shape: [null, ...shape],
}))

/** Boxes, a size, an embedding, a mask, keypoints and characters of the square, weaker with less of it. */
const seesSquare = functionBackend(
  ({ x: { data, shape } }) => {
    const items = Array.from({ length: shape[0] }, (_, item) =>
      data.subarray(item * side * side, (item + 1) * side * side),
    )
    const answers = items.map((seen) => {
      const share =
        seen.reduce((sum: number, value: number, unit: number) => sum + (isSquare(unit) ? value : 0), 0) / 16
      const step = (cls: number) => [0, 1, 2, 3].map((k) => (k === cls ? 0.1 + 0.7 * share : 0.05))
      return {
        boxes: [2, 4, 6, 8, 0.9 * share, 0, 10, 9, 14, 15, 0.5 * share, 1],
        size: [32 * share],
        embedding: [share, 1],
        mask: Array.from(seen, (value: number, unit: number) => (isSquare(unit) ? 0.9 * value : 0.1)),
        points: [0.125, 0.25, 0.9 * share, 0.25, 0.375, 0.8 * share],
        steps: [3, 0, 1, 1, 0, 2].flatMap(step),
      } as Record<string, number[]>
    })
    return Object.fromEntries(
      outputs.map(({ name, dtype, shape: axes }): [string, Tensor] => [
        name,
        {
          dtype,
          shape: [items.length, ...(axes.slice(1) as number[])],
          data: Float32Array.from(answers.flatMap((answer) => answer[name])),
        },
      ]),
    )
  },
  { inputs: [{ name: "x", dtype: "float32", shape: [null, 1, side, side] }], outputs },
)
export const detector = await seesSquare.load("sees the square")
