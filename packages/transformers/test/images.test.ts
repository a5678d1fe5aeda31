import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { pipeline, RawImage } from "@huggingface/transformers"
import { explainer as plainExplainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { explainer } from "@pami/transformers"
import { models, pictures } from "@pami/zoo"
import { expect, test } from "vitest"
import { labelled, localModels, pathIn, writeModel } from "./folders.ts"
import { renamed } from "./rename.ts"

localModels()
const scene = fileURLToPath(pictures.scene as URL)

/** Writes a model of the zoo that takes images, as transformers.js loads it. */
async function writeImageModel(name: "scenes" | "scenes-segment", config: object): Promise<string> {
  const { onnx, labels } = models[name]
  return await writeModel(name, {
    "config.json": { ...config, ...labelled(labels) },
    "preprocessor_config.json": new URL("preprocessor_config.json", onnx as URL),
    "onnx/model.onnx": renamed(await readFile(onnx as URL), { image: "pixel_values" }),
  })
}

test("image classification: the pipeline's prediction, and the map that its file gives by itself", async () => {
  const name = await writeImageModel("scenes", { model_type: "vit" })
  const pipe = await pipeline("image-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe, { passes: 60 })
  const image = await (await RawImage.read(scene)).resize(96, 96)
  const { prediction, map, findings } = await explain(image)
  console.log(prediction.slice(0,3), findings)
  const given = await pipe(image, { top_k: 20 })
  console.log(given.slice(0,3))
  const plain = await plainExplainer(pathIn(name, "onnx/model.onnx"), { backend: onnxruntimeNode(), passes: 60, activation: "softmax" })
  const other = await plain({ width: 96, height: 96, data: Uint8Array.from(image.data) })
  console.log(other.prediction.slice(0,3), other.recipe)
  const a = map(), b = other.map()
  console.log(Math.max(...a.map((v,i)=>Math.abs(v-b[i]))))
  const whole = await explain(scene)
  console.log(whole.prediction.slice(0,3), (await pipe(scene)).slice(0,3))
  await (await import("node:fs/promises")).writeFile("/tmp/transformers-x/scene.png", await whole.figure())
})
