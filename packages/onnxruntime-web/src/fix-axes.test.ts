import { brightness } from "@pami/test-models"
import { expect, test } from "vitest"
import { fixAxes } from "./fix-axes.ts"
import { startRuntime } from "./runtime.ts"
import { readFiles } from "./onnx-files.ts"

test("a free batch gets a length, and given lengths are kept", async () => {
  const runtime = await startRuntime("wasm", {})
  const source = await readFiles(brightness({ size: 4 }))
  expect(await fixAxes(source, { threads: 2 }, runtime)).toEqual({ threads: 2, dimensions: { batch: 8 } })
  const dimensions = { batch: 3 }
  expect(await fixAxes(source, { dimensions }, runtime)).toEqual({ dimensions })
})

test("other free axes are named in the error", async () => {
  const runtime = await startRuntime("wasm", {})
  const source = await readFiles(brightness())
  await expect(fixAxes(source, {}, runtime)).rejects.toThrow(
    'its axes "image_2", "image_3" are free: give their lengths as dimensions',
  )
  const dimensions = { image_2: 4, image_3: 4 }
  expect(await fixAxes(source, { dimensions }, runtime)).toEqual({ dimensions: { batch: 8, ...dimensions } })
})
