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
  const { onnx } = models[name]
  const files = ["config.json", "tokenizer.json", "tokenizer_config.json"]
  return await writeModel(name, {
    ...Object.fromEntries(files.map((file) => [file, new URL(file, onnx as URL)])),
    "onnx/model.onnx": onnx as URL,
  })
}

test("text classification", async () => {
  const name = await writeTextModel("reviews")
  const pipe = await pipeline("text-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe)
  const { text } = review(7)
  const { prediction, map, findings } = await explain(text)
  console.log(text, prediction, await pipe(text, { top_k: 2 }), findings)
  const plain = await plainExplainer(pathIn(name, ""), { backend: onnxruntimeNode() })
  const other = await plain(text)
  console.log(other.prediction, other.recipe.activation)
  expect(map()).toEqual(other.map())
})

test("token classification", async () => {
  const name = await writeTextModel("tags")
  const pipe = await pipeline("token-classification", name, { dtype: "fp32" })
  const explain = await explainer(pipe)
  const { text } = tagged(7)
  const { explanation, map, findings } = await explain(text)
  console.log(text, explanation.targets, await pipe(text), findings)
  const plain = await plainExplainer(pathIn(name, ""), { backend: onnxruntimeNode() })
  const other = await plain(text)
  expect(map()).toEqual(other.map())
})

test("zero-shot", async () => {
  const vocabulary = vocabularyOf("the cat sleeps on a warm mat this example is about dog .".split(" "))
  const name = await writeModel("nli", {
    "config.json": { model_type: "bert", vocab_size: vocabulary.length, ...labelled(["contradiction", "neutral", "entailment"]) },
    ...tokenizerFiles(vocabulary),
    "onnx/model.onnx": entailment(vocabulary.length, specialTokens),
  })
  const pipe = await pipeline("zero-shot-classification", name, { dtype: "fp32" })
  const options = { hypothesis_template: "about {}" }
  const text = "the cat sleeps on a warm mat"
  for (const multiLabel of [false, true]) {
    const explain = await explainer(pipe, { candidateLabels: ["dog", "cat"], hypothesisTemplate: "about {}", multiLabel })
    const { prediction, map, axes, findings } = await explain(text)
    console.log(prediction, await pipe(text, ["dog", "cat"], { ...options, multi_label: multiLabel }), [...map("cat")], axes[0].labels, findings)
  }
})

test("question answering", async () => {
  const vocabulary = vocabularyOf("anna lives in paris . bob where does live ? works london".split(" "))
  const name = await writeModel("qa", {
    "config.json": { model_type: "bert", vocab_size: vocabulary.length },
    ...tokenizerFiles(vocabulary),
    "onnx/model.onnx": answerer(vocabulary.length, specialTokens),
  })
  const pipe = await pipeline("question-answering", name, { dtype: "fp32" })
  const explain = await explainer(pipe)
  const question = "Where works ?"
  const context = "Anna lives in Paris. Bob works London."
  const { explanation, texts, map, findings } = await explain({ question, context })
  console.log(explanation.targets, await pipe(question, context), texts!(map()).map(t => t.pieces.filter(p => p.importance !== null).map(p => [p.text, p.importance])), findings)
})
