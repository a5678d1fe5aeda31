import { onGrid, peak } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models, scene, sceneCaption, sceneQuestion } from "@pami/zoo"
import { expect, test } from "vitest"
import { explainer } from "./index.ts"

const backend = onnxruntimeNode()
const drawn = scene(60_002, { kinds: ["mushroom", "butterfly"] })
const picture = { width: drawn.width, height: drawn.height, data: drawn.pixels }

test("the nouns of a caption have their peaks on the objects that they name, all from one sweep", async () => {
  const folder = new URL("../", models["scenes-caption"].encoder.onnx.href).href
  await using explain = await explainer(folder, { backend })
  const { prediction, words, explanation, findings } = await explain(picture, { passes: 100 })
  const { text, nouns } = sceneCaption(drawn)
  expect(prediction.find(({ id }) => id === "answer")).toMatchObject({ label: text })
  expect(explanation.passes).toBe(100)
  const maps = words!()
  expect(maps.map(({ label }) => label)).toEqual(text.split(" "))
  const owners = maps.map(({ map }) => drawn.owner[peak(map)] - 1)
  const shown = nouns.map(({ start }) => owners[text.slice(0, start).split(" ").length - 1])
  expect(shown).toEqual(nouns.map(({ object }) => object))
  expect(findings.filter(({ level }) => level === "warning")).toEqual([])
})

test("an answer has its peaks on the object and on the word of the question that decide", async () => {
  await using explain = await explainer(models["scenes-question"].onnx.href, { backend })
  const { text, answer, object, decisive } = sceneQuestion(1, drawn, { about: "place" })
  const { prediction, map, texts, explanation } = await explain(picture, { question: text, passes: 100 })
  expect(prediction[0].id).toBe(answer)
  expect(drawn.owner[peak(onGrid(map(), explanation.grids[0]))] - 1).toBe(object)
  const [{ pieces }] = texts!(map())
  const [strongest] = pieces.toSorted((a, b) => (b.importance ?? -1) - (a.importance ?? -1))
  expect(strongest).toMatchObject(decisive[0])
})
