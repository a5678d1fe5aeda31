import type { Tensor } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import * as tf from "@tensorflow/tfjs"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { beforeAll, expect, test } from "vitest"
import { filesOf, itemOf, type NetworkName, networks } from "./items.ts"

const seeds = [70_001, 70_002]

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend("cpu")
})

test.each(networks)("%s gives the same outputs in ONNX and in tfjs", async (name) => {
  const model = await onnxruntimeNode().load(fileURLToPath(filesOf(name).onnx))
  const [input] = model.inputs
  const items = seeds.map((seed) => itemOf(name, seed, "nchw"))
  expect(input.shape).toEqual([null, ...items[0].shape])
  const shape = [seeds.length, ...items[0].shape]
  const values = items.flatMap(({ data }) => [...data])
  const feed: Tensor =
    input.dtype === "int64"
      ? { dtype: "int64", shape, data: BigInt64Array.from(values, BigInt) }
      : { dtype: "float32", shape, data: Float32Array.from(values) }
  const answers = await model.run({ [input.name]: feed })
  const [output] = model.outputs
  const { data: expected, shape: outputShape } = answers[output.name]
  expect(output.shape.slice(1)).toEqual(outputShape.slice(1))
  await model.dispose()

  const network = await tf.loadLayersModel({ load: () => tfjsFiles(name) })
  const nhwc = seeds.map((seed) => itemOf(name, seed, "nhwc"))
  const given = tf.tensor(
    nhwc.flatMap(({ data }) => [...data]),
    [seeds.length, ...nhwc[0].shape],
    input.dtype === "int64" ? "int32" : "float32",
  )
  const answered = network.predict(given) as tf.Tensor
  const turned = answered.rank === 4 ? answered.transpose([0, 3, 1, 2]) : answered
  expect(turned.shape).toEqual(outputShape)
  const largest = Math.max(1, ...Array.from(expected as Float32Array, Math.abs))
  const apart = Array.from(turned.dataSync(), (value, i) => Math.abs(value - Number(expected[i])))
  expect(apart).toHaveLength(sizeOf(outputShape))
  // Both round in float32, in other orders: 1e-5 of the largest output is ten times what was measured.
  expect(Math.max(...apart) / largest).toBeLessThan(1e-5)
})

async function tfjsFiles(name: NetworkName): Promise<tf.io.ModelArtifacts> {
  const { tfjs } = filesOf(name)
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(tfjs["model.json"], "utf8"))
  const [{ paths, weights }] = weightsManifest
  expect(paths).toEqual(["weights.bin"])
  const bytes = await readFile(tfjs["weights.bin"])
  return { modelTopology, weightSpecs: weights, weightData: new Uint8Array(bytes).buffer }
}
