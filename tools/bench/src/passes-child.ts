// Runs a model many times on a device, and prints its memory on the way: passes-child.ts DEVICE COUNT MODEL
import { random } from "@pami/core/tensor"
import { type Device, onnxruntimeNode } from "@pami/onnxruntime-node"

/** Measurements of one process. */
export interface Passes {
  readonly batch: number
  readonly milliseconds: number
  /** Bytes of the resident set after a share of the passes. */
  readonly resident: readonly { readonly share: number; readonly bytes: number }[]
}

const [device, count, file] = process.argv.slice(2)
const model = await onnxruntimeNode({ device: device as Device }).load(file)
const { preferredBatch: batch, preferredRuns = 1 } = model.limits
const [{ name, shape }] = model.inputs
const whole = [batch, ...shape.slice(1).map((length) => length ?? 224)]
const next = random(1)
const data = Float32Array.from({ length: whole.reduce((product, length) => product * length, 1) }, next)
const feeds = { [name]: { dtype: "float32", shape: whole, data } } as const

let asked = 0
/** Runs until `end` runs are asked for, several at once, as an explanation does. */
async function runUntil(end: number): Promise<void> {
  const one = async () => {
    while (asked++ < end) await model.run(feeds)
  }
  await Promise.all(Array.from({ length: preferredRuns }, one))
  asked = end
}

const runs = Math.ceil(Number(count) / batch)
const resident: { share: number; bytes: number }[] = []
const started = performance.now()
// The first tenth fills pools and caches.
for (const share of [0.1, 0.25, 0.5, 0.75, 1]) {
  await runUntil(Math.round(share * runs))
  globalThis.gc?.()
  resident.push({ share, bytes: process.memoryUsage.rss() })
}
const milliseconds = performance.now() - started
await model.dispose()
console.log(JSON.stringify({ batch, milliseconds, resident } satisfies Passes))
