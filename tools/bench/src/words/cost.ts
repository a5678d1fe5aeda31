import { readFile } from "node:fs/promises"
import { classProbability, explain } from "@pami/core"
import type { Backend, Model } from "@pami/core"
import { median } from "@pami/measure"
import { openTokenizer, textInput, textPartitions } from "@pami/text"
import { models, review } from "@pami/zoo"

// A sweep takes a tenth of a second; the first ones compile.
const rounds = 80
const warmUp = 40

/** Returns in a sentence how much time a sweep over a review takes beside its forward passes. */
export async function costOfReviews(backend: Backend, seed: number): Promise<string> {
  const { onnx, tokenizer, tokenizerConfig } = models.reviews
  const [file, config] = await Promise.all([tokenizer, tokenizerConfig].map((url) => readFile(url as URL)))
  const loaded = await backend.load(onnx.href)
  let running = 0
  const model: Model = {
    ...loaded,
    // One run at a time, whose times add up.
    limits: { ...loaded.limits, preferredRuns: 1 },
    async run(feeds) {
      const started = performance.now()
      try {
        return await loaded.run(feeds)
      } finally {
        running += performance.now() - started
      }
    },
  }
  const opened = openTokenizer({ tokenizer: file, config })
  const ratios: number[] = []
  // Milliseconds for each pass, in the model and beside it.
  const inside: number[] = []
  const beside: number[] = []
  let passes = 0
  for (let round = 0; round < rounds; round++) {
    const { text } = review(seed + round)
    running = 0
    const started = performance.now()
    const { input } = textInput({ texts: text, tokenizer: opened, tensors: model.inputs })
    const target = classProbability({ activation: "softmax" })
    const explanation = await explain({ model, input, target, partitioner: textPartitions() })
    const whole = performance.now() - started
    passes = explanation.passes
    if (round < warmUp) continue
    ratios.push(whole / running)
    inside.push(running / passes)
    beside.push((whole - running) / passes)
  }
  await loaded.dispose()
  const sorted = ratios.toSorted((a, b) => a - b)
  return `reviews, ${rounds - warmUp} texts of about ${passes} passes: a sweep with the preparation of its text takes ${median(ratios).toFixed(3)} x the time of its forward passes (${sorted[0].toFixed(3)} to ${sorted.at(-1)!.toFixed(3)}): ${median(beside).toFixed(3)} ms a pass beside ${median(inside).toFixed(3)} ms in the model.`
}
