import { env, pipeline } from "@huggingface/transformers"
import { models } from "@pami/zoo"
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url"
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url"
import { expect, test } from "vitest"
import { explainer } from "../src/index.ts"

env.allowRemoteModels = false
env.allowLocalModels = true
env.useBrowserCache = false
env.localModelPath = new URL("..", models.reviews.onnx.href).pathname
Object.assign(env.backends.onnx.wasm!, { wasmPaths: { mjs, wasm } })

// Without a GPU, WebGPU takes most of a minute: with PAMI_EVERY_CHECK=1.
const devices = import.meta.env["PAMI_EVERY_CHECK"] ? (["wasm", "webgpu"] as const) : (["wasm"] as const)

test.each(devices)("a page explains its pipeline on %s", async (device) => {
  const pipe = await pipeline("text-classification", "reviews", { subfolder: "", dtype: "fp32", device })
  const explain = await explainer(pipe, { passes: 20 })
  const text = "The plot was not shown to us before. The ending was dull."
  // The pipeline works while it is explained: its runs and those of the explanation are in turn.
  const [{ prediction, map, texts, html }, given] = await Promise.all([explain(text), pipe(text)])
  const [{ label, score }] = given as { label: string; score: number }[]
  expect(prediction[0]).toMatchObject({ label, score: expect.closeTo(score, 5) })
  const pieces = texts!(map())[0].pieces.filter(({ importance }) => importance !== null)
  expect(pieces.toSorted((a, b) => b.importance! - a.importance!)[0].text).toBe("dull")
  expect(html!()).toContain("dull")
  await explain.dispose()
  expect(await pipe(text)).toEqual(given)
})
