import { manifestFormat } from "@pami/core"
import { expect, test, vi } from "vitest"
import type { EngineWorker } from "../../src/engine/contract.ts"
import { prediction } from "../fakes/engine.ts"
import { fileOf, openedPage } from "./page.ts"

vi.mock("@pami/core", async (original) => ({
  ...(await original<typeof import("@pami/core")>()),
  parseManifest: () => ({}),
}))

const manifest = () => fileOf("m.json", JSON.stringify({ format: manifestFormat }))

/** A page whose engine notes what it does. */
async function notingPage(others: Partial<EngineWorker> = {}) {
  const did: string[] = []
  let image = ""
  const engine: Partial<EngineWorker> = {
    setImage: async (_, name) => void (image = name),
    predict: async () => (did.push(`predict ${image}`), prediction),
    async verify() {
      did.push("verify")
      return { outcome: "same", checks: [], runtimes: null, advice: null }
    },
    explain: async () => void did.push("explain"),
    ...others,
  }
  const page = await openedPage({ engines: [engine, engine] })
  did.length = 0
  return { page, did }
}

test.each(["mine.png", "mine.onnx"])(
  "a manifest that comes with %s is verified before a sweep",
  async (name) => {
    const { page, did } = await notingPage()
    await page.openFiles([fileOf(name), manifest()])
    const image = name.endsWith(".png") ? name : "sample"
    expect(did).toEqual([`predict ${image}`, "verify", "explain"])
    expect(page.state.verdict.value?.outcome).toBe("same")
  },
)

test("where it cannot be verified the image is explained all the same", async () => {
  const refused = { code: "MANIFEST_INVALID", message: "no maps" }
  const { page, did } = await notingPage({
    verify: async () => {
      throw refused
    },
  })
  await page.openFiles([fileOf("mine.png"), manifest()])
  expect(did).toEqual(["predict mine.png", "explain"])
  expect(page.state.messages.value).toMatchObject([{ code: refused.code }])
})
