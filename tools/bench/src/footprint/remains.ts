// Explains an input of 512 x 512 in batches of 32, twice, and reports the memory that stays. Run it with --expose-gc.
import { setTimeout } from "node:timers/promises"
import { functionBackend } from "@pami/backend-kit/function-backend"
import { average, classProbability, explain, slidingWindow, topClasses } from "@pami/core"
import { blur, pictureInput, preset } from "@pami/image"
import { answer } from "./ask-child.ts"

/** The memory that the process holds, in bytes. */
export interface Remains {
  readonly when: string
  readonly resident: number
  readonly arrayBuffers: number
}

const side = 512
const batch = 32
const all: Remains[] = []

async function look(when: string): Promise<void> {
  // Memory that was reachable in one turn is collected in a later one.
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc!()
    await setTimeout(10)
  }
  const { rss, arrayBuffers } = process.memoryUsage()
  all.push({ when, resident: rss, arrayBuffers })
}

const inputs = [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }] as const

/** The mean of each item, so that the model holds next to nothing. */
const model = await functionBackend(
  ({ image }) => {
    const item = 3 * side * side
    return Array.from({ length: image.shape[0] }, (_, index) => {
      const values = image.data.subarray(index * item, (index + 1) * item)
      const mean = values.reduce((sum, value) => sum + value, 0) / item
      return [mean, 1 - mean]
    })
  },
  { inputs },
).load("mean")

async function explainOnce(): Promise<void> {
  const picture = { width: side, height: side, data: new Uint8Array(3 * side * side).fill(128) }
  const preprocessing = preset("0-1", { width: side, height: side, layout: "nchw" })
  const { input } = await pictureInput({ picture, preprocessing, masking: blur(), tensor: inputs[0] })
  const target = classProbability({ classes: topClasses(1), activation: "none" })
  const partitioner = slidingWindow({ passes: 4 * batch })
  average(await explain({ model, input, target, partitioner, batch, passes: 4 * batch }))
}

await look("before")
await explainOnce()
await look("after one")
await explainOnce()
await look("after two")
await model.dispose()
answer(all)
