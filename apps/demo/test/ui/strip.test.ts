import { expect, test, vi } from "vitest"
import type { EngineWorker } from "../../src/engine/contract.ts"
import type { ImageWorker } from "../../src/ui/image-worker/contract.ts"
import { stepOf } from "../fakes/engine.ts"
import { fileOf, openedPage } from "./page.ts"

const preview = { width: 2, height: 2 } as ImageBitmap

const decode: ImageWorker["decode"] = async (_, name) => {
  if (name.startsWith("broken")) throw { code: "PICTURE_BROKEN", message: `${name} ends early` }
  return { image: { width: 2, height: 2, data: new Uint8Array(12) }, preview }
}

async function stripPage(...work: Parameters<typeof openedPage>) {
  vi.stubGlobal("createImageBitmap", async () => preview)
  const page = await openedPage(...work)
  const { strip } = await import("../../src/ui/strip.ts")
  return { page, states: () => strip.value.map(({ state }) => state), strip }
}

test("several images get a result each, and one that cannot be read a reason", async () => {
  let loads = 0
  const load = vi.fn(async () => (loads++, (await import("../fakes/engine.ts")).factsOf("scenes", "auto")))
  const { page, states, strip } = await stripPage({ engines: [{ load }, { load }], imageWorker: { decode } })
  await page.openFiles([fileOf("a.png"), fileOf("broken.png"), fileOf("c.png")])
  expect(states()).toEqual(["done", "failed", "done"])
  expect(strip.value[0].result).toMatchObject({ top: "class 0", score: expect.stringContaining("70") })
  expect(strip.value[1].reason).toContain("broken.png ends early")
  // The bundled model, and that of photos.
  expect(loads).toBe(2)
  expect(page.state.image.value?.name).toBe("c.png")
  await page.openImage(strip.value[0].file)
  expect(page.state.image.value?.name).toBe("a.png")
  await page.openFiles([fileOf("other.png")])
  expect(states()).toEqual([])
})

test("Stop keeps the results so far, and the rest is explained when it is asked for", async () => {
  let sweeps = 0
  const explain: EngineWorker["explain"] = async (_settings, chosen, tell) => {
    // The sample's sweep is the first.
    await tell(stepOf(chosen, { done: ++sweeps !== 3 }))
  }
  // The model of photos opens in a second engine.
  const engines = [{ explain }, { explain }]
  const { page, states } = await stripPage({ engines, imageWorker: { decode } })
  await page.openFiles([fileOf("a.png"), fileOf("b.png"), fileOf("c.png")])
  expect(states()).toEqual(["done", "partial", "waiting"])
  await page.explainRest()
  expect(states()).toEqual(["done", "partial", "done"])
})
