import { pipeline } from "@huggingface/transformers"
import { explainer as plainExplainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { explainer } from "@pami/transformers"
import { models, review, tagged } from "@pami/zoo"
import { expect, test } from "vitest"
import { labelled, localModels, pathIn, writeModel } from "./folders.ts"
import { answerer, entailment } from "./small-models.ts"
import { specialTokens, tokenizerFiles, vocabularyOf } from "./tokenizers.ts"

localModels()

/** Writes a model of the zoo that takes texts, as it is. */
async function writeTextModel(name: "reviews" | "tags"): Promise<string> {
  const beside = (file: string) => new URL(file, models[name].onnx.href)
  const files = ["config.json", "tokenizer.json", "tokenizer_config.json"]
  return await writeModel(name, {
    ...Object.fromEntries(files.map((file) => [file, beside(file)])),
    "onnx/model.onnx": beside("model.onnx"),
  })
}

test("text classification: the pipeline's prediction, and the map of its folder without the pipeline", async () => {
  const name = await writeTextModel("reviews")
  const pipe = await pipeline("text-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe)
  const { text } = review(7)
  const { prediction, map } = await explain(text)
  const given = (await pipe(text, { top_k: 2 })) as { label: string; score: number }[]
  // The pipeline rounds probabilities to float32.
  expect(prediction.map(({ label, score }) => ({ label, score }))).toEqual(
    given.map(({ label, score }) => ({ label, score: expect.closeTo(score, 7) })),
  )
  const plain = await plainExplainer(pathIn(name, ""), { backend: onnxruntimeNode() })
  expect(map()).toEqual((await plain(text)).map())
  await plain.dispose()
})

test("a pipeline of several labels at once has a probability for each", async () => {
  const name = await writeTextModel("reviews")
  const pipe = await pipeline("text-classification", name, { dtype: "fp32" })
  const config = Object.assign(pipe.model.config as object, { problem_type: "multi_label_classification" })
  expect(config.problem_type).toBe("multi_label_classification")
  const { text } = review(7)
  const { prediction } = await (await explainer(pipe))(text, { passes: 4 })
  const given = (await pipe(text, { top_k: 2 })) as { label: string; score: number }[]
  expect(prediction.map(({ score }) => score)).toEqual(given.map(({ score }) => expect.closeTo(score, 6)))
})

test("token classification: the pipeline's tags, and the maps of its folder without the pipeline", async () => {
  const name = await writeTextModel("tags")
  const pipe = await pipeline("token-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe)
  const { text } = tagged(7)
  const { explanation, map } = await explain(text)
  const given = (await pipe(text)) as { entity: string; word: string; score: number }[]
  expect(explanation.targets.map(({ label, score }) => [label!.toLowerCase(), score])).toEqual(
    given.map(({ entity, word, score }) => [`${word}: ${entity}`.toLowerCase(), expect.closeTo(score, 7)]),
  )
  const plain = await plainExplainer(pathIn(name, ""), { backend: onnxruntimeNode() })
  const { map: mapOf } = await plain(text)
  for (const { id } of explanation.targets) expect(map(id)).toEqual(mapOf(id))
  await plain.dispose()
})

test("zero-shot text classification: the pipeline's labels, one or several, and the word that each comes from", async () => {
  const vocabulary = vocabularyOf("the cat and dog sleep on a warm mat about bird".split(" "))
  const name = await writeModel("judge", {
    "config.json": { model_type: "bert", ...labelled(["contradiction", "neutral", "entailment"]) },
    ...tokenizerFiles(vocabulary),
    "onnx/model.onnx": entailment(vocabulary.length, specialTokens),
    "onnx/model_fp16.onnx": entailment(vocabulary.length, specialTokens, 1),
  })
  const pipe = await pipeline("zero-shot-classification", name, { dtype: "fp32" })
  const text = "the cat and dog sleep on a warm mat"
  const candidateLabels = ["bird", "cat", "dog"]
  for (const multiLabel of [false, true]) {
    const options = { candidateLabels, hypothesisTemplate: "about {}", multiLabel }
    const { prediction, map, axes } = await (await explainer(pipe, options))(text)
    const given = (await pipe(text, candidateLabels, {
      hypothesis_template: "about {}",
      multi_label: multiLabel,
    })) as { labels: string[]; scores: number[] }
    expect(Object.fromEntries(prediction.map(({ label, score }) => [label, score]))).toEqual(
      Object.fromEntries(given.labels.map((label, i) => [label, expect.closeTo(given.scores[i], 7)])),
    )
    // The same model, exported for one item a run.
    const single = await pipeline("zero-shot-classification", name, { dtype: "fp16" })
    expect((await (await explainer(single, options))(text)).map("cat")).toEqual(map("cat"))
    for (const label of ["cat", "dog"]) {
      const values = map(label)
      expect(axes[0].labels![values.indexOf(Math.max(...values))]).toBe(label)
    }
  }
})

test("question answering: the pipeline's answer, and the words of question and context that it comes from", async () => {
  const vocabulary = vocabularyOf("anna lives in paris . bob where does live ? works london".split(" "))
  const name = await writeModel("answerer", {
    "config.json": { model_type: "bert", vocab_size: vocabulary.length },
    ...tokenizerFiles(vocabulary),
    "onnx/model.onnx": answerer(vocabulary.length, specialTokens),
  })
  const pipe = await pipeline("question-answering", name, { dtype: "fp32" })
  const explain = await explainer(pipe)
  const [question, context] = ["Where works ?", "Anna lives in Paris. Bob works London."]
  const { explanation, map, texts } = await explain({ question, context })
  const { answer, score } = (await pipe(question, context)) as { answer: string; score: number }
  expect(explanation.targets[0]).toMatchObject({ label: "London", score: expect.closeTo(score, 7) })
  expect(answer).toBe("london")
  const strongest = texts!(map()).map(({ pieces }) =>
    pieces.reduce((best, one) => ((one.importance ?? -1) > (best.importance ?? -1) ? one : best)),
  )
  expect(strongest.map((piece) => piece.text)).toEqual(["works", "works"])
  const plain = await plainExplainer(pathIn(name, ""), { backend: onnxruntimeNode() })
  expect(map()).toEqual((await plain({ question, context })).map())
  await plain.dispose()
})
