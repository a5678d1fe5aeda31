import { contractVersion, type Model, type Tensors } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { decideOnce, describeModel } from "@pami/explainer"
import { segment } from "@pami/superpixels"
import type { Engine } from "../../src/engine/contract.ts"
import { createEngine } from "../../src/engine/engine.ts"
import { settings } from "./fixtures.ts"

const side = 8

/** An image of one colour, whose middle is black. */
export const square = {
  width: side,
  height: side,
  data: Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)]
    return Math.max(Math.abs(x - 3.5), Math.abs(y - 3.5)) < 2 ? 0 : 200
  }),
}

/** Returns the mean of what each item of a batch is fed. */
type Answer = (means: readonly number[]) => Record<string, readonly (readonly number[])[]>

/** Returns an engine in this thread that has {@link square} and a model open, which answers as given, by the mean of each image. */
export async function engineOf(answer: Answer): Promise<Engine> {
  const outputs = Object.entries(answer([0])).map(([name, [scores]]) => ({
    name,
    dtype: "float32" as const,
    shape: [null, scores.length],
  }))
  const model: Model = {
    contract: contractVersion,
    backend: "test",
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }],
    outputs,
    limits: { preferredBatch: 4 },
    digest: sha256([]),
    settings: { device: "cpu" },
    async run({ image }) {
      const data = image.data as Float32Array
      const length = 3 * side * side
      const means = Array.from({ length: data.length / length }, (_, item) => {
        const own = data.subarray(item * length, (item + 1) * length)
        return own.reduce((sum, value) => sum + value, 0) / length
      })
      return Object.fromEntries(
        Object.entries(answer(means)).map(([name, rows]) => [
          name,
          { dtype: "float32", shape: [rows.length, rows[0].length], data: Float32Array.from(rows.flat()) },
        ]),
      ) as Tensors
    },
    async dispose() {},
  }
  const described = await describeModel(model)
  const opened = {
    ...described,
    name: "m.onnx",
    backend: "test:cpu",
    isBundled: false,
    isRepeatable: false,
    preset: undefined,
    decide: decideOnce(described),
  }
  const engine = createEngine({ open: async () => opened, segmenter: segment })
  await engine.load({ name: "m.onnx", source: new Uint8Array(), backend: "auto" })
  await engine.setImage(square, "square.png")
  return engine
}

/** A cheap sweep of an image as it is. */
export const plainly = { ...settings, mask: "black", preset: "0-1", activation: "none", passes: 8 } as const
