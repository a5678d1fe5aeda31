import { readFile } from "node:fs/promises"
import { classProbability, explain } from "@pami/core"
import type { Backend, Model } from "@pami/core"
import { median } from "@pami/measure"
import { openTokenizer, textInput, textPartitions } from "@pami/text"
import { models, review } from "@pami/zoo"

// A sweep takes less than a tenth of a second; the first ones compile.
const rounds = 160
const warmUp = 40

/** Milliseconds of the clock, and of all processors. */
interface Spent {
  readonly clock: number
  readonly processors: number
}

/**
 * Returns in a sentence what a sweep over a review costs beside its forward passes: the same batches, run alone before or after it,
 * one at a time as in the sweep.
 */
export async function costOfReviews(backend: Backend, seed: number): Promise<string> {
  const { onnx, tokenizer, tokenizerConfig } = models.reviews
  const [file, config] = await Promise.all([tokenizer, tokenizerConfig].map((url) => readFile(url as URL)))
  const opened = openTokenizer({ tokenizer: file, config })
  const loaded = await backend.load(onnx.href)
  const model: Model = { ...loaded, limits: { ...loaded.limits, preferredRuns: 1 } }
  const target = classProbability({ activation: "softmax" })
  const sweep = ({ text }: ReturnType<typeof review>, run = loaded.run) => {
    const { input } = textInput({ texts: text, tokenizer: opened, tensors: model.inputs })
    return explain({ model: { ...model, run }, input, target, partitioner: textPartitions() })
  }
  const measured: { alone: Spent; whole: Spent; passes: number; forward: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const text = review(seed + round)
    const batches: Parameters<Model["run"]>[0][] = []
    const { passes } = await sweep(text, (feeds) => {
      // The sweep writes the next batch over this one.
      batches.push(structuredClone(feeds))
      return loaded.run(feeds)
    })
    const forward = batches.reduce((sum, feeds) => sum + Object.values(feeds)[0].shape[0], 0)
    const measureAlone = () =>
      spent(async () => {
        for (const feeds of batches) await loaded.run(feeds)
      })
    // Whichever is second finds memory warm.
    const before = round % 2 === 0 ? await measureAlone() : undefined
    const whole = await spent(() => sweep(text))
    measured.push({ alone: before ?? (await measureAlone()), whole, passes, forward })
  }
  await loaded.dispose()
  const kept = measured.slice(warmUp)
  const ratio = (unit: keyof Spent) =>
    kept.reduce((sum, { whole }) => sum + whole[unit], 0) /
    kept.reduce((sum, { alone }) => sum + alone[unit], 0)
  const each = median(kept.map(({ alone, forward }) => alone.clock / forward))
  const passes = median(kept.map(({ passes }) => passes))
  return `reviews, ${kept.length} texts of about ${passes} passes of ${each.toFixed(2)} ms: a sweep with the preparation of its text takes ${ratio("processors").toFixed(3)} x the processor time of its batches alone, and ${ratio("clock").toFixed(3)} x their time.`
}

async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { clock: performance.now() - started, processors: (user + system) / 1000 }
}
