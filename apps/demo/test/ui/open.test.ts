import { captionFigure } from "@pami/explainer"
import { expect, test, vi } from "vitest"
import type { EngineWorker, Settings } from "../../src/engine/contract.ts"
import type { Caption, ImageWorker } from "../../src/ui/image-worker/contract.ts"
import { factsOf, prediction } from "../fakes/engine.ts"
import { later } from "../fakes/worker.ts"
import { fileOf, openedPage } from "./page.ts"

const preprocessing = fileOf("prep.json", '{"do_resize":true,"image_mean":[0.5]}')

test("what was chosen for one model is not said of the next, but what a link says is", async () => {
  const used: Settings[] = []
  const predict: EngineWorker["predict"] = async (settings) => {
    used.push(settings)
    return prediction
  }
  const { state, ...page } = await openedPage({
    engines: [{ predict }, { predict }, { predict }, { predict }],
  })
  await page.change({ preset: "clip", layout: "nhwc", activation: "none", output: "a", mask: "black" })
  await page.openFiles([fileOf("b.onnx")])
  const unsaid = { preset: null, layout: null, activation: "auto", output: null, size: null, mean: null }
  expect(used.at(-1)).toMatchObject({ ...unsaid, mask: "black" })
  const others = { size: 320, mean: [0.5], std: null, task: null }
  const said = { preset: "0-1", layout: null, activation: "sigmoid", output: "b", ...others } as const
  state.linked.value = said
  await page.openFiles([fileOf("c.onnx")])
  expect(used.at(-1)).toMatchObject(said)
  await page.openZoo()
  expect(used.at(-1)).toMatchObject(unsaid)
})

test("preprocessing that is named later counts more than a preset that was chosen before", async () => {
  const used: (string | null)[] = []
  const { state, ...page } = await openedPage({
    engines: [{ predict: async ({ preset }) => (used.push(preset), prediction) }],
  })
  await page.change({ preset: "clip" })
  await page.openFiles([preprocessing])
  expect(state.settings.value.preset).toBeNull()
  expect(used).toEqual([null, "clip", null])
})

test("an image that comes with preprocessing is looked at once, and the former one no more", async () => {
  const seen: string[] = []
  let image = ""
  const { state, ...page } = await openedPage({
    engines: [
      {
        setImage: async (_, name) => void (image = name),
        predict: async () => (seen.push(image), prediction),
        learn: async () => ({ facts: factsOf("scenes", "auto"), findings: null, isStale: true }),
      },
    ],
  })
  await page.openFiles([preprocessing, fileOf("mine.png")])
  expect(seen).toEqual(["sample", "mine.png"])
  expect(state.activity.value).toBe("done")
})

test("where no image of several can be opened the former one stays, and the page says so", async () => {
  const decode: ImageWorker["decode"] = async (_, name) => {
    if (name.startsWith("broken")) throw { code: "PICTURE_BROKEN", message: "it ends early" }
    return { image: { width: 2, height: 2, data: new Uint8Array(12) }, preview: null as never }
  }
  const { state, ...page } = await openedPage({ imageWorker: { decode } })
  await page.openFiles([fileOf("one.png")])
  await page.openFiles([fileOf("broken.png"), fileOf("broken too.png")])
  expect(state.image.value?.name).toBe("one.png")
  expect(state.messages.value.at(-1)?.text).toContain("None of the 2 images")
  expect(state.activity.value).toBe("done")
})

test("a figure of the former map tells the mask that it was made with", async () => {
  const captions: Caption[] = []
  let held: Promise<void> | undefined
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "", revokeObjectURL() {} }))
  const { state, ...page } = await openedPage({
    engines: [
      {
        async predict({ mask }) {
          await held
          return { ...prediction, recipe: { ...prediction.recipe, mask } }
        },
      },
    ],
    imageWorker: { svg: async (_, caption) => (captions.push(caption), "<svg/>") },
  })
  vi.stubGlobal("document", { visibilityState: "hidden", createElement: () => ({ click() {} }) })
  const { promise, resolve } = later()
  held = promise
  const changed = page.change({ mask: "black" })
  await expect.poll(() => state.activity.value).toBe("predicting")
  await page.save("svg")
  resolve()
  await changed
  await page.save("svg")
  const footers = captions.map((caption) => captionFigure({ ...caption, maps: [new Float32Array(4)] }).footer)
  expect(footers.map((footer) => /\((\w+)\)/.exec(footer!.join())?.[1])).toEqual(["blur", "black"])
})
