// Runs a model many times with onnxruntime-web alone, in a separate worker.
import type * as Onnxruntime from "onnxruntime-web/wasm"

const batch = 8
// The length of a free axis: the most common image size.
const usualLength = 224

const module = "/onnxruntime/ort.wasm.bundle.min.mjs"
const { env, InferenceSession, Tensor } = (await import(module)) as typeof Onnxruntime
env.logLevel = "fatal"
env.wasm.numThreads = navigator.hardwareConcurrency
const session = await InferenceSession.create("/model")
const [input] = session.inputMetadata
if (!input.isTensor) throw new Error(`input "${input.name}" is not a tensor`)
const [first, ...rest] = input.shape
const isFixed = typeof first === "number"
const items = isFixed ? first : batch
const shape = [items, ...rest.map((length) => (typeof length === "number" ? length : usualLength))]
const size = shape.reduce((product, length) => product * length)
const data = Float32Array.from({ length: size }, (_, i) => Math.sin(i))

/** Time of so many passes, in ms. */
self.addEventListener("message", async ({ data: passes }: MessageEvent<number>) => {
  const began = performance.now()
  // The last batch may be one of fewer.
  for (let done = 0; done < passes; done += items) {
    const count = isFixed ? items : Math.min(items, passes - done)
    const fed = data.subarray(0, (size / items) * count)
    await session.run({ [input.name]: new Tensor("float32", fed, [count, ...shape.slice(1)]) })
  }
  self.postMessage(performance.now() - began, { transfer: [] })
})
self.postMessage(0, { transfer: [] })
