import { explainer } from "@pami/explainer"
import { models } from "@pami/zoo"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
import { fileURLToPath } from "node:url"
import { readFile } from "node:fs/promises"
import { beforeAll, expect, test } from "vitest"
import { createSavedReader } from "../../src/engine/saved/reader.ts"
import { butterfly, engineAtScene, explained, figureTools, mushroom, scene } from "./fixtures.ts"

const { labels, preprocessing, onnx } = models.scenes
const backend = onnxruntimeWeb({ threads: 1 })
const quick = { strategy: "grid", passes: 20, mask: "black" } as const

async function explainScene() {
  const source = new Uint8Array(await readFile(fileURLToPath(onnx.href)))
  await using explain = await explainer(source, { backend, labels, preprocessing, ...quick })
  const { prediction, map, save } = await explain(scene, { name: "scene.png" })
  return { prediction, map, bytes: save() }
}

let made: Awaited<ReturnType<typeof explainScene>>
beforeAll(async () => void (made = await explainScene()))

test("a saved explanation shows the maps that it was saved with, of every class and contrast, without a model", async () => {
  const { prediction, map, bytes } = made
  const reader = createSavedReader(figureTools)
  const facts = await reader.open(bytes, "scene.npz")
  expect(facts).toMatchObject({
    name: "scene.npz",
    input: "scene.png",
    passes: 20,
    complete: true,
    missing: "image",
    shape: [96, 96],
    choice: { target: prediction[0].id, versus: null },
  })
  expect(facts.prediction).toEqual(prediction)
  const [first, second] = prediction.map(({ id }) => id as number)
  expect((await reader.read(facts.choice)).values).toEqual(map())
  expect((await reader.read({ target: second, versus: null })).values).toEqual(map(second))
  const contrast = await reader.read({ target: first, versus: second })
  expect(contrast.values).toEqual(map({ target: first, versus: second }))
  await expect(reader.figure(facts.choice)).rejects.toMatchObject({ code: "FIGURE_UNAVAILABLE" })
  expect(await reader.takeImage(scene)).toMatchObject({ grid: { width: 96, height: 96 } })
  expect(await reader.figure(facts.choice)).toMatch(/^<svg/)
})

test("the page's own file holds every map of its sweep, with the names of the classes", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const reader = createSavedReader(figureTools)
  const facts = await reader.open(await engine.save(), "scene.npz")
  expect(facts.prediction[0]).toMatchObject({ id: mushroom.target, label: "mushroom" })
  expect(facts).toMatchObject({ model: null, input: "scene.png" })
  expect((await reader.read(butterfly)).values).toEqual((await engine.read(butterfly)).map)
  await engine.dispose()
})

test("a wrong, a truncated and a changed file are refused, and the open one stays", async () => {
  const { bytes } = made
  const reader = createSavedReader(figureTools)
  const { choice } = await reader.open(bytes, "scene.npz")
  const before = await reader.read(choice)
  const changed = bytes.slice()
  changed.set(new TextEncoder().encode("pami-explanation-9"), indexOf(changed, "pami-explanation-1"))
  for (const wrong of [new Uint8Array(3), bytes.slice(0, bytes.length / 2), changed])
    await expect(reader.open(wrong, "wrong.npz")).rejects.toMatchObject({
      code: "EXPLANATION_INVALID",
      message: expect.stringMatching(/^wrong\.npz is not a saved explanation: /),
    })
  expect(await reader.read(choice)).toEqual(before)
})

function indexOf(bytes: Uint8Array, text: string): number {
  return new TextDecoder("latin1").decode(bytes).indexOf(text)
}
