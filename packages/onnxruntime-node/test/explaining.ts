// A program that explains, in the main thread or in a worker.
import { isMainThread, Worker } from "node:worker_threads"
import { fileURLToPath } from "node:url"
import { classProbability, denseInput, explain, grid } from "@pami/core"
import { brightness } from "@pami/test-models"
import { available, onnxruntimeNode } from "../src/index.ts"

if (isMainThread && process.argv[2] === "worker") startWorker()
else {
  await available()
  const model = await onnxruntimeNode({ threads: 1 }).load(brightness({ size: 4 }))
  const input = denseInput({
    name: "image",
    units: [4, 4],
    planes: 3,
    inner: 1,
    shape: [3, 4, 4],
    original: new Float32Array(48).fill(1),
    baseline: new Float32Array(48),
  })
  const target = classProbability()
  const { passes } = await explain({ model, input, target, partitioner: grid({ size: 2 }) })
  await model.dispose()
  console.log(passes)
}

function startWorker(): Worker {
  return new Worker(fileURLToPath(import.meta.url))
}
