// The examples in doc comments take these for granted: an image with a bright square, and a model that sees it.
import { functionBackend } from "@pami/backend-kit/function-backend"
import { denseInput } from "@pami/core"

const [height, width] = [24, 24]
const isObject = (unit: number) => unit % width < 12 && unit < 12 * width
const values = Float32Array.from({ length: height * width }, (_, unit) => (isObject(unit) ? 1 : 0.2))

export const input = denseInput({
  name: "x",
  units: [height, width],
  planes: 1,
  inner: 1,
  shape: [height, width],
  original: values,
  baseline: new Float32Array(height * width),
})
const inputs = [{ name: "x", dtype: "float32", shape: [null, height, width] }] as const
const seesObject = functionBackend(
  ({ x: { data, shape } }) =>
    Array.from({ length: shape[0] }, (_, item) => {
      const seen = data.subarray(item * height * width, (item + 1) * height * width)
      const share = seen.reduce((sum, value, unit) => sum + (isObject(unit) ? value : 0), 0) / 144
      return [share, 1 - share]
    }),
  { inputs },
)
export const model = await seesObject.load("sees the square")
