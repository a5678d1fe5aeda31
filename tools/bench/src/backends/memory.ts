import { setTimeout } from "node:timers/promises"
import { average, classProbability, explain, slidingWindow, topClasses } from "@pami/core"
import type { Model } from "@pami/core"
import { inputFor } from "../subject.ts"
import type { Subject } from "../subject.ts"
import type { Loaded } from "./bare.ts"

/** What a process uses, in bytes, and the tensors that the runtime holds, where it counts them. */
export interface Use {
  readonly explains: number
  readonly resident: number
  readonly javascript: number
  readonly tensors: number | null
}

const explains = 500
const every = 100
const passes = 8

/** Explains a picture 500 times, preparation and map included, and looks at the memory after every hundred. */
export async function measureMemory(load: () => Promise<Loaded>, subject: Subject): Promise<Use[]> {
  const { model, dispose } = await load()
  const uses: Use[] = []
  for (let done = 1; done <= explains; done++) {
    const { input } = await inputFor(subject, model)
    const target = classProbability({ classes: topClasses(1) })
    average(await explain({ model, input, target, partitioner: slidingWindow(), passes }))
    if (done % every !== 0) continue
    console.error(`  ${done} of ${explains} explains`)
    uses.push(await use(done, model))
  }
  await dispose()
  return uses
}

async function use(explains: number, model: Model): Promise<Use> {
  // What was reachable from the last turn goes in the next.
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc!()
    await setTimeout(0)
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { explains, resident: rss, javascript: heapUsed + external, tensors: model.held?.() ?? null }
}
