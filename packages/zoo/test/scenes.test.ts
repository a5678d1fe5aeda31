import { readFile, stat } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { average, classProbability, explain, type Model, peak, slidingWindow, type Tensor } from "@pami/core"
import { decode } from "@pami/core/tensor"
import { blur, parseLabels, parsePreprocessing, pictureInput, toPixels, toTensor } from "@pami/image"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import * as tf from "@tensorflow/tfjs"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { models, pictures, type Scene, scene, type SceneOptions } from "../src/index.ts"

const { onnx, tfjs, labels, preprocessing } = models.scenes
const nothing = labels.indexOf("nothing")
const beside = (name: string) => new URL(name, onnx)
const text = (url: URL) => readFile(url, "utf8")

describe("the files of the scenes model", () => {
  test("are below 1 MB each", async () => {
    for (const url of [onnx, ...Object.values(tfjs), pictures.scene])
      expect((await stat(url)).size).toBeLessThan(1e6)
  })

  test("list the same classes", async () => {
    expect(labels).toHaveLength(13)
    expect(await parseLabels(await text(beside("labels.txt")))).toEqual(labels)
    expect(await parseLabels(await text(beside("config.json")))).toEqual(labels)
  })

  test("describe the same preprocessing", async () => {
    const config = await text(beside("preprocessor_config.json"))
    expect(parsePreprocessing(config, { name: "scenes" })).toEqual({ preprocessing, findings: [] })
  })
})

describe("the scenes model", () => {
  let model: Model
  beforeAll(async () => {
    model = await onnxruntimeNode().load(fileURLToPath(onnx))
  })
  afterAll(() => model.dispose())

  const logits = async (scenes: readonly Scene[]) => {
    const { logits } = await model.run({ image: feed(scenes) })
    return scenes.map((_, item) => decode(logits).slice(item * labels.length, (item + 1) * labels.length))
  }
  const likeliest = async (options: SceneOptions, count = 100) => {
    const scenes = Array.from({ length: count }, (_, seed) => scene(50_000 + seed, options))
    return (await logits(scenes)).map((row, item) => ({
      said: row.indexOf(Math.max(...row)),
      shown: scenes[item].objects,
    }))
  }

  test("declares images with a free batch axis, and logits", () => {
    expect(model.inputs).toEqual([{ name: "image", dtype: "float32", shape: [null, 3, 96, 96] }])
    expect(model.outputs).toEqual([{ name: "logits", dtype: "float32", shape: [null, 13] }])
  })

  test("is right on at least 95 of 100 unseen scenes of one object", async () => {
    const answers = await likeliest({ objects: 1 })
    const right = answers.filter(({ said, shown }) => said === shown[0].kind)
    expect(right.length / answers.length).toBeGreaterThanOrEqual(0.95)
  })

  test("predicts one of several objects", async () => {
    const answers = await likeliest({ objects: [2, 3] })
    const right = answers.filter(({ said, shown }) => shown.some(({ kind }) => kind === said))
    expect(right.length / answers.length).toBeGreaterThanOrEqual(0.95)
  })

  test("predicts `nothing` for scenes without an object", async () => {
    const answers = await likeliest({ objects: 0 })
    const right = answers.filter(({ said }) => said === nothing)
    expect(right.length / answers.length).toBeGreaterThanOrEqual(0.95)
  })

  test("has maps with their peak on the explained object", async () => {
    let maps = 0
    let hits = 0
    for (let seed = 60_000; seed < 60_005; seed++) {
      const { width, height, pixels, owner, objects } = scene(seed, { objects: 2 })
      const picture = { width, height, data: pixels }
      const { input } = await pictureInput({
        picture,
        preprocessing,
        masking: blur(),
        tensor: model.inputs[0],
      })
      const target = classProbability({ activation: "softmax", classes: objects.map(({ kind }) => kind) })
      const explanation = await explain({ model, input, target, partitioner: slidingWindow() })
      objects.forEach(({ kind }, index) => {
        maps++
        if (owner[peak(average(explanation, kind))] === index + 1) hits++
      })
    }
    expect(hits / maps).toBeGreaterThanOrEqual(0.9)
  })

  test("has the same weights as tfjs", async () => {
    tf.enableProdMode()
    await tf.setBackend("cpu")
    const network = await tf.loadLayersModel({ load: tfjsFiles })
    const scenes = [scene(70_001), scene(70_002, { objects: 0 })]
    const expected = await logits(scenes)
    const images = tf.tensor4d(
      scenes.flatMap((drawn) => [...tensor(drawn, "nhwc")]),
      [scenes.length, 96, 96, 3],
    )
    const answered = (network.predict(images) as tf.Tensor).dataSync()
    expected.flatMap((row) => [...row]).forEach((logit, i) => expect(answered[i]).toBeCloseTo(logit, 4))
  })
})

function tensor({ width, height, pixels }: Scene, layout: "nchw" | "nhwc"): Float32Array {
  return toTensor(toPixels({ width, height, data: pixels }), { ...preprocessing, layout })
}

function feed(scenes: readonly Scene[]): Tensor {
  const shape = [scenes.length, 3, 96, 96]
  const data = new Float32Array(scenes.length * 3 * 96 * 96)
  scenes.forEach((drawn, slot) => data.set(tensor(drawn, "nchw"), slot * 3 * 96 * 96))
  return { dtype: "float32", shape, data }
}

async function tfjsFiles(): Promise<tf.io.ModelArtifacts> {
  const { modelTopology, weightsManifest } = JSON.parse(await text(tfjs["model.json"]))
  const [{ paths, weights }] = weightsManifest
  expect(paths).toEqual(["weights.bin"])
  const bytes = await readFile(tfjs["weights.bin"])
  return { modelTopology, weightSpecs: weights, weightData: new Uint8Array(bytes).buffer }
}
