import { expect, test } from "vitest"
import type { EngineWorker, MapView } from "../../src/engine/contract.ts"
import { factsOf, prediction, stepOf, viewOf } from "../fakes/engine.ts"
import { later, never } from "../fakes/worker.ts"
import { fileOf, openedPage, openPage, sample } from "./page.ts"

const decoded = { image: { width: 2, height: 2, data: new Uint8Array(12) }, preview: null as never }
const other = { target: 1, versus: null }

test("an image that is dropped while the first model is on its way is explained", async () => {
  const { state, workers, ...page } = await openPage({ engines: [{ load: () => never }] })
  void page.start(sample)
  await expect.poll(() => workers.engine.length).toBe(1)
  await page.openFiles([fileOf("mine.png")])
  expect(state.facts.value?.name).toBe("Everyday objects")
  expect([state.image.value?.name, state.activity.value]).toEqual(["mine.png", "done"])
  expect(state.messages.value).toEqual([])
  expect(workers.engine).toHaveLength(2)
})

test("a model that is dropped before the sample is there explains the sample", async () => {
  const drawn = later<typeof decoded>()
  const { state, ...page } = await openPage({ imageWorker: { draw: () => drawn.promise } })
  void page.start(sample)
  await page.openFiles([fileOf("mine.onnx")])
  expect([state.facts.value?.name, state.activity.value]).toEqual(["mine.onnx", "idle"])
  drawn.resolve(decoded)
  await expect.poll(() => state.activity.value).toBe("done")
  expect(state.image.value?.name).toBe("sample")
})

test("labels that are dropped while a model opens are learnt for that model", async () => {
  const opens = later<ReturnType<typeof factsOf>>()
  const learnt: string[] = []
  const learn: EngineWorker["learn"] = async ({ file }) => {
    learnt.push(file)
    return { facts: factsOf(file, "auto"), findings: [], isStale: false }
  }
  const { state, ...page } = await openedPage({ engines: [{ learn }, { learn, load: () => opens.promise }] })
  const opening = page.openFiles([fileOf("mine.onnx")])
  await expect.poll(() => state.activity.value).toBe("opening-model")
  const learning = page.openFiles([fileOf("labels.txt", "cat\ndog")])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(learnt).toEqual([])
  opens.resolve(factsOf("mine.onnx", "auto"))
  await Promise.all([opening, learning])
  expect(learnt).toEqual(["mine.onnx"])
})

test("what is learnt after the model refused the image has it looked at again", async () => {
  let isGrey = true
  const { state, ...page } = await openedPage({
    engines: [
      {},
      {
        predict: async () => {
          if (isGrey) throw { code: "SHAPE_MISMATCH", message: "1 channel" }
          return prediction
        },
        learn: async () => {
          isGrey = false
          return { facts: factsOf("grey.onnx", "auto"), findings: null, isStale: false }
        },
      },
    ],
  })
  await page.openFiles([fileOf("grey.onnx")])
  expect(state.prediction.value).toBeNull()
  await page.openFiles([fileOf("prep.json", '{"do_resize":true,"image_mean":[0.5]}')])
  expect([state.prediction.value?.width, state.activity.value]).toEqual([prediction.width, "done"])
})

test("a class that is chosen before the first step gets its map", async () => {
  let held: Promise<void> | undefined
  let told: Pick<MapView, "target" | "versus">
  const { state, ...page } = await openedPage({
    engines: [
      {
        async explain(_settings, chosen, tell) {
          told = chosen
          await held
          await tell(stepOf(told))
        },
        read: async (chosen) => viewOf((told = chosen)),
      },
    ],
  })
  const { promise, resolve } = later()
  held = promise
  const again = page.explainAgain()
  await expect.poll(() => state.activity.value).toBe("explaining")
  await page.choose(other)
  resolve()
  await again
  await expect.poll(() => state.view.value).toMatchObject(other)
})
