import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { pipeline } from "@huggingface/transformers"
import { explainer as plainExplainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { decodeSeries } from "@pami/series"
import { explainer } from "@pami/transformers"
import { models, samples } from "@pami/zoo"
import { expect, test } from "vitest"
import { labelled, localModels, pathIn, writeModel } from "./folders.ts"
import { renamed } from "./rename.ts"

localModels()

/** Writes the zoo's model of sounds, with a feature extractor of these settings. */
async function writeSounds(name: string, extractor: object): Promise<string> {
  const { onnx, labels } = models.sounds
  return await writeModel(name, {
    "config.json": { model_type: "wav2vec2", ...labelled(labels) },
    "preprocessor_config.json": {
      feature_extractor_type: "Wav2Vec2FeatureExtractor",
      feature_size: 1,
      sampling_rate: 8000,
      ...extractor,
    },
    "onnx/model.onnx": renamed(await readFile(new URL(onnx.href)), { samples: "input_values" }),
  })
}

const word = fileURLToPath(samples.word.href)
const heard = async () => (await decodeSeries(await readFile(word), { name: word })).data

test("audio classification: the pipeline's prediction, and the map of its file without the pipeline", async () => {
  const name = await writeSounds("sounds", { do_normalize: false })
  const pipe = await pipeline("audio-classification", name, { dtype: "fp32" })
  const { prediction, map, axes } = await (await explainer(pipe, { passes: 40 }))(word)
  const given = await pipe(await heard(), { top_k: 7 })
  expect(prediction.map(({ label, score }) => ({ label, score }))).toEqual(
    given.map(({ label, score }) => ({ label, score: expect.closeTo(score, 7) })),
  )
  expect(axes[0].unit).toBe("s")
  const { labels } = models.sounds
  const file = pathIn(name, "onnx/model.onnx")
  const plain = await plainExplainer(file, { backend: onnxruntimeNode(), rate: 8000, labels, passes: 40 })
  expect(map()).toEqual((await plain(word)).map())
  await plain.dispose()
})

test("what the feature extractor computes of the whole sound is that of the masked one", async () => {
  const name = await writeSounds("normalized", { do_normalize: true })
  const pipe = await pipeline("audio-classification", name, { dtype: "fp32" })
  const { prediction } = await (await explainer(pipe, { passes: 4 }))(word)
  const [{ label, score }] = await pipe(await heard())
  expect(prediction[0]).toMatchObject({ label, score: expect.closeTo(score, 6) })
})
