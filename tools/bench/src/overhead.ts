import { average, classProbability, explain, sizeOf, slidingWindow, topClasses } from "@pami/core"
import type { Input, Model, Partitioner } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { inputFor } from "./subject.ts"
import type { Subject } from "./subject.ts"

/**
 * Time of `explain`, preflight and map included, against that of bare `session.run` on as many of the same masked
 * pictures, composed beforehand, in the same batches, with the same session options. Rounds alternate, so that a busy machine slows both; the ratio of the fastest
 * rounds is the one that noise disturbs least. What is outside the runtime is all that explain does between runs.
 */
export async function overhead(subject: Subject): Promise<Record<string, string | number>[]> {
  const model = await onnxruntimeNode({ threads: subject.threads }).load(subject.model)
  const bare = await InferenceSession.create(subject.model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: subject.threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    enableCpuMemArena: true,
    enableMemPattern: true,
    extra: { session: { force_spinning_stop: "1" } },
  })
  const { input } = await inputFor(subject, model)
  const rows: Record<string, string | number>[] = []
  const settings = [
    { batch: 8, kept: "top 1" },
    { batch: 8, kept: "all classes" },
    { batch: 1, kept: "top 1" },
    { batch: 32, kept: "top 1" },
  ]
  for (const { batch, kept } of settings) {
    const classes = kept === "top 1" ? topClasses(1) : "all"
    const partitioner = slidingWindow()
    const passes = partitioner.total(input)!
    let inside = 0
    const timed: Model = {
      ...model,
      async run(feeds) {
        const started = performance.now()
        const outputs = await model.run(feeds)
        inside += performance.now() - started
        return outputs
      },
    }
    const runExplain = async () => {
      inside = 0
      const started = performance.now()
      average(
        await explain({ model: timed, input, target: classProbability({ classes }), partitioner, batch }),
      )
      return performance.now() - started
    }
    const batches = await batchesOf(input, partitioner, batch)
    const runBare = async () => {
      const started = performance.now()
      for (let done = 0, i = 0; done < passes; done += batch, i++) {
        const { name, item, data } = batches[i % batches.length]
        const count = Math.min(batch, passes - done)
        const length = (data.length / batch) * count
        await bare.run({ [name]: new Tensor("float32", data.subarray(0, length), [count, ...item]) })
      }
      return performance.now() - started
    }
    await runBare()
    await runExplain()
    const ratios: number[] = []
    const outside: number[] = []
    let [fastest, fastestBare] = [Infinity, Infinity]
    for (let round = 0; round < subject.rounds; round++) {
      const [a, b, c] = [await runBare(), await runExplain(), await runBare()]
      ratios.push((2 * b) / (a + c))
      outside.push((100 * (b - inside)) / inside)
      fastest = Math.min(fastest, b)
      fastestBare = Math.min(fastestBare, a, c)
    }
    rows.push({
      batch,
      passes,
      "scores kept": kept,
      "of fastest": Number((fastest / fastestBare).toFixed(3)),
      median: Number(median(ratios).toFixed(3)),
      range: `${Math.min(...ratios).toFixed(3)} - ${Math.max(...ratios).toFixed(3)}`,
      "outside the runtime": `${median(outside).toFixed(2)} %`,
      "explain passes/s": Math.round((1000 * passes) / fastest),
      "bare passes/s": Math.round((1000 * passes) / fastestBare),
    })
  }
  await model.dispose()
  await bare.release()
  return rows
}

/** The first batches of a sweep, as many as fill 64 MB: made beforehand, so that bare inference only runs them. */
async function batchesOf(
  input: Input,
  partitioner: Partitioner,
  batch: number,
): Promise<{ name: string; item: number[]; data: Float32Array }[]> {
  const { name, shape } = input.tensors[0]
  const item = shape.slice(1) as number[]
  const most = Math.max(1, Math.floor(64e6 / (4 * batch * sizeOf(item))))
  const writer = input.open(batch)
  const batches: { name: string; item: number[]; data: Float32Array }[] = []
  let filled = 0
  for await (const partition of partitioner.partitions(input)) {
    for (let k = 0; k < partition.size && batches.length < most; k++) {
      writer.preserve(filled++, partition.part(k))
      if (filled < batch) continue
      batches.push({ name, item, data: (writer.feeds(batch)[name].data as Float32Array).slice() })
      filled = 0
    }
  }
  return batches
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
