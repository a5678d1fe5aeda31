import { expect, test, vi } from "vitest"
import type { ModelRequest } from "../../src/engine/contract.ts"
import { factsOf } from "../fakes/engine.ts"
import { fileOf, openedPage, openPage, sample } from "./page.ts"

test("a photo alone is answered by the model of photos, with its class names, and a sample by the bundled one", async () => {
  const asked: ModelRequest[] = []
  const load = async (request: ModelRequest) => {
    asked.push(request)
    return factsOf(request.name, request.backend)
  }
  const { state, ...page } = await openedPage({ engines: [{ load }, { load }, { load }] })
  await page.openFiles([fileOf("mine.png")])
  expect([state.facts.value?.name, state.image.value?.name]).toEqual(["Everyday objects", "mine.png"])
  expect(new TextDecoder().decode(asked[1].beside?.labels?.text as Uint8Array)).toBe("cat\ndog")
  expect(Object.keys(asked[1].source)).toEqual(["model.json", "weights.bin"])
  await page.openSample(sample, null)
  expect([state.facts.value?.name, state.image.value?.name]).toEqual(["scenes", "sample"])
  expect(state.messages.value).toEqual([])
})

test("an own photo that was kept is answered by the model of photos again", async () => {
  const { state, ...page } = await openPage()
  await page.startKept({ origin: null, site: "photo", images: [fileOf("mine.png")] }, sample)
  expect([state.facts.value?.name, state.image.value?.name]).toEqual(["Everyday objects", "mine.png"])
})

test("a photo beside a model is explained by that model", async () => {
  const { state, ...page } = await openedPage()
  await page.openFiles([fileOf("mine.onnx"), fileOf("mine.png")])
  expect(state.facts.value?.name).toBe("mine.onnx")
  await page.openFiles([fileOf("other.png")])
  expect([state.facts.value?.name, state.image.value?.name]).toEqual(["mine.onnx", "other.png"])
})

test("where the model of photos does not arrive the bundled one answers, and the page says what to do", async () => {
  const { state, ...page } = await openedPage()
  vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }))
  await page.openFiles([fileOf("mine.png")])
  expect([state.facts.value?.name, state.activity.value]).toEqual(["scenes", "done"])
  const [{ code, text }] = state.messages.value
  expect(code).toBe("MODEL_NOT_FETCHED")
  expect(text).toContain("open the image again")
})
