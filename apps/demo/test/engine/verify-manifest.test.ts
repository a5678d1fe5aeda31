import { tolerances } from "@pami/conformance"
import type { Manifest } from "@pami/core"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
import { parseRecord } from "@pami/recipe"
import { segment } from "@pami/superpixels"
import { models } from "@pami/zoo"
import { beforeAll, expect, test } from "vitest"
import type { Picture } from "@pami/image"
import { verifyManifest } from "../../src/engine/verify-manifest.ts"
import { engineAtScene, explained, scene, settings } from "./fixtures.ts"

const few = { ...settings, passes: 20 }
let manifest: Manifest
beforeAll(async () => {
  const engine = await engineAtScene(few)
  await explained(engine, few)
  manifest = await engine.manifest()
  await engine.dispose()
})

/** Compares a manifest with what the page has open. */
async function verify(changed: Manifest, image: Picture = scene) {
  const model = await onnxruntimeWeb().load(models.scenes.onnx.href)
  try {
    const backend = "onnxruntime-web:wasm"
    const { signal } = new AbortController()
    return await verifyManifest(changed, { model, backend, image, segmenter: segment, signal })
  } finally {
    await model.dispose()
  }
}

const strange = `\u202e${"gpj.".repeat(900)}`

test("what a stranger's manifest names is shown in a line, with nothing in it that turns the writing", async () => {
  const extra = { ...manifest.extra, backend: strange, picture: strange }
  const { runtimes } = await verify({ ...manifest, backend: "elsewhere", extra })
  expect(runtimes!.recorded).toMatch(/^\\u202egpj\./)
  expect(runtimes!.recorded.length).toBeLessThan(100)
  const other = { ...scene, data: scene.data.map((byte) => 255 - byte) }
  const { advice } = await verify({ ...manifest, extra }, other)
  expect(advice).not.toContain("\u202e")
  expect(advice!.length).toBeLessThan(300)
})

test("numbers of two runtimes are compared by the tolerance of the conformance suite", async () => {
  const { runtimes } = await verify({ ...manifest, backend: "elsewhere" })
  expect(runtimes!.tolerance).toBe(tolerances.ownScore.largest)
})

test("a manifest whose recipe names a file is one for the command line, which the error says", async () => {
  const recipe = { ...parseRecord(manifest).recipe, mask: "beach.png" }
  await expect(verify({ ...manifest, extra: { ...manifest.extra, recipe } })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    message: expect.stringMatching(/beach\.png.*`pami verify`/),
  })
})

test("memory that does not suffice is not the manifest's error", async () => {
  const huge = { ...scene }
  Object.defineProperty(huge, "data", {
    get() {
      throw new RangeError("Array buffer allocation failed")
    },
  })
  await expect(verify(manifest, huge)).rejects.toThrow("allocation failed")
  await expect(verify(manifest, huge)).rejects.not.toMatchObject({ code: "MANIFEST_INVALID" })
})
